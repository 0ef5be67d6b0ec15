#!/usr/bin/env bash
# environment.sh runtime|dev: make .venv and install the pinned packages, by hash, if they changed.
source "$(dirname "$0")/say.sh"

wanted=${1:-}
python=${PYTHON:-python3.11}
case "$wanted" in runtime | dev) ;; *) stop "usage: $0 runtime|dev" ;; esac

# `dev` contains `runtime` at the same versions, so whoever has `dev` has both.
stamp=.venv/.installed
state=$(sha256sum requirements/runtime.txt requirements/dev.txt | sha256sum | cut -c1-64)
if [ -x .venv/bin/python ] && [ -f "$stamp" ]; then
    read -r installed_state installed_set <"$stamp"
    if [ "$installed_state" = "$state" ] && [[ "$installed_set" = dev || "$wanted" = runtime ]]; then
        exit 0
    fi
    # What was there for the tests stays there for the tests.
    [ "$installed_set" = dev ] && wanted=dev
fi

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    command -v "$python" >/dev/null || stop "$python is not here. Yishen runs on Python 3.11 (Debian 12)."
    "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
        || stop "$python is $("$python" --version 2>&1). Yishen runs on Python 3.11 (Debian 12)."
    "$python" -c 'import ensurepip, venv' 2>/dev/null || ops/packages.sh venv
    say "Making the Python environment in .venv"
    "$python" -m venv --clear .venv
fi

say "Installing the pinned Python packages ($wanted); the first time takes a minute or two"
rm -f "$stamp"
.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input \
    --require-hashes --only-binary :all: -r "requirements/$wanted.txt" \
    || stop "pip could not install requirements/$wanted.txt (see above): is the network there?"
.venv/bin/python -m pip check --quiet || stop "The installed packages do not fit together (see above)."
printf '%s %s\n' "$state" "$wanted" >"$stamp"
