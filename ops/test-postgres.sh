#!/usr/bin/env bash
# The tests that meet a database, but the browser's, on PostgreSQL: locks and races are different there.
# DATABASE_URL names the server; Django makes and drops the database test_<name>.
source "$(dirname "$0")/say.sh"

export DATABASE_URL=${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres}
ops/packages.sh test
ops/environment.sh dev
.venv/bin/python -m requests_flow.letters.fonts var/fonts
.venv/bin/python - <<'PYTHON' || stop "There is no PostgreSQL to test on." \
    "Start one (Debian: apt-get install postgresql) or set DATABASE_URL=postgres://..."
import os, sys
import psycopg

if not os.environ["DATABASE_URL"].startswith(("postgres://", "postgresql://")):
    sys.exit("DATABASE_URL is not the address of a PostgreSQL database.")
try:
    with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5) as connection:
        print("    PostgreSQL", connection.info.parameter_status("server_version"))
except psycopg.OperationalError as error:
    sys.exit(str(error))
PYTHON
export YISHEN_VAR_DIR="$PWD/var/test" YISHEN_FONT_DIR="$PWD/var/fonts" YISHEN_TEST_VENDOR=postgresql
mkdir -p "$YISHEN_VAR_DIR"
say "Running the tests on PostgreSQL"
# The rules and the printing of letters never meet a database, and a page shows the same on either:
# `make test` has run them. The desk's queries and the journeys over all pages run here as well.
left_out=(--ignore=tests/requests_flow/rules --ignore=tests/requests_flow/letters)
for file in tests/requests_flow/views/test_*.py; do
    [ "$file" = tests/requests_flow/views/test_desk.py ] || left_out+=("--ignore=$file")
done
exec .venv/bin/python -m pytest -m "not browser" --create-db "${left_out[@]}" "$@"
