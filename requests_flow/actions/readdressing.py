"""How an applicant is reached: corrected with a reason, and the old one stays on file, masked."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from requests_flow.models import Applicant, Case, Dispatch
from requests_flow.rules.applicants import mask_address, mask_phone
from requests_flow.rules.mismatches import is_masked
from requests_flow.units.duties import Duty

from .act import Act, Refusal
from .answering import copy_answer
from .recording import record

SHORTEST_REASON = 4
_MASKS = {"address": mask_address, "phone": mask_phone, "email": mask_address, "postcode": str}


class ContactImpossible(Refusal):
    """What was entered is no way to reach anybody, or nothing was changed."""

    def __init__(self, field: str | None, sentence: object) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How the applicant is reached (art. 29(2)(1)). An empty telephone or e-mail stays as it was."""

    address: str
    postcode: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic
def correct_contact(
    act: Act, *, case: Case, contact: Contact, reason: str, is_ours: bool
) -> Applicant:
    """Change the address, postcode, telephone or e-mail address of the applicant.

    `is_ours`: the applicant had named the right one and we had it wrong; what came back from there
    then told nobody anything, and the day of the answer is that of the next attempt. Raises
    ContactImpossible.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.is_archived:
        raise ContactImpossible(None, _("The dossier of this case is sealed already."))
    row = Applicant.objects.select_for_update().get(pk=case.applicant_id)
    old = {name: getattr(row, name) for name in asdict(contact)}
    new = {name: _tidied(value) for name, value in asdict(contact).items()}
    new |= {name: old[name] for name in ("phone", "email") if not new[name]}
    _refuse_impossible(new, old, reason.strip())
    Applicant.objects.filter(pk=row.pk).update(**new)
    wrong = _sent_elsewhere(case, old, new) if is_ours else None
    record(
        act,
        case=case,
        verb="contact_corrected",
        duty=Duty.DELIVER,
        reason=reason.strip(),
        is_ours=is_ours,
        dispatch=wrong.pk if wrong else None,
        changed={
            name: [_MASKS[name](old[name]), _MASKS[name](new[name])]
            for name in new
            if new[name] != old[name]
        },
    )
    if wrong:
        copy_answer(act, letter=case.reply)
    row.refresh_from_db()
    return row


def _tidied(typed: str) -> str:
    """On one line, without signs that nobody sees: some turn the order of what stands after them."""
    seen = "".join(sign for sign in typed if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split())


def _sent_elsewhere(case: Case, old: dict[str, str], new: dict[str, str]) -> Dispatch | None:
    """The last attempt to send the answer, if it went to the address that was wrong.

    It may still be under way. An e-mail that was wrong says nothing of a letter by post.
    """
    last = case.reply.last_dispatch if case.reply else None
    if last is None:
        return None
    is_mail = last.method == Dispatch.Method.ELECTRONIC
    place, *more = ("email",) if is_mail else ("address", "postcode")
    is_changed = any(new[name] != old[name] for name in (place, *more))
    return last if is_changed and last.address == old[place] else None


def _refuse_impossible(new: dict[str, str], old: dict[str, str], reason: str) -> None:
    if is_masked(new["address"]):
        raise ContactImpossible(
            "address", _("Write the address in full; nothing reaches a place that is half hidden.")
        )
    if old["address"] and not new["address"]:
        raise ContactImpossible("address", _("There must stay an address that letters can go to."))
    if new["email"]:
        try:
            validate_email(new["email"])
        except ValidationError as error:
            raise ContactImpossible("email", error.messages[0]) from error
    if new == old:
        raise ContactImpossible("address", _("Nothing was changed."))
    if len(reason) < SHORTEST_REASON:
        raise ContactImpossible("reason", _("Say from whom the new address is, and why."))
