"""The phone that makes somebody's codes: django-otp's row, its key sealed."""

from __future__ import annotations

from django_otp.plugins.otp_totp.models import TOTPDevice

from . import at_rest


def sealed_key(key: str, *, owner: int) -> str:
    """`key` (hexadecimal) as it is kept: it opens in a row of the same person only."""
    return at_rest.seal_bytes(bytes.fromhex(key), what=_use(owner))


def opened_key(sealed: str, *, owner: int) -> str:
    """The key again, hexadecimal. Raises at_rest.Unreadable."""
    return at_rest.unseal_bytes(sealed, what=_use(owner)).hex()


class Phone(TOTPDevice):
    """Checks codes as django-otp does, which asks for nothing of the key but `bin_key`."""

    class Meta:
        proxy = True
        default_permissions = ()

    @property
    def bin_key(self) -> bytes:
        """The key, opened. Raises at_rest.Unreadable."""
        return bytes.fromhex(opened_key(self.key, owner=self.user_id))


def _use(owner: int) -> bytes:
    return f"requests_flow.phone.key.{owner}".encode()
