# Sourced by the other scripts: where we are, and how we speak.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

started=$SECONDS

say() { printf '==> [%3ss] %s\n' "$((SECONDS - started))" "$*"; }

stop() {
    printf '\nSTOPPED: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '    %s\n' "$line" >&2; done
    exit 1
}

is_root() { [ "$(id -u)" = 0 ]; }

# A Debian package is installed, or the program it brings is there in another way.
has_package() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# The package lists may be empty, as in a fresh container.
has_package_lists() { compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; }

apt_get() { DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 "$@" </dev/null; }
