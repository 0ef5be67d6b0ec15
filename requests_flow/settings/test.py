"""Tests: quick passwords, files in a folder of their own, the rest as in production."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403

SECRET_KEY = "only-for-tests-and-long-enough-to-satisfy-the-checks-of-django-0123456789"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_FILES = Path(tempfile.mkdtemp(prefix="yishen-test-"))
VAULT_DIR = _FILES / "vault"
DOSSIER_DIR = _FILES / "dossiers"
YISHEN_DEMO = True
VAR_DIR.mkdir(parents=True, exist_ok=True)  # noqa: F405
