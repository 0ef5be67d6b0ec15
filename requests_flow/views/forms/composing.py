"""拟稿: the fields of the letter that answers, and the letter itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_flow.actions import composing, drafting
from requests_flow.actions.act import Refusal
from requests_flow.letters import engine
from requests_flow.letters.catalogue import letter_form
from requests_flow.letters.context import DRAFT_FIELDS, DraftField
from requests_flow.letters.differences import Version
from requests_flow.models import Case, Document
from requests_flow.rules.catalogue import OUTCOMES, Fact
from requests_flow.views.returns import comments_on
from requests_flow.views.step import TokenForm

from .inputs import WordsField

PREFIX = "letter_"


class ComposeForm(TokenForm):
    """The fields that the outcome's letter takes, filled in from the last version."""

    attachments = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Files that go with the reply"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Only files added as “to be handed out”; what is handed out passes the secrecy check."
        ),
        error_messages={
            "invalid_choice": gettext_lazy(
                "This file is not one of this case's files to be handed out."
            )
        },
    )
    reply_to_return = WordsField(
        label=gettext_lazy("What was changed, point by point"),
        rows=3,
        help_text=gettext_lazy("Answers the comments above; the reviewer reads it first."),
        error_messages={"required": gettext_lazy("Say what was done about the comments.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        last = case.latest_draft
        known = last.fields if last and last.outcome_code == case.outcome_code else {}
        self.declared = DRAFT_FIELDS.get(case.outcome_code, ())
        for row in self.declared:
            self.fields[PREFIX + row.name] = letter_field(row)
            self.initial[PREFIX + row.name] = known.get(row.name) or on_file(case, row.name)
        self._offer_attachments(last)
        if not comments_on(last):
            del self.fields["reply_to_return"]

    def _offer_attachments(self, last: Any) -> None:
        files = list(self.case.documents.filter(kind=Document.Kind.ATTACHMENT))
        if not files:
            del self.fields["attachments"]
            return
        kept = {row["sha256"] for row in last.attachments} if last else set()
        field = self.fields["attachments"]
        field.choices = [(file.pk, file.name) for file in files]
        field.initial = [file.pk for file in files if not last or file.sha256 in kept]

    @property
    def letter_fields(self) -> list[Any]:
        """The bound fields that are printed."""
        return [self[PREFIX + row.name] for row in self.declared]

    def wording(self) -> drafting.Wording:
        """What was written so far, complete or not."""
        data = getattr(self, "cleaned_data", {})
        return drafting.Wording(
            fields={row.name: data.get(PREFIX + row.name) or "" for row in self.declared},
            attachments=tuple(data.get("attachments") or ()),
            reply_to_return=data.get("reply_to_return") or "",
        )

    def clean(self) -> dict[str, Any]:
        """The wording as the action takes it."""
        data = super().clean()
        data["wording"] = self.wording()
        return data


def letter_field(row: DraftField) -> forms.Field:
    """One box of the letter."""
    words = {
        "label": row.label,
        "help_text": row.hint,
        "required": row.is_required,
        "error_messages": {"required": gettext_lazy("The letter cannot do without this.")},
    }
    if row.choices:
        return forms.ChoiceField(choices=[("", "—"), *row.choices], **words)
    if row.rows == 1:
        return forms.CharField(max_length=400, **words)
    return WordsField(rows=row.rows, max_length=8000, **words)


# What was put on file and can stand in the letter as it is; reasons are written anew.
_FROM_FILE = {
    "where_published": (Fact.PUBLISHED_AT, Fact.WHERE_PUBLISHED),
    "documents": (Fact.DOCUMENTS_LISTED,),
    "manner": (Fact.FORM_OF_PROVISION,),
    "public_interest": (Fact.PUBLIC_INTEREST_REASON,),
    "law": (Fact.FORBIDDING_LAW,),
    "special_rule": (Fact.SPECIAL_RULE,),
    "given_before": (Fact.GIVEN_BEFORE,),
}


def on_file(case: Case, name: str) -> str:
    """What the file offers for a box that nobody has written in yet."""
    if name == "search_scope":
        return "；".join(case.searches.values_list("places", flat=True))
    facts = [fact.value for fact in _FROM_FILE.get(name, ())]
    row = case.fact_records.filter(fact__in=facts).order_by("-id").first() if facts else None
    return row.text if row else ""


def written(case: Case, form: ComposeForm, *, on: date) -> Version:
    """The reply as it stands in the form, complete or not; number and date are blank.

    Raises NoOutcome, AttachmentForeign, or LetterStopped for a box that is empty.
    """
    if case.outcome_code not in OUTCOMES:
        raise drafting.NoOutcome(_("Decide first how the case ends."))
    wording, code = form.wording(), OUTCOMES[case.outcome_code].letter
    attachments = drafting.attachments_of(case, wording.attachments)
    return Version(
        letter_code=code,
        outcome_code=case.outcome_code,
        template_version=engine.template_version(letter_form(code)),
        context=composing.reply_context(
            case, on=on, fields=wording.fields, attachments=attachments
        ),
        attachments=attachments,
    )


def draw(case: Case, form: ComposeForm, *, on: date) -> engine.Printed:
    """The letter as it would be printed from what is in the form.

    Raises NoOutcome, AttachmentForeign or LetterStopped.
    """
    version = written(case, form, on=on)
    return engine.render(version.letter_code, dict(version.context))


def stopped(reason: Refusal | engine.LetterStopped, form: ComposeForm) -> dict[str, Any]:
    """Why there is no letter to show: the empty fields by their labels, or the sentence."""
    names = {row.name: str(row.label) for row in form.declared}
    missing = [names.get(name, name) for name in getattr(reason, "names", ())]
    if not missing:
        missing = [str(form.fields[name].label) for name in form.errors if name.startswith(PREFIX)]
    message = _("Still missing for the letter:") if missing else str(reason)
    return {"missing": missing, "message": message}
