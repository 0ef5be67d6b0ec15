"""Somebody at the door: types a name and a password, and holds a phone."""

from __future__ import annotations

import time

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from requests_flow.actions import second_factors
from requests_flow.actions.act import Act
from requests_flow.units.models import User
from tests.factories import at

KEY = "3132333435363738393031323334353637383930"  # of RFC 6238
OFFICE, HOME = "192.0.2.10", "198.51.100.7"


def knocks(client: Client, name: str, password: str, *, at: str = OFFICE, **more) -> HttpResponse:
    """Send the form of the door from an address."""
    data = {"username": name, "password": password, **more}
    return client.post(reverse("login"), data, REMOTE_ADDR=at)


def enters(client: Client, user: User, *, at: str = OFFICE, **more) -> HttpResponse:
    """With the right password, which leads on."""
    response = knocks(client, user.username, "test", at=at, **more)
    assert response.status_code == 302
    return response


def shown(*, key: str = KEY, steps: int = 0) -> str:
    """What the phone shows now, or so many half minutes later."""
    totp = TOTP(bytes.fromhex(key), drift=steps)
    totp.time = time.time()
    return f"{totp.token():06d}"


def with_phone(user: User) -> list[str]:
    """Set a second factor up; the recovery codes. The code of now is used up by that."""
    return second_factors.add_factor(Act(by=user, at=at()), user=user, key=KEY, code=shown())


def is_in(client: Client) -> bool:
    """Whether the desk opens."""
    return client.get(reverse("desk")).status_code == 200
