"""What every installation shares. All that differs between machines is read from the environment."""

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from .personal_data import *  # noqa: F403
from .sign_in import *  # noqa: F403
from .storage import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("YISHEN_VAR_DIR", BASE_DIR / "var"))

SECRET_KEY = os.environ.get("YISHEN_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("YISHEN_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("YISHEN_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "guardian",
    "viewflow",
    "viewflow.workflow",
    "requests_flow.units.apps.UnitsConfig",
    "requests_flow.apps.RequestsFlowConfig",
    "legal_review.apps.LegalReviewConfig",
    "archive.apps.ArchiveConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "requests_flow.views.middleware.NoNumbersInAddresses",
    "requests_flow.views.session_limits.SessionLimits",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "requests_flow.views.middleware.HouseHeaders",
    "requests_flow.views.middleware.DutiesAskedOnce",
    "requests_flow.views.middleware.ConflictsAsSentences",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "requests_flow.urls"
WSGI_APPLICATION = "requests_flow.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "requests_flow.views.navigation.navigation",
            ],
        },
    },
]


def database(url: str) -> dict:
    """Settings of the database behind `url`.

    SQLite: WAL, synchronous FULL and IMMEDIATE transactions, because `select_for_update` does
    nothing there and DEFERRED ends in "database is locked".
    """
    config = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    if config["ENGINE"].endswith("sqlite3"):
        config["CONN_MAX_AGE"] = 0
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                # INSERT OR REPLACE must not slip past the triggers that forbid deleting.
                "PRAGMA recursive_triggers=ON;"
            ),
        }
    return config


DATABASES = {
    "default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'yishen.sqlite3'}")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "units.User"
ANONYMOUS_USER_NAME = None  # guardian: nobody has rights without a name
GUARDIAN_GET_CONTENT_TYPE = "guardian.ctypes.get_default_content_type"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"
CSRF_FAILURE_VIEW = "requests_flow.views.failures.csrf_failure"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "requests_flow" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"  # legal dates are days in Beijing time

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = True

# An upload may be 20 MiB; the form around it a little more.
YISHEN_UPLOAD_LIMIT = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Where letters, evidence and dossiers are kept: folders that all workers share.
VAULT_DIR = Path(os.environ.get("YISHEN_VAULT_DIR", VAR_DIR / "vault"))
DOSSIER_DIR = Path(os.environ.get("YISHEN_DOSSIER_DIR", VAR_DIR / "dossiers"))
# What the head of the chain of entries was, day by day: better where the database's owner cannot write.
YISHEN_ANCHOR_FILE = Path(os.environ.get("YISHEN_ANCHOR_FILE", VAR_DIR / "anchors.jsonl"))

# Names that the law's organ table needs (law.md 4.3); another district sets its own.
YISHEN_DISTRICT = os.environ.get("YISHEN_DISTRICT", "宁波市海曙区人民政府")
YISHEN_CITY = os.environ.get("YISHEN_CITY", "宁波市人民政府")
YISHEN_COURT = os.environ.get("YISHEN_COURT", "有管辖权的人民法院")
# 行诉法 15(1): a county government is sued before the intermediate court.
YISHEN_COURT_FOR_GOVERNMENT = os.environ.get(
    "YISHEN_COURT_FOR_GOVERNMENT", "有管辖权的中级人民法院"
)
# 复议法 22(2): a reply sent online names the address where a review can be asked for online. Empty:
# no reply leaves electronically.
YISHEN_REVIEW_URL = os.environ.get("YISHEN_REVIEW_URL", "")
# The period for a correction is "reasonable" (art. 30) and not fixed: working days.
# "1": a legal check goes to whose turn it is as it comes to the gate; else it is only suggested.
YISHEN_ASSIGN_REVIEWS = os.environ.get("YISHEN_ASSIGN_REVIEWS", "") == "1"
# A folder with the office's own dated rows: amended statutes, decided doubts. See docs/law.md.
YISHEN_LAW_DIR = os.environ.get("YISHEN_LAW_DIR", "")
# How many processes print letters; 0: letters are printed where they are asked for.
YISHEN_LETTER_WORKERS = int(os.environ.get("YISHEN_LETTER_WORKERS", "0") or 0)
# How letters are sealed: "paper" (by hand), "pades" (the organ's certificate), "remote" (a service).
YISHEN_SEALER = os.environ.get("YISHEN_SEALER", "paper")
# `<unit code>.p12` or `<unit code>.pkcs11`, and `roots.pem`. See docs/decisions/0006-seals.md.
YISHEN_SEAL_DIR = Path(os.environ.get("YISHEN_SEAL_DIR", VAR_DIR / "seals"))
# `<unit code>.passphrase`; empty: beside the keys. What has no file there has the one below.
YISHEN_SEAL_PASSPHRASE_DIR = os.environ.get("YISHEN_SEAL_PASSPHRASE_DIR", "")
YISHEN_SEAL_PASSPHRASE = os.environ.get("YISHEN_SEAL_PASSPHRASE", "")
YISHEN_SEAL_PKCS11_MODULE = os.environ.get("YISHEN_SEAL_PKCS11_MODULE", "")
YISHEN_SEAL_URL = os.environ.get("YISHEN_SEAL_URL", "")
YISHEN_SEAL_TOKEN = os.environ.get("YISHEN_SEAL_TOKEN", "")
YISHEN_SEAL_TIMEOUT = float(os.environ.get("YISHEN_SEAL_TIMEOUT", "10") or 10)
YISHEN_DEMO = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the composer frames its own letter
