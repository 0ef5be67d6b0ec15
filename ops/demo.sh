#!/usr/bin/env bash
# From nothing to a running demo. Every step looks first whether it is already done.
source "$(dirname "$0")/say.sh"

port=${PORT:-8000}
export DJANGO_SETTINGS_MODULE=requests_flow.settings.dev
manage=(.venv/bin/python manage.py)

[[ "$port" =~ ^[0-9]+$ ]] && [ "$port" -ge 1 ] && [ "$port" -le 65535 ] \
    || stop "PORT=$port is not a port." "make demo PORT=8001"
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    stop "Something already answers on 127.0.0.1:$port; perhaps another demo." \
        "Close it, or choose another port: make demo PORT=8001"
fi

say "1/6 Debian packages that print the letters"
ops/packages.sh demo
say "2/6 Python environment"
ops/environment.sh runtime
var=${YISHEN_VAR_DIR:-var}
mkdir -p "$var/static"
say "3/6 Fonts of the letters"
.venv/bin/python -m requests_flow.letters.fonts "${YISHEN_FONT_DIR:-$var/fonts}"
say "4/6 Database"
# What the checks have to say of the calendar is for an administrator; the server logs it anyway.
"${manage[@]}" migrate --verbosity 0 --skip-checks
say "5/6 Units, people and cases of the demo"
"${manage[@]}" load_demo --skip-checks
say "6/6 Ready. These people can sign in:"
"${manage[@]}" demo_accounts
printf '\n    Open  http://127.0.0.1:%s/   (stop with Ctrl-C)\n\n' "$port"

# The server of a real installation, so that the demo shows the real thing: two processes that
# share one database. `runserver` would be one process with a reloader nobody here needs.
exec .venv/bin/gunicorn requests_flow.wsgi:application --bind "127.0.0.1:$port" \
    --worker-class gthread --workers 2 --threads 4 --timeout 60 --no-control-socket \
    --log-level warning
