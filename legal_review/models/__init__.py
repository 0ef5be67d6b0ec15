"""What those who review in law leave behind."""

from .opinion import Opinion

__all__ = ["Opinion"]
