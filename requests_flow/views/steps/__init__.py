"""The screens of the flow's human steps, one file a chapter."""

from .arriving import Assign, AwaitCorrection, Register, Review
from .delivering import Deliver
from .handling import Compose, Handle
from .leaving import CheckSecrecy, Issue, Sign

__all__ = [
    "Assign",
    "AwaitCorrection",
    "CheckSecrecy",
    "Compose",
    "Deliver",
    "Handle",
    "Issue",
    "Register",
    "Review",
    "Sign",
]
