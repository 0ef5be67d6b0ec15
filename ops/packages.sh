#!/usr/bin/env bash
# packages.sh demo|test|venv: see to it that Debian's packages are there.
# As root they are installed; otherwise the exact command is printed and we stop.
source "$(dirname "$0")/say.sh"

letters=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
case "${1:-}" in
    venv) wanted=(python3-venv) ;;
    demo) wanted=("${letters[@]}") ;;
    test) wanted=("${letters[@]}" chromium poppler-utils) ;;
    *) stop "usage: $0 venv|demo|test" ;;
esac

command -v apt-get >/dev/null || stop "This needs Debian 12: there is no apt-get here." \
    "On another system install what these packages bring: ${wanted[*]}"

missing=()
for package in "${wanted[@]}"; do
    has_package "$package" || missing+=("$package")
done

# The fonts of the letters are fetched with apt-get as well, so the lists are needed in any case.
if ! has_package_lists; then
    is_root || stop "Debian's package lists are empty. As root, run:" \
        "apt-get update" "${missing[*]:+apt-get install ${missing[*]}}" "and then this again."
    say "Fetching Debian's package lists"
    apt_get update >/dev/null || stop "apt-get update failed: is the network there?"
fi

[ "${#missing[@]}" = 0 ] && exit 0

is_root || stop "Debian packages are missing. As root, run:" \
    "apt-get install ${missing[*]}" "and then this again."

say "Installing Debian packages: ${missing[*]}"
if ! apt_get install --no-install-recommends "${missing[@]}" >/dev/null; then
    say "Not found as listed; fetching Debian's package lists anew"
    apt_get update >/dev/null || stop "apt-get update failed: is the network there?"
    apt_get install --no-install-recommends "${missing[@]}" >/dev/null \
        || stop "apt-get could not install ${missing[*]} (see above)."
fi
