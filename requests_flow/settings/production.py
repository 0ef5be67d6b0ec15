"""A real office: the environment must say everything that protects it, and there are no demo accounts."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403


def required(name: str) -> str:
    """The value of an environment variable without which we do not start."""
    try:
        return os.environ[name]
    except KeyError:
        raise ImproperlyConfigured(f"{name} must be set in production.") from None


SECRET_KEY = required("YISHEN_SECRET_KEY")
required("YISHEN_DATA_KEYS")
required("YISHEN_INDEX_KEYS")
ALLOWED_HOSTS = required("YISHEN_HOSTS").split(",")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = os.environ.get("YISHEN_SSL_REDIRECT", "1") == "1"
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
YISHEN_LETTER_WORKERS = int(os.environ.get("YISHEN_LETTER_WORKERS") or 2)
# The proxy that ends TLS adds the address it was called from.
YISHEN_PROXIES = int(os.environ.get("YISHEN_PROXIES") or 1)
