"""批量打印: the letters that wait, and their envelopes, on paper in one go.

Each letter is held against its case before it is printed; one that does not belong stops all of
them. The stored bytes are printed, never a new rendering. Every letter gets an entry: a name and an
address went onto paper.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_flow.letters.batch import MOST_PAGES, Part, TooManyPages, Unreadable, bind
from requests_flow.letters.envelopes import Form, Label, StartOffSheet, print_envelopes
from requests_flow.letters.post_list import Line, print_extras, print_post_list
from requests_flow.models import Entry, Letter
from requests_flow.rules.dispatch import Route
from requests_flow.units.duties import Duty

from .act import Act
from .bundles import Bundle, LettersNotPrinted, Wanted, checked_bundles, parts_of
from .recording import record


def print_letters(act: Act, *, letters: Sequence[Letter], wanted: Wanted) -> bytes:
    """The letters as one PDF behind a list of them, each on a new sheet.

    Raises LettersNotPrinted, or LetterStopped if the list cannot be printed.
    """
    bundles = checked_bundles(letters, way=None)
    parts, extras = parts_of(bundles, wanted)
    lines = [_line(bundle) for bundle in bundles]
    units = list(dict.fromkeys(bundle.letter.case.unit.name for bundle in bundles))
    cover = print_post_list(
        lines, units=units, printed_at=timezone.localtime(act.at), printed_by=str(act.by)
    )
    parts.insert(0, Part(bookmark="清单", pdf=cover.pdf))
    if extras:
        parts.append(Part(bookmark="另行附入清单", pdf=print_extras(extras).pdf))
    try:
        pdf = bind(parts, double_sided=wanted.double_sided)
    except Unreadable as broken:
        raise LettersNotPrinted(
            _(
                "“%(name)s” cannot be opened for printing. Print without attachments, or open it alone."
            )
            % {"name": broken.bookmark}
        ) from broken
    except TooManyPages as much:
        raise LettersNotPrinted(
            _("That is more than %(most)s pages. Choose fewer letters, or leave out attachments.")
            % {"most": MOST_PAGES}
        ) from much
    _record(act, bundles, what="letters")
    return pdf


def print_labels(act: Act, *, letters: Sequence[Letter], form: Form, first: int = 1) -> bytes:
    """Their envelopes or labels, in the same order. `first`: the place on the sheet to begin with.

    Raises LettersNotPrinted, or LetterStopped if an address does not fit or cannot be printed.
    """
    bundles = checked_bundles(letters, way=Route.POST)
    try:
        printed = print_envelopes([_label(bundle) for bundle in bundles], form=form, first=first)
    except StartOffSheet as off:
        raise LettersNotPrinted(_("There is no such place on this sheet. Count from 1.")) from off
    _record(act, bundles, what=form.value)
    return printed.pdf


def _line(bundle: Bundle) -> Line:
    envelope = bundle.shown.envelope
    pages = [bundle.letter.pages, *(piece.pages or 0 for piece in envelope.attachments)]
    return Line(
        number=envelope.number,
        addressee=envelope.addressee,
        address=envelope.address,
        postcode=envelope.postcode,
        pages=sum(pages),
        pieces=len(pages),
        check_code=envelope.check_code,
    )


def _label(bundle: Bundle) -> Label:
    envelope, unit = bundle.shown.envelope, bundle.letter.case.unit
    return Label(
        number=envelope.number,
        check_code=envelope.check_code,
        addressee=envelope.addressee,
        address=envelope.address,
        postcode=envelope.postcode,
        sender=unit.name,
        sender_address=unit.address,
        sender_postcode=unit.postcode,
    )


def printed_last(letter: Letter) -> Entry | None:
    """The entry of the last envelope or label that was printed for `letter`, if any was."""
    printed = letter.case.entries.filter(verb="printed_for_dispatch", data__letter=letter.pk)
    return printed.exclude(data__what="letters").order_by("pk").last()


@transaction.atomic
def _record(act: Act, bundles: list[Bundle], *, what: str) -> None:
    """After printing, so that the chain of entries is not held up by it."""
    for bundle in bundles:
        record(
            act,
            case=bundle.letter.case,
            verb="printed_for_dispatch",
            duty=Duty.DELIVER,
            letter=bundle.letter.pk,
            number=bundle.letter.number,
            what=what,
            envelope=bundle.shown.envelope.digest,
        )
