"""The demo and the developer's machine: SQLite, local files, demo accounts."""

import os

from .base import *  # noqa: F403

SECRET_KEY = os.environ.get(
    "YISHEN_SECRET_KEY", "only-for-the-demo-on-this-machine-never-elsewhere"
)
DEBUG = os.environ.get("YISHEN_DEBUG", "") == "1"
YISHEN_DEMO = True
VAR_DIR.mkdir(parents=True, exist_ok=True)  # noqa: F405
