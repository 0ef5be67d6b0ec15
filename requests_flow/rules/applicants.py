"""Who may ask: anyone (art. 27). The kinds are the columns of the yearly report."""

import re
import unicodedata
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
ADDRESS_SHOWN = (6, 0)


class Purpose(StrEnum):
    """What somebody looks behind the mask for; each shows what it needs and no more.

    个人信息保护法 art. 6: directly related to the purpose, the least that it needs.
    """

    VERIFY = "verify"
    CONTACT = "contact"
    POST = "post"
    OTHER = "other"


# Fields of an applicant, besides the name.
PURPOSE_SHOWS: dict[Purpose, tuple[str, ...]] = {
    Purpose.VERIFY: ("identity", "agent"),
    Purpose.CONTACT: ("phone", "email", "agent"),
    Purpose.POST: ("phone", "address"),
    Purpose.OTHER: ("identity", "phone", "email", "address", "agent"),
}

# 公民身份号码 (GB 11643-1999): six of the place, eight of the birthday, three in order, one to check;
# and the fifteen of before 1999. A number that is longer is none.
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}"
    r"(?:(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx]"
    r"|\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?![0-9A-Za-z])"
)
_AS_LONG = re.compile(r"\d{15}|\d{17}[\dX]")
_BETWEEN = re.compile(r"(?<=\d)[\s-]+(?=[\dXx])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d{9}(?![0-9A-Za-z])")
_FULL_WIDTH = re.compile(r"[０-９Ｘｘ＋]")


def normal_identity(number: str) -> str:
    """The one form in which numbers are compared: half-width, capitals, nothing between the signs."""
    plain = unicodedata.normalize("NFKC", number).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def looks_like_identity(text: str) -> bool:
    """Whether `text` is the number of an identity card and nothing else."""
    return _IDENTITY.fullmatch(normal_identity(text)) is not None


def identity_in(text: str) -> str:
    """What in `text` may be the number of an identity card, in its one form; empty where nothing is.

    Wider than `looks_like_identity`: alone it may have a wrong day in it, or blanks, or words around
    it. For what was typed and must not stand in an address.
    """
    whole = normal_identity(text)
    if _AS_LONG.fullmatch(whole):
        return whole
    found = _IDENTITY.search(_BETWEEN.sub("", unicodedata.normalize("NFKC", text)))
    return found[0].upper() if found else ""


def without_numbers(text: str) -> str:
    """`text` with the numbers in it that look like an identity card's or a mobile phone's masked.

    For what is kept or sent where nobody expects personal data: logs, names of files. A name or an
    address cannot be told from other words and stays.
    """
    plain = _FULL_WIDTH.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)
    masked = _IDENTITY.sub(lambda found: mask_identity(found[0]), plain)
    masked = _MOBILE.sub(lambda found: mask_phone(found[0]), masked)
    return masked if masked != plain else text


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


def mask_address(address: str) -> str:
    """宁波市海曙区县前街61号 becomes 宁波市海曙区******: where it is about, and nobody's door."""
    return _mask(address.strip(), *ADDRESS_SHOWN)


def _mask(text: str, front: int, behind: int) -> str:
    """Too short to hide anything between both ends: hide all of it but the first, if any."""
    if len(text) <= front + behind:
        return text[:1] + "*" * (len(text) - 1) if len(text) > 1 else "*" * len(text)
    hidden = len(text) - front - behind
    return text[:front] + "*" * hidden + text[len(text) - behind :]
