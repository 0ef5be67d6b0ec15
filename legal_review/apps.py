from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalReviewConfig(AppConfig):
    name = "legal_review"
    verbose_name = _("Legal check")
