"""What keeps personal data apart: the keys at rest, what is logged, what an error tells.

docs/decisions/0011-personal-data.md says what is encrypted and how keys are changed.
"""

import base64
import hashlib
import os


def ring(name: str) -> list[str]:
    """Keys from the environment, the newest first, with commas between them."""
    return [key.strip() for key in os.environ.get(name, "").split(",") if key.strip()]


def derived_key(secret: str, use: str) -> str:
    """A key for the demo and the tests, made of a secret that everybody knows."""
    return base64.b64encode(hashlib.sha256(f"{use}:{secret}".encode()).digest()).decode()


# Each 32 bytes in base64. The demo and the tests derive theirs; production does not start without.
YISHEN_DATA_KEYS = ring("YISHEN_DATA_KEYS")
YISHEN_INDEX_KEYS = ring("YISHEN_INDEX_KEYS")

# Whoever looks behind the mask more often on one day stands out in the list of looks. Nobody is stopped.
YISHEN_UNMASK_NOTICE = int(os.environ.get("YISHEN_UNMASK_NOTICE", "30") or 30)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "numbers": {"()": "requests_flow.views.quiet_logs.WithoutNumbers"},
        "production": {"()": "django.utils.log.RequireDebugFalse"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["numbers"]},
        "mail_admins": {
            "class": "django.utils.log.AdminEmailHandler",
            "level": "ERROR",
            "filters": ["production", "numbers"],
        },
        "django.server": {"class": "logging.StreamHandler", "filters": ["numbers"]},
    },
    "loggers": {
        "django": {"handlers": ["mail_admins"], "level": "INFO"},
        # Its debug lines are the SQL with the names and addresses in it.
        "django.db.backends": {"level": "INFO"},
        "django.server": {"handlers": ["django.server"], "level": "INFO", "propagate": False},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
DEFAULT_EXCEPTION_REPORTER = "requests_flow.views.quiet_logs.QuietReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "requests_flow.views.quiet_logs.QuietFilter"
