"""Tests: quick passwords, files in a folder of their own, the rest as in production."""

import atexit
import shutil
import tempfile
from pathlib import Path

from .base import *  # noqa: F403

SECRET_KEY = "only-for-tests-and-long-enough-to-satisfy-the-checks-of-django-0123456789"  # noqa: S105
YISHEN_DATA_KEYS = [derived_key(SECRET_KEY, "data")]  # noqa: F405
YISHEN_INDEX_KEYS = [derived_key(SECRET_KEY, "index")]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_FILES = Path(tempfile.mkdtemp(prefix="yishen-test-"))
atexit.register(shutil.rmtree, _FILES, ignore_errors=True)
VAULT_DIR = _FILES / "vault"
DOSSIER_DIR = _FILES / "dossiers"
YISHEN_STORE = ""  # tests of the other store set it
YISHEN_ANCHOR_FILE = _FILES / "anchors.jsonl"
YISHEN_SEALER = "paper"
YISHEN_SEAL_DIR = _FILES / "seals"
YISHEN_DEMO = True
# As in the demo; tests of signing in set what they are about.
YISHEN_SECOND_FACTOR = "off"
YISHEN_PASSWORD_CLASSES = 1
YISHEN_PASSWORD_DAYS = 0
YISHEN_PASSWORD_FIRST = False
YISHEN_IDLE_MINUTES = 0
VAR_DIR.mkdir(parents=True, exist_ok=True)  # noqa: F405
