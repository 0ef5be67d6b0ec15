"""What somebody does by their part in a case: they answer a question, they add what they found."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.actions import handling
from requests_flow.actions.act import Act
from requests_flow.models import CaseGrant, Consultation, Document, Part, Sight

from .clock_words import clock_of
from .faces import bare, standing_grants, without_applicant
from .forms.inputs import keep_files
from .forms.parts import AnswerForm, HelpForm
from .middleware import Conflict
from .side_action import SideAction


class PartWork(SideAction):
    """A form for who has a part; beside it stands no more than the part shows."""

    template_name = "requests_flow/part_work.html"
    part: Part

    def grants(self) -> list[CaseGrant]:
        """The parts by which this may be done."""
        found = standing_grants(self.request.user, self.case)
        return [grant for grant in found if grant.part == self.part]

    def is_allowed(self) -> bool:
        """Who has the part today."""
        return bool(self.grants())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The number and the clock; never what stands beside the forms of those who handle it."""
        _reading, chip = clock_of(self.case, today=timezone.localdate())
        words = {"title": self.title, "lead": self.lead, "button": self.button}
        context = super(SideAction, self).get_context_data(**kwargs)
        return {**context, **words, "case": self.case, "chip": bare(chip)}


class AnswerQuestion(PartWork):
    """The answer of a colleague or another unit of this house; the clock goes on from it."""

    form_class = AnswerForm
    sight = Sight.QUESTION
    part = Part.CONSULTED
    title = gettext_lazy("Answer the question")
    lead = gettext_lazy(
        "Your answer goes on file today; the days of the case count again after it."
    )
    button = gettext_lazy("Put the answer on file")
    said = gettext_lazy("Answered. The clock of the case goes on.")

    def is_allowed(self) -> bool:
        """Who is asked this very question."""
        key = self.kwargs["consultation_pk"]
        return any(grant.consultation_id == key for grant in self.grants())

    @property
    def asked(self) -> Consultation:
        """The question, of this very case."""
        return get_object_or_404(self.case.consultations, pk=self.kwargs["consultation_pk"])

    def refuse_elsewhere(self) -> None:
        """Answered once, while the case is handled."""
        if self.asked.answered_on is not None:
            raise Conflict(_("This question was answered."))
        super().refuse_elsewhere()

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Recorded as an answer of today."""
        asked = self.asked
        handling.record_consultation(
            act,
            consultation=asked,
            delivered_on=asked.delivered_on,
            answered_on=act.on,
            opinion=data["opinion"],
            agrees=data["agrees"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is asked."""
        question = without_applicant(self.asked.question, self.case.applicant)
        return {**super().get_context_data(**kwargs), "asked": self.asked, "question": question}


class AddHelp(PartWork):
    """What a co-handler found, among the papers of the case."""

    form_class = HelpForm
    sight = Sight.APPLICATION
    part = Part.CO_HANDLER
    title = gettext_lazy("Add what you found")
    lead = gettext_lazy(
        "Each file is looked at from inside before it is taken. Whoever adds one has a hand in the"
        " reply, and neither reviews nor signs it."
    )

    def perform(self, act: Act, data: dict[str, Any]) -> None:
        """Keep every file."""
        kind = Document.Kind(data["kind"])
        keep_files(act, case=self.case, kind=kind, files=data["files"], field="files")

    def get_success_url(self) -> str:
        """The case, as far as they see it."""
        return self.case.get_absolute_url()
