"""Who gets in, and for how long: passwords, lock-out, second factor, sessions.

The defaults are those of a Chinese government site of level 3 (GB/T 22239-2019, 8.1.4.1); docs/security.md
holds them against OWASP ASVS 5. The demo and the tests relax them.
"""

import os
from datetime import timedelta


def whole(name: str, default: str) -> int:
    """A number from the environment; an empty variable counts as not set."""
    return int(os.environ.get(name, default) or default)


AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: whoever is locked out is asked for nothing more
    "requests_flow.units.backends.StaffBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "requests_flow.units.passwords.LongEnough"},
    {"NAME": "requests_flow.units.passwords.MixedEnough"},
    {"NAME": "requests_flow.units.passwords.NotTheName"},
    {"NAME": "requests_flow.units.passwords.NotCommon"},
]
YISHEN_PASSWORD_LENGTH = whole("YISHEN_PASSWORD_LENGTH", "8")
YISHEN_PASSWORD_CLASSES = whole("YISHEN_PASSWORD_CLASSES", "3")
YISHEN_PASSWORD_DAYS = whole("YISHEN_PASSWORD_DAYS", "90")
# A password that somebody else chose is changed before anything else is done with it.
YISHEN_PASSWORD_FIRST = os.environ.get("YISHEN_PASSWORD_FIRST", "1") == "1"

# "off", "duties" (who signs, reviews in law or administers), "all".
YISHEN_SECOND_FACTOR = os.environ.get("YISHEN_SECOND_FACTOR", "duties")
OTP_TOTP_ISSUER = os.environ.get("YISHEN_NAME_IN_APP", "Yishen")

YISHEN_LOCK_AFTER = whole("YISHEN_LOCK_AFTER", "5")
YISHEN_LOCK_MINUTES = whole("YISHEN_LOCK_MINUTES", "30")
# How many proxies in front add the address they were called from to X-Forwarded-For.
YISHEN_PROXIES = whole("YISHEN_PROXIES", "0")
AXES_HANDLER = "requests_flow.units.attempts.Attempts"
AXES_FAILURE_LIMIT = YISHEN_LOCK_AFTER
AXES_COOLOFF_TIME = timedelta(minutes=YISHEN_LOCK_MINUTES)
# The account at this address: an office behind one address stays open, and so does the account elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # "30 minutes" is what the page says
AXES_USERNAME_CALLABLE = "requests_flow.views.lock_out.digest_for_axes"
AXES_CLIENT_IP_CALLABLE = "requests_flow.views.where_from.address_of"
AXES_LOCKOUT_CALLABLE = "requests_flow.views.lock_out.answer_as_it_is"
AXES_SENSITIVE_PARAMETERS = [
    "username", "password", "old_password", "new_password1", "new_password2", "code",
    "csrfmiddlewaretoken",
]  # fmt: skip
AXES_DISABLE_ACCESS_LOG = True  # ours is SignInEvent
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SESSION_ENGINE = "requests_flow.units.session_store"
YISHEN_IDLE_MINUTES = whole("YISHEN_IDLE_MINUTES", "30")
YISHEN_SESSION_HOURS = whole("YISHEN_SESSION_HOURS", "8")
SESSION_COOKIE_AGE = YISHEN_SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# "1": whoever signs in ends what is open elsewhere for the same account.
YISHEN_ONE_SESSION = os.environ.get("YISHEN_ONE_SESSION", "") == "1"

# 网络安全法: network logs are kept for six months at least. docs/security.md names the article.
YISHEN_SIGN_IN_DAYS = whole("YISHEN_SIGN_IN_DAYS", "400")
