from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsFlowConfig(AppConfig):
    name = "requests_flow"
    verbose_name = _("Disclosure on request")

    def ready(self) -> None:
        from . import checks  # noqa: F401
        from .models.vault import checks as store_checks  # noqa: F401
