#!/usr/bin/env bash
# The tests that meet a database, but the browser's, on PostgreSQL: locks and races are different there.
# DATABASE_URL names the server; Django makes and drops the databases test_<name>, one for each process.
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
# What holds or fails by the database: locks, races, triggers, constraints, the SQL of the desk, and the
# journeys over all of it. Everything else shows the same on either, and `make test` has run it.
chosen=(tests/postgres tests/journeys tests/house/test_guards.py
    tests/legal_review/test_gate.py tests/legal_review/test_gate_by_hand.py
    tests/legal_review/test_who_had_a_hand.py tests/legal_review/test_three_people.py
    tests/requests_flow/test_guards_of_leaving.py tests/requests_flow/test_tampered_chains.py
    tests/requests_flow/test_the_chain.py tests/requests_flow/test_closed_holes.py
    tests/requests_flow/test_calendar_changes.py tests/requests_flow/test_clock_copies.py
    tests/requests_flow/test_delegating.py tests/requests_flow/views/test_desk.py)
[ "$#" -gt 0 ] || set -- --numprocesses auto --maxprocesses 8 --dist worksteal "${chosen[@]}"
exec .venv/bin/python -m pytest -m "not browser" --create-db "$@"
