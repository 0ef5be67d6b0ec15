"""用印: the picture of a unit's seal is given and withdrawn; letters are sealed as they are issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.press import Printed
from requests_flow.letters.seals import picture
from requests_flow.letters.seals.choice import sealer_for
from requests_flow.letters.seals.port import Certificate, Method, Order, Organ, Picture
from requests_flow.letters.seals.refusals import NoPicture, NoPlace, SealRefused
from requests_flow.models import Letter, Seal, SealImage, vault
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User

from .act import Act, Refusal
from .keeping import keep
from .recording import record

NARROWEST, WIDEST = Decimal(20), Decimal(60)


class NotSignatory(Refusal):
    """Only who signs for a unit decides about its seal."""


class WidthWrong(Refusal):
    """No seal is as small or as large as this."""

    field = "width_mm"


class EndsTooEarly(Refusal):
    """It would end before it begins, or has ended already."""

    field = "valid_until"


class NothingStands(Refusal):
    """There is no picture to withdraw: somebody was first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a signatory says about the picture. Days are both included."""

    width_mm: Decimal
    covers_notices: bool
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Prospect:
    """How a letter of a unit would be sealed today, for the pages.

    `problem`: a sentence if it would be stopped. `lacks_picture`: there is a certificate, and no
    signatory has given the picture.
    """

    method: Method
    certificate: Certificate | None = None
    problem: str = ""
    lacks_picture: bool = False


def organ_of(unit: Unit) -> Organ:
    """The unit as sealers know it."""
    return Organ(unit.code, tuple(dict.fromkeys(filter(None, (unit.name, unit.seal_name)))))


def standing_image(unit: Unit, *, on: date) -> SealImage | None:
    """The picture that may be used on that day."""
    return (
        SealImage.objects.filter(unit=unit, withdrawn_at=None, valid_from__lte=on)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .first()
    )


def prospect(act: Act, *, unit: Unit) -> Prospect:
    """How a reply of `unit` would be sealed now."""
    organ = organ_of(unit)
    try:
        sealer = sealer_for(organ)
        if sealer.method is Method.PAPER:
            return Prospect(Method.PAPER)
        if standing_image(unit, on=act.on) is None:
            return Prospect(Method.PAPER, lacks_picture=True)
        return Prospect(sealer.method, sealer.certificate_of(organ, at=act.at))
    except SealRefused as refused:
        return Prospect(Method.PAPER, problem=str(refused))


@transaction.atomic
def seal_letter(act: Act, *, letter: Letter, printed: Printed) -> Seal | None:
    """Seal a letter that was just printed, or leave it to the wet seal; inside its own transaction.

    The sealed file is on the disk before its row is written. Raises SealRefused; whoever issues
    then issues nothing.
    """
    if LETTERS[letter.code].is_internal:
        return None
    unit = letter.case.unit
    image = standing_image(unit, on=act.on)
    if image is None or not (letter.is_reply or _covers_notices(image, unit)):
        return None
    sealer = sealer_for(organ_of(unit))
    if sealer.method is Method.PAPER:
        return None
    if printed.seal is None:
        raise NoPlace(letter.number)
    sealed = sealer.seal(_order(act, letter, printed, image))
    seal = Seal.objects.create(
        letter=letter,
        method=sealer.method.value,
        plain_sha256=letter.sha256,
        sha256=keep(sealed.pdf),
        image=image,
        certificate_subject=sealed.certificate.subject,
        certificate_sha256=sealed.certificate.sha256,
        sealed_by=letter.draft.signature.signed_by if letter.is_reply else image.added_by,
        sealed_at=act.at,
    )
    _record(act, seal)
    return seal


def _covers_notices(image: SealImage, unit: Unit) -> bool:
    """Whether a letter of procedure is sealed on the standing word of who gave the picture.

    Their word ends with their duty: then notices are printed for the wet seal.
    """
    return image.covers_notices and access.may(image.added_by, Duty.SIGN, unit)


def _record(act: Act, seal: Seal) -> None:
    record(
        act,
        case=seal.letter.case,
        verb="letter_sealed",
        letter=seal.letter.pk,
        number=seal.letter.number,
        method=seal.method,
        plain_sha256=seal.plain_sha256,
        sha256=seal.sha256,
        certificate=seal.certificate_subject,
        certificate_sha256=seal.certificate_sha256,
    )


def _order(act: Act, letter: Letter, printed: Printed, image: SealImage) -> Order:
    organ = organ_of(letter.case.unit)
    try:
        png = vault.read(image.sha256)
    except vault.Damaged as damaged:
        raise NoPicture(organ.names[0]) from damaged
    return Order(
        pdf=printed.pdf,
        place=printed.seal,
        organ=organ,
        picture=Picture(png, float(image.width_mm)),
        number=letter.number,
        purpose=LETTERS[letter.code].name,
        at=act.at,
    )


@transaction.atomic
def give_picture(act: Act, *, unit: Unit, data: bytes, given: Given) -> SealImage:
    """Take the picture of the unit's seal; the one before it is withdrawn.

    Raises NotSignatory, WidthWrong, EndsTooEarly, or letters.seals.picture.PictureRefused.
    """
    unit = _held(act, unit)
    if not NARROWEST <= given.width_mm <= WIDEST:
        raise WidthWrong(_("A seal is between 20 and 60 millimetres wide."))
    if given.valid_until and given.valid_until < max(given.valid_from, act.on):
        raise EndsTooEarly(_("That is before it begins, or over already."))
    kept = picture.cleaned(data)
    _withdraw_standing(act, unit)
    image = SealImage.objects.create(
        unit=unit,
        sha256=keep(kept),
        width_mm=given.width_mm,
        covers_notices=given.covers_notices,
        valid_from=given.valid_from,
        valid_until=given.valid_until,
        added_by=act.by,
        added_at=act.at,
    )
    record(
        act,
        case=None,
        verb="seal_given",
        duty=Duty.SIGN,
        unit=unit.code,
        image=image.pk,
        sha256=image.sha256,
        covers_notices=image.covers_notices,
    )
    return image


@transaction.atomic
def withdraw_picture(act: Act, *, unit: Unit, seen: int) -> None:
    """From now on letters of this unit are sealed by hand. `seen`: the picture that was looked at.

    Raises NotSignatory or NothingStands.
    """
    unit = _held(act, unit)
    stands = SealImage.objects.filter(unit=unit, withdrawn_at=None, pk=seen).exists()
    if not stands or not _withdraw_standing(act, unit):
        raise NothingStands(
            _("This picture is not in use any more; somebody else was before you. Look again.")
        )


def _held(act: Act, unit: Unit) -> Unit:
    """The unit, held until the act is done: whoever comes second waits and then sees what was done."""
    if act.by is None or not access.may(act.by, Duty.SIGN, unit):
        raise NotSignatory(_("You do not sign for this unit."))
    return Unit.objects.select_for_update().get(pk=unit.pk)


def _withdraw_standing(act: Act, unit: Unit) -> bool:
    standing = SealImage.objects.filter(unit=unit, withdrawn_at=None).first()
    if standing is None:
        return False
    by: User | None = act.by
    SealImage.objects.filter(pk=standing.pk).update(withdrawn_by=by, withdrawn_at=act.at)
    record(act, case=None, verb="seal_withdrawn", duty=Duty.SIGN, unit=unit.code, image=standing.pk)
    return True
