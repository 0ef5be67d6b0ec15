"""The receipt of registration, where it could not be printed at once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.actions.act import Act
from requests_flow.actions.issuing import issue_notice, receipt_fields
from requests_flow.units.duties import Duty

from .middleware import Conflict
from .side import BEFORE_CHECKS
from .side_action import SideAction
from .step import TokenForm


class PrintReceipt(SideAction):
    """Print L01 now. A letter that stops again says why, and the case stays as it is."""

    title = gettext_lazy("Print the receipt of registration")
    lead = gettext_lazy("It could not be printed when the application was registered.")
    button = gettext_lazy("Print")
    form_class = TokenForm
    duty = Duty.REGISTER
    nodes = BEFORE_CHECKS

    def refuse_elsewhere(self) -> None:
        """Raise Conflict where the receipt is there already, or the case has moved on."""
        super().refuse_elsewhere()
        if self.case.letters.standing().filter(code="L01").exists():
            raise Conflict(_("The receipt of this registration was printed already."))

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Number it and keep it."""
        issue_notice(
            act, case=self.case, code="L01", fields=receipt_fields(self.case, today=act.on)
        )
