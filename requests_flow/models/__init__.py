"""The nouns of the house, one to a file."""

from .applicant import Applicant
from .case import Case, CaseProcess
from .clockwork import Consultation, Correction, Extension
from .counter import Counter
from .delivery import Delivery
from .document import Document
from .draft import Draft
from .entry import Entry
from .evidence import FactRecord, SearchRecord, SecrecyCheck
from .form_token import FormToken
from .holiday import HolidayNotice
from .letter import Letter
from .signature import Signature

__all__ = [
    "Applicant",
    "Case",
    "CaseProcess",
    "Consultation",
    "Correction",
    "Counter",
    "Delivery",
    "Document",
    "Draft",
    "Entry",
    "Extension",
    "FactRecord",
    "FormToken",
    "HolidayNotice",
    "Letter",
    "SearchRecord",
    "SecrecyCheck",
    "Signature",
]
