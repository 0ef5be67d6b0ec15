"""Why a letter was not sealed. It is then not issued either."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from requests_flow.letters.errors import LetterStopped


class SealRefused(LetterStopped):
    """The letter was printed and could not be sealed."""

    code = "seal_refused"
    sentence = _("The letter could not be sealed, so it was not issued.")


class NoKey(SealRefused):
    """The file or the token with the key cannot be read."""

    code = "seal_no_key"
    sentence = _(
        "The certificate of %(unit)s cannot be opened, so nothing is issued: the file is "
        "damaged or its passphrase is wrong. Tell the administrator."
    )

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class NoToken(SealRefused):
    """The token with the key does not answer."""

    code = "seal_no_token"
    sentence = _(
        "The token with the certificate of %(unit)s does not answer, so nothing is issued. "
        "Is it plugged in? Tell the administrator."
    )

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class CertificateNotInForce(SealRefused):
    """The certificate is not valid on the day."""

    code = "seal_not_in_force"
    sentence = _(
        "The certificate of %(unit)s is valid from %(begins)s to %(ends)s, so nothing is issued. "
        "A new certificate is needed; until then letters can be sealed by hand: tell the administrator."
    )

    def __init__(self, unit: str, begins: Any, ends: Any) -> None:
        super().__init__(unit=unit, begins=begins, ends=ends)


class CertificateOfAnother(SealRefused):
    """The certificate names somebody else."""

    code = "seal_of_another"
    sentence = _(
        "The certificate is made out to %(subject)s and not to %(unit)s, so nothing is issued. "
        "Tell the administrator."
    )

    def __init__(self, unit: str, subject: str) -> None:
        super().__init__(unit=unit, subject=subject)


class CertificateNotTrusted(SealRefused):
    """None of the authorities that the office trusts gave this certificate."""

    code = "seal_not_trusted"
    sentence = _(
        "The certificate of %(unit)s does not come from an authority that is trusted here, so "
        "nothing is issued. Tell the administrator."
    )

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class DemoCertificate(SealRefused):
    """A certificate for trying things out."""

    code = "seal_of_the_demo"
    sentence = _(
        "The certificate of %(unit)s is one of the demo's, so nothing is issued. "
        "Tell the administrator."
    )

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class NoPlace(SealRefused):
    """The letter has no place for a seal."""

    code = "seal_no_place"
    sentence = _("The letter %(letter)s has no place for a seal and was not issued.")

    def __init__(self, letter: str) -> None:
        super().__init__(letter=letter)


class NoPicture(SealRefused):
    """The file of the picture is gone or damaged."""

    code = "seal_no_picture"
    sentence = _(
        "The picture of the seal of %(unit)s is missing or damaged, so nothing is issued. "
        "A signatory can give it again."
    )

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class ServiceSilent(SealRefused):
    """The seal service did not answer, or not in time."""

    code = "seal_service_silent"
    sentence = _(
        "The seal service did not answer within %(seconds)s seconds; nothing was issued. "
        "Try again later; if it stays silent, tell the administrator."
    )

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds=f"{seconds:g}")


class ServiceRefused(SealRefused):
    """The seal service answered that it does not seal this."""

    code = "seal_service_refused"
    sentence = _("The seal service refused (%(reason)s); nothing was issued.")

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class SealNotSound(SealRefused):
    """What came back is not the letter with a sound seal."""

    code = "seal_not_sound"
    sentence = _(
        "What came back from sealing is not this letter with a sound seal: %(reason)s "
        "Nothing was issued. Tell the administrator."
    )

    def __init__(self, reason: Any) -> None:
        super().__init__(reason=reason)


class NotSetUp(SealRefused):
    """The settings of sealing contradict themselves."""

    code = "seal_not_set_up"
    sentence = _(
        "Sealing is not set up (%(setting)s), so nothing is issued. Tell the administrator: "
        "manage.py check says what is wrong."
    )

    def __init__(self, setting: str) -> None:
        super().__init__(setting=setting)
