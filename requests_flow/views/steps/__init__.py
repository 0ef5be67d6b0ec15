"""The screens of the flow's human steps, one file a chapter."""

from .arriving import Assign, AwaitCorrection, Register, Review
from .handling import Compose, Handle
from .leaving import CheckSecrecy, Deliver, Issue, Sign

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
