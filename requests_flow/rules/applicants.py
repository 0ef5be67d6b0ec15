"""Who may ask: anyone (art. 27). The kinds are the columns of the yearly report."""

from enum import StrEnum


class ApplicantKind(StrEnum):
    """The columns of section three of the yearly report (国办公开办函〔2021〕30号)."""

    NATURAL_PERSON = "natural_person"
    COMPANY = "company"
    RESEARCH = "research"
    WELFARE = "welfare"
    LAW_SERVICE = "law_service"
    OTHER = "other"


# How many characters of a number stay readable, in front and behind.
IDENTITY_SHOWN = (6, 4)
PHONE_SHOWN = (3, 4)


def mask_name(name: str, kind: ApplicantKind = ApplicantKind.NATURAL_PERSON) -> str:
    """张三丰 becomes 张*丰, 张三 becomes 张*. An organisation keeps its name."""
    name = name.strip()
    if kind is not ApplicantKind.NATURAL_PERSON:
        return name
    return _mask(name, 1, 1)


def mask_identity(number: str) -> str:
    """330203199001011234 becomes 330203********1234."""
    return _mask(number.strip(), *IDENTITY_SHOWN)


def mask_phone(number: str) -> str:
    """13800001234 becomes 138****1234."""
    return _mask(number.strip(), *PHONE_SHOWN)


def _mask(text: str, front: int, behind: int) -> str:
    """Too short to hide anything between both ends: hide all of it but the first, if any."""
    if len(text) <= front + behind:
        return text[:1] + "*" * (len(text) - 1) if len(text) > 1 else "*" * len(text)
    hidden = len(text) - front - behind
    return text[:front] + "*" * hidden + text[len(text) - behind :]
