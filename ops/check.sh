#!/usr/bin/env bash
# The only door: format, lint, contracts, types, checks. Every step runs; all failures are told.
source "$(dirname "$0")/say.sh"

ops/packages.sh demo
ops/environment.sh dev
.venv/bin/python -m requests_flow.letters.fonts var/fonts
unset DATABASE_URL
export DJANGO_SETTINGS_MODULE=requests_flow.settings.test
export YISHEN_VAR_DIR="$PWD/var/test" YISHEN_FONT_DIR="$PWD/var/fonts"
mkdir -p "$YISHEN_VAR_DIR"

failed=()
step() {
    local name=$1
    shift
    say "$name"
    "$@" || failed+=("$name")
}

templates() { find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --target-version 5.2 --check; }

step "format (make format)" .venv/bin/ruff format --check .
step "lint" .venv/bin/ruff check .
step "templates (make format)" templates
step "imports go down" .venv/bin/lint-imports --no-logo
step "types of the rules" .venv/bin/mypy
step "Django's and the house's checks" .venv/bin/python manage.py check --fail-level WARNING
step "migrations in step" .venv/bin/python manage.py makemigrations --check --dry-run

[ "${#failed[@]}" = 0 ] || stop "make check found faults in:" "${failed[@]}"
say "All checks passed"
