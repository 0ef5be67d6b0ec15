"""The nouns of the house, one to a file."""

from .among import Among
from .applicant import Applicant
from .case import Case, CaseProcess
from .case_grant import CaseGrant, Part
from .case_words import CaseWords
from .clockwork import Consultation, Correction, Extension
from .counter import Counter
from .delegation import SigningDelegation, tasks_delegated_to
from .dispatch import Dispatch, DispatchResult
from .document import Document
from .draft import Draft
from .entry import Entry
from .evidence import FactRecord, SearchRecord, SecrecyCheck, SecrecyItem
from .form_token import FormToken
from .holiday import HolidayNotice
from .letter import Letter, LetterStatus, VoidedLetter
from .phone import Phone
from .phrase import Phrase, PhraseVersion
from .restriction import Restriction
from .review_grant import ReviewGrant
from .seal import Seal, SealImage
from .sight import Sight
from .signature import Signature
from .superseded import Supersession

__all__ = [
    "Among",
    "Applicant",
    "Case",
    "CaseGrant",
    "CaseProcess",
    "CaseWords",
    "Consultation",
    "Correction",
    "Counter",
    "Dispatch",
    "DispatchResult",
    "Document",
    "Draft",
    "Entry",
    "Extension",
    "FactRecord",
    "FormToken",
    "HolidayNotice",
    "Letter",
    "LetterStatus",
    "Part",
    "Phone",
    "Phrase",
    "PhraseVersion",
    "Restriction",
    "ReviewGrant",
    "Seal",
    "SealImage",
    "SearchRecord",
    "SecrecyCheck",
    "SecrecyItem",
    "Sight",
    "Signature",
    "SigningDelegation",
    "Supersession",
    "VoidedLetter",
    "tasks_delegated_to",
]
