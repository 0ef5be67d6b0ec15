"""How far an office may change how people sign in; each limit with its source."""

from __future__ import annotations

from django.conf import settings

SECOND_FACTORS = ("off", "duties", "all")
SIX_MONTHS = 184  # days; 网络安全法: logs are kept for no less than six months
# name -> the least and the most; None: no limit.
LIMITS: dict[str, tuple[int, int | None]] = {
    "YISHEN_PASSWORD_LENGTH": (8, 64),  # ASVS 6.2.1, 6.2.9
    "YISHEN_PASSWORD_CLASSES": (1, 4),
    "YISHEN_PASSWORD_DAYS": (0, None),
    "YISHEN_LOCK_AFTER": (1, 10),  # GB/T 22239-2019, 8.1.4.1 b
    "YISHEN_LOCK_MINUTES": (1, None),
    "YISHEN_IDLE_MINUTES": (0, 60),  # the same
    "YISHEN_SESSION_HOURS": (1, 24),
    "YISHEN_SIGN_IN_DAYS": (SIX_MONTHS, None),
    "YISHEN_PROXIES": (0, 5),
}


def wrong_settings() -> list[str]:
    """A sentence for each setting outside its limits."""
    found = []
    for name, (least, most) in LIMITS.items():
        value = getattr(settings, name)
        if value < least or (most is not None and value > most):
            at_most = f" and at most {most}" if most is not None else ""
            found.append(f"{name} is {value}; it must be at least {least}{at_most}.")
    if settings.YISHEN_SECOND_FACTOR not in SECOND_FACTORS:
        known = ", ".join(SECOND_FACTORS)
        found.append(f"YISHEN_SECOND_FACTOR is none of {known}.")
    return found
