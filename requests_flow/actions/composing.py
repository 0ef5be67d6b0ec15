"""Puts a case's facts into the words of a letter. Changes nothing."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from requests_flow import labels
from requests_flow.letters import context as wording
from requests_flow.models import Case
from requests_flow.models.reading import law
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.conventions import Conventions
from requests_flow.rules.numbering import chinese_date
from requests_flow.rules.receipt import Channel
from requests_flow.rules.remedies import (
    Forum,
    OrganKind,
    RemedyError,
    remedy_text,
    review_organs,
    whose_act,
)
from requests_flow.units.models import Unit

from .act import Refusal

# How the letter says which way the application came; the law prints Chinese.
CHANNEL_PHRASES = {
    Channel.COUNTER: "当面",
    Channel.REGISTERED_POST: "邮寄",
    Channel.ORDINARY_POST: "邮寄",
    Channel.ONLINE: "网上",
    Channel.FAX: "传真",
}


class RemedyUnknown(Refusal):
    """The unit's data do not say who reviews its replies; a letter without that is unlawful."""


def unit_facts(unit: Unit) -> wording.UnitFacts:
    """What letters say about the organ that answers."""
    return wording.UnitFacts(
        name=unit.name,
        letterhead=unit.letterhead or unit.name,
        address=unit.address,
        contact=unit.contact,
        phone=unit.phone,
        seal_name=unit.seal_name or unit.name,
    )


def history(case: Case) -> tuple[str, ...]:
    """What happened between receipt and answer, as the letter tells it (law.md 7.3)."""
    lines: list[str] = []
    correction = getattr(case, "correction", None)
    if correction and correction.received_on:
        lines.append(
            f"本机关于{chinese_date(correction.asked_on)}告知您补正，"
            f"于{chinese_date(correction.received_on)}收到补正材料。"
            if case.applicant.is_person
            else f"本机关于{chinese_date(correction.asked_on)}告知贵单位补正，"
            f"于{chinese_date(correction.received_on)}收到补正材料。"
        )
    for asked in case.consultations.all():
        lines.append(f"本机关于{chinese_date(asked.sent_on)}依法书面征求了相关方意见。")
    if extension := getattr(case, "extension", None):
        lines.append(
            f"经本机关政府信息公开工作机构负责人同意，"
            f"于{chinese_date(extension.notified_on)}告知延期答复。"
        )
    return tuple(lines)


def case_facts(case: Case) -> wording.CaseFacts:
    """What letters say about the application."""
    correction = getattr(case, "correction", None)
    corrected = correction.corrected_text if correction and correction.received_on else ""
    return wording.CaseFacts(
        number=case.number,
        applicant_name=case.applicant.name,
        applicant_is_person=case.applicant.is_person,
        received_on=case.received_on,
        channel_phrase=CHANNEL_PHRASES[Channel(case.channel)],
        request_text=corrected or case.request_text,
        history=history(case),
    )


def review_url_of(unit: Unit) -> str:
    """Where a reconsideration of this unit's replies is filed online; empty if nowhere."""
    return unit.review_url or settings.YISHEN_REVIEW_URL


def court_of(unit: Unit, conventions: Conventions) -> str:
    """The court that hears suits against this unit, as letters name it."""
    is_governments = whose_act(OrganKind(unit.kind), conventions) is OrganKind.GOVERNMENT
    return unit.court or (
        settings.YISHEN_COURT_FOR_GOVERNMENT if is_governments else settings.YISHEN_COURT
    )


def forum_of(unit: Unit, *, on: date) -> Forum:
    """Where somebody may go against what this unit decides on `on`.

    Raises RemedyError if the law names no reviewer, or another than the one entered for the unit.
    """
    kind, conventions = OrganKind(unit.kind), law().conventions_on(on)
    return Forum(
        kind=kind,
        unit_name=unit.name,
        review_organs=review_organs(
            kind,
            district=settings.YISHEN_DISTRICT,
            city=settings.YISHEN_CITY,
            on=on,
            entered=unit.reconsideration_organ,
            conventions=conventions,
        ),
        court=court_of(unit, conventions),
        online_url=review_url_of(unit),
    )


def remedy_for(case: Case, outcome_code: str, *, on: date) -> str:
    """The remedy sentence, by the catalogue and the organ table; nobody types it."""
    conventions = law().conventions_on(on)
    try:
        forum = forum_of(case.unit, on=on)
        return remedy_text(OUTCOMES[outcome_code], forum, on=on, conventions=conventions)
    except RemedyError as error:
        raise RemedyUnknown(labels.ERRORS[error.code]) from error


def reply_context(
    case: Case, *, on: date, fields: dict[str, str], attachments: list[dict]
) -> dict[str, object]:
    """The whole reply but its number and date, as data. `on` picks the law's remedy of that day."""
    return wording.reply_context(
        OUTCOMES[case.outcome_code],
        unit=unit_facts(case.unit),
        case=case_facts(case),
        fields=fields,
        remedy=remedy_for(case, case.outcome_code, on=on),
        attachments=tuple(attachments),
    )
