#!/usr/bin/env bash
# Compile requirements/ from pyproject.toml. Old pins are kept unless UPGRADE=1.
source "$(dirname "$0")/say.sh"

compile=(.venv/bin/uv pip compile pyproject.toml --quiet --python-version 3.11 --generate-hashes
    --no-annotate --no-emit-index-url --custom-compile-command "make lock")
[ "${UPGRADE:-}" = 1 ] && compile+=(--upgrade)
say "requirements/runtime.txt"
"${compile[@]}" --output-file requirements/runtime.txt >/dev/null
say "requirements/dev.txt, with the same versions"
"${compile[@]}" --group dev --constraint requirements/runtime.txt --output-file requirements/dev.txt >/dev/null
if grep -nE '://|file:|find-links|index-url' requirements/*.txt; then
    stop "An address got into requirements/."
fi
