#!/usr/bin/env bash
# All tests on SQLite, the browser's included. Arguments go to pytest.
# All of it runs on every core, a part in one process: to start workers takes longer than a small part.
source "$(dirname "$0")/say.sh"

ops/packages.sh test
ops/environment.sh dev
.venv/bin/python -m requests_flow.letters.fonts var/fonts
unset DATABASE_URL # `make test-postgres` is the one that runs on PostgreSQL
export YISHEN_VAR_DIR="$PWD/var/test" YISHEN_FONT_DIR="$PWD/var/fonts"
mkdir -p "$YISHEN_VAR_DIR"
[ "$#" -gt 0 ] || set -- --numprocesses auto --maxprocesses 8 --dist worksteal
say "Running the tests"
exec .venv/bin/python -m pytest "$@"
