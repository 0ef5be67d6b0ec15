"""The demo and the developer's machine: SQLite, local files, demo accounts."""

import os

from .base import *  # noqa: F403

SECRET_KEY = os.environ.get(
    "YISHEN_SECRET_KEY", "only-for-the-demo-on-this-machine-never-elsewhere"
)
DEBUG = os.environ.get("YISHEN_DEBUG", "") == "1"
YISHEN_DATA_KEYS = YISHEN_DATA_KEYS or [derived_key(SECRET_KEY, "data")]  # noqa: F405
YISHEN_INDEX_KEYS = YISHEN_INDEX_KEYS or [derived_key(SECRET_KEY, "index")]  # noqa: F405
YISHEN_DEMO = True
YISHEN_SEALER = os.environ.get("YISHEN_SEALER", "pades")  # with certificates that load_demo makes
VAR_DIR.mkdir(parents=True, exist_ok=True)  # noqa: F405
YISHEN_SEAL_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # noqa: F405

# The demo's people share one password that is on the page; what would stand in a newcomer's way is off.
YISHEN_SECOND_FACTOR = os.environ.get("YISHEN_SECOND_FACTOR", "off")
YISHEN_PASSWORD_CLASSES = int(os.environ.get("YISHEN_PASSWORD_CLASSES", "1") or 1)
YISHEN_PASSWORD_DAYS = int(os.environ.get("YISHEN_PASSWORD_DAYS", "0") or 0)
YISHEN_PASSWORD_FIRST = os.environ.get("YISHEN_PASSWORD_FIRST", "") == "1"
YISHEN_IDLE_MINUTES = int(os.environ.get("YISHEN_IDLE_MINUTES", "0") or 0)
