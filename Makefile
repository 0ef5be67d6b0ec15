# Yishen. `make` alone shows what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
export PORT PYTHON UPGRADE

PYTHON ?= python3.11
PORT ?= 8000
UPGRADE ?=
# Arguments for pytest: make test ARGS="tests/requests_flow/rules -x"
ARGS ?=

.PHONY: help demo test test-postgres check format messages drawing lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## From nothing to a running demo on 127.0.0.1:8000 (PORT=8001 for another port)
	@ops/demo.sh

test: ## Install what the tests need and run all of them on SQLite, the browser's included
	@ops/test.sh $(ARGS)

test-postgres: ## Run the tests that meet a database on PostgreSQL (DATABASE_URL=postgres://...)
	@ops/test-postgres.sh $(ARGS)

check: ## The only door: format, lint, contracts, types, checks, migrations
	@ops/check.sh

format: ## Bring Python and templates into the one format
	@ops/environment.sh dev
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .
	@find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --target-version 5.2 || true

messages: ## Collect the words of the screens and compile the catalogues (needs gettext)
	@ops/environment.sh dev
	@command -v msgfmt >/dev/null || { echo "apt-get install gettext"; exit 1; }
	@.venv/bin/python manage.py makemessages --locale zh_Hans --locale en --no-wrap --no-location --ignore .venv --ignore var
	@.venv/bin/python manage.py compilemessages --ignore .venv --ignore var

drawing: ## Draw the flow anew: docs/flow.svg
	@ops/environment.sh dev
	@.venv/bin/python manage.py flowexport requests_flow/flows.CaseFlow --output docs/flow.svg

lock: ## Compile requirements/ from pyproject.toml, with hashes (UPGRADE=1 for the newest)
	@ops/environment.sh dev
	@ops/lock.sh

clean: ## Remove the caches and the test files; the demo's data and .venv stay
	@rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache .coverage htmlcov var/test
	@find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
