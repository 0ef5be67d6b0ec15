"""What those who keep leave behind."""

from .dossier import Dossier

__all__ = ["Dossier"]
