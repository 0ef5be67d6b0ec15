"""The server of the browser's tests: a real installation, but passwords are quick to check."""

from requests_flow.settings.dev import *  # noqa: F403

# Those of an office take half a second each, and every test signs somebody in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
