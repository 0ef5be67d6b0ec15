"""What those who review in law leave behind."""

from .opinion import Opinion
from .points import Amendment, Point, PointAnswer, UrgentReview

__all__ = ["Amendment", "Opinion", "Point", "PointAnswer", "UrgentReview"]
