"""House rules that Django checks before it starts."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import no_lock
from viewflow.workflow.nodes import View

logger = logging.getLogger(__name__)


def _flows(base: type = Flow) -> list[type]:
    found = []
    for flow in base.__subclasses__():
        found += [flow, *_flows(flow)]
    return [flow for flow in found if flow.__module__.split(".")[0] != "viewflow"]


@register()
def flows_lock_and_nodes_have_duties(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A flow without a lock doubles results; a human node without a duty is open to everybody."""
    from . import flows  # noqa: F401  the flow must be loaded to be seen

    errors: list[CheckMessage] = []
    for flow in _flows():
        if flow.lock_impl is no_lock:
            errors.append(
                Error(
                    f"{flow.__name__} has no lock.",
                    hint="Set lock_impl = lock.select_for_update_lock.",
                    id="yishen.E001",
                )
            )
        for node in flow.instance.nodes():
            if isinstance(node, View) and not (
                node._owner_permission and node._owner_permission_obj
            ):
                errors.append(
                    Error(
                        f"{flow.__name__}.{node.name} has no duty on a unit.",
                        hint="Write .Permission(Duty..., obj=its_unit).",
                        id="yishen.E002",
                    )
                )
    return errors


@register()
def the_law_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A row of the office's own that cannot be read must not wait for the first case to say so."""
    from .models.reading import law
    from .rules.law_book import LawBookError

    try:
        law()
    except LawBookError as error:
        return [
            Error(
                f"The law cannot be read: {error}",
                hint="Correct the file in YISHEN_LAW_DIR; docs/law.md shows how it looks.",
                id="yishen.E004",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def production_has_no_demo(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Production refuses to start with demo accounts."""
    if settings.YISHEN_DEMO:
        return [Error("The demo is on.", hint="Use settings.production.", id="yishen.E003")]
    return []


@register()
def the_year_has_a_calendar(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Says so where a year's days off are not known, and where open cases reach such a year."""
    from django.utils import timezone

    from .models.reading import calendar
    from .models.unpublished import unpublished

    today = timezone.localdate()
    hint = "Enter the State Council's notice for that year, on the page of the calendar."
    found: list[CheckMessage] = []
    try:
        is_known, gaps = calendar().covers(today.year), unpublished(today)
    except DatabaseError:
        return []  # not migrated yet, or no database: there are no cases
    if not is_known:
        sentence = f"The days off of {today.year} are not known: every due date is provisional."
        found.append(Caution(sentence, hint=hint, id="yishen.W001"))
    for gap in gaps:
        sentence = (
            f"The days off of {gap.year} are not known. Open cases that reach it: {gap.count}; "
            f"the first is due on {gap.earliest.isoformat()}."
        )
        found.append(Caution(sentence, hint=hint, id="yishen.W002"))
    return found


@register()
def letters_can_be_printed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The site runs without its printer, but no letter leaves; who starts it is told what lacks."""
    from .letters.environment import check_environment

    hint = "The packages and the fonts are listed in docs/decisions/0004-letters.md."
    return [
        Caution(str(finding.problem), hint=hint, id="yishen.W003")
        for finding in check_environment(reads_files=False)
    ]


_SEAL_HINT = "docs/decisions/0006-seals.md says what each setting means."


@register()
def sealing_is_set_up(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A setting that contradicts itself would be met by the first letter that is issued."""
    from .letters.seals.setup import open_to_others, wrong_settings

    errors = [Error(said, hint=_SEAL_HINT, id="yishen.E005") for said in wrong_settings()]
    open_files = [Caution(said, hint=_SEAL_HINT, id="yishen.W004") for said in open_to_others()]
    return [*errors, *open_files]


@register(Tags.security, deploy=True)
def seals_can_be_used(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Opens every key: no certificate of the demo, of another unit, out of its time or locked."""
    from django.utils import timezone

    from .actions.sealing import organ_of
    from .letters.seals.setup import ending_keys, wrong_keys
    from .units.models import Unit

    at = timezone.now()
    try:
        organs = [organ_of(unit) for unit in Unit.objects.filter(organ=None, closed_on=None)]
    except DatabaseError:
        return []  # not migrated yet
    errors = [Error(said, hint=_SEAL_HINT, id="yishen.E006") for said in wrong_keys(organs, at=at)]
    ending = [
        Caution(said, hint=_SEAL_HINT, id="yishen.W005") for said in ending_keys(organs, at=at)
    ]
    return [*errors, *ending]


@register(Tags.security, deploy=True)
def duties_are_kept_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Duties that may not meet in one person, given by hand or by moving a legal unit."""
    from .units.access import all_clashes

    hint = "Take one of the two away; manage.py check_duties lists them all."
    try:
        return [Error(clash.sentence(), hint=hint, id="yishen.E007") for clash in all_clashes()]
    except DatabaseError:
        return []  # not migrated yet


@register()
def signing_in_is_set_up(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A setting that opens the door wider than it may, or that nobody can pass."""
    from .units.sign_in_limits import wrong_settings

    hint = "docs/security.md says what each setting means."
    return [Error(said, hint=hint, id="yishen.E009") for said in wrong_settings()]


@register(Tags.security, deploy=True)
def nobody_is_above_the_duties(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A super-user of the framework is no administrator of ours; none signs in either."""
    from .units.models import User

    try:
        names = list(User.objects.filter(is_superuser=True, is_active=True).order_by("username"))
    except DatabaseError:
        return []  # not migrated yet
    if not names:
        return []
    said = f"There are super-users: {', '.join(user.username for user in names)}."
    hint = "Close these accounts; whoever administers holds one of the three duties for it."
    return [Error(said, hint=hint, id="yishen.E008")]


@register(Tags.security, deploy=True)
def a_password_is_not_all(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Where nobody is asked for a second factor, a stolen password signs replies."""
    if settings.YISHEN_SECOND_FACTOR != "off":
        return []
    hint = "YISHEN_SECOND_FACTOR=duties (GB/T 22239-2019, 8.1.4.1 d)."
    return [Caution("Nobody is asked for a second factor.", hint=hint, id="yishen.W006")]


@register()
def keys_can_be_used(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A key that is none would be met by the first application that is registered."""
    from .models import at_rest

    hint = "docs/decisions/0011-personal-data.md says how a key is made."
    return [Error(said, hint=hint, id="yishen.E010") for said in at_rest.wrong_keys()]


def refuse_wrong_keys() -> None:
    """Called by the server before it answers. Raises ImproperlyConfigured."""
    if errors := keys_can_be_used(None):
        raise ImproperlyConfigured(" ".join(str(error.msg) for error in errors))


def warn_of_missing_years() -> None:
    """Called by the server before it answers: the log then says what `manage.py check` would."""
    for warning in the_year_has_a_calendar(None):
        logger.warning("%s %s (%s)", warning.msg, warning.hint, warning.id)


def refuse_demo_accounts() -> None:
    """Called by the server before it answers.

    Raises ImproperlyConfigured if, outside the demo, the database holds an account whose password
    stands in the demo's list.
    """
    if settings.YISHEN_DEMO:
        return
    from .units.access import has_demo_accounts

    try:
        is_open = has_demo_accounts()
    except DatabaseError:
        return  # not migrated yet: nobody can sign in
    if is_open:
        raise ImproperlyConfigured(
            "This database holds accounts of the demo, whose password everybody knows. "
            "Close them or begin with an empty database."
        )
