"""The demo: an invented office whose cases stand at every step, loaded through the real flow."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from viewflow.workflow.models import Task

from archive.models import Dossier
from archive.rules.package import Verdict, verdict, verify
from requests_flow.actions.recording import first_broken_entry
from requests_flow.management.demo import loading
from requests_flow.management.demo.journeys import ARCHIVED, Planner
from requests_flow.management.demo.people import PASSWORD, PEOPLE
from requests_flow.management.demo.scenarios import SCENARIOS
from requests_flow.management.demo.units import PARTY, UNITS
from requests_flow.models import Case, Entry, Letter, SigningDelegation
from requests_flow.models.reading import read_case_clock
from requests_flow.rules.remedies import OrganKind
from requests_flow.rules.working_days import load_calendar
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence, Unit, User

TODAY = date(2026, 11, 23)
# In the order in which the notice first names them.
NOTICE = """
区政府 区发改局 海曙自然资源规划分局 大数据中心 区政务服务办 区市场监管局 区商务局 区财政局 区税务局
区农业农村局 区卫生健康局 区司法局 区科技局 海曙生态环境分局 区民政局 区委宣传部 区委网信办 区信访局
81890求助服务中心 区人力社保局 区行政执法局 区交通局 区应急管理局 区气象局 区档案馆
"""
WANTED = "A1 A2 A3 B C1 C2 C3 C4 C5 C6 C7 C8 D1a D1b D2 D3 E1 E2 E3 E4 E5 F1"
STEPS = """
review await_correction assign handle compose check_secrecy review_in_law take_over sign issue deliver file_away
"""


def run(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def plan(count: int = 204, *, seed: int = 711, today: date = TODAY) -> list:
    return Planner(today=today, seed=seed, calendar=load_calendar()).plan(count)


# The plan: pure, no database ---------------------------------------------------


def test_every_unit_of_the_notice_is_there() -> None:
    named = {unit.short_name for unit in UNITS.values() if unit.is_named_in_notice}
    assert named == set(NOTICE.split())
    kinds = {kind.value for kind in OrganKind}
    assert {unit.kind for unit in UNITS.values()} <= kinds | {PARTY}


def test_nobody_can_be_reached_by_a_telephone_number_of_the_demo() -> None:
    assert all(re.fullmatch(r"0574-0000 0\d{3}", unit.phone) for unit in UNITS.values())
    applicants = [journey.applicant for journey in plan()]
    assert all(applicant.phone.startswith("100") for applicant in applicants)
    people = [one for one in applicants if one.kind == "natural_person"]
    assert all(one.identity_number[14:17] == "000" for one in people)


def test_in_every_unit_that_answers_three_people_stand_at_the_gate() -> None:
    for unit in {person.unit for person in PEOPLE}:
        holders = {
            duty: {one.username for one in PEOPLE if one.unit == unit and duty in one.duties}
            for duty in ("HANDLE", "CHECK_SECRECY", "SIGN")
        }
        assert all(holders.values()), unit
        assert not holders["HANDLE"] & (holders["SIGN"] | holders["CHECK_SECRECY"]), unit


def test_the_plan_holds_every_outcome_and_every_step() -> None:
    journeys = plan()
    assert len(journeys) >= 200
    assert {journey.story.outcome for journey in journeys} == set(WANTED.split())
    assert {journey.until for journey in journeys} == {*STEPS.split(), ARCHIVED}
    assert sum(journey.is_amended for journey in journeys if journey.until == ARCHIVED) > 3
    assert journeys[0].received_on < TODAY - timedelta(days=730)
    done = [journey for journey in journeys if journey.until == ARCHIVED]
    assert all(one.consulted for one in done if "C4" in (one.story.outcome, one.story.ground))


def test_stories_do_not_look_cloned() -> None:
    assert len(SCENARIOS) >= 60
    journeys = plan()
    asked = Counter((one.story.request, one.unit) for one in journeys)
    assert [request for request, times in asked.items() if times > 1] == []
    assert len({one.story.subject for one in journeys}) > 150
    assert {"王䶮", "章㐂福"} <= {one.applicant.name for one in journeys}


@pytest.mark.parametrize("today", [date(2026, 10, 5), date(2027, 2, 8), date(2026, 2, 14)])
@pytest.mark.parametrize("count", [1, 12, 39, 90])
def test_a_plan_of_any_length_can_begin_on_any_day(count: int, today: date) -> None:
    journeys = plan(count, today=today)
    assert len(journeys) == count
    assert all(journey.received_on < today for journey in journeys)


def test_who_asks_again_was_answered_before() -> None:
    journeys = plan()
    again = [one for one in journeys if one.story.outcome == "E2"]
    assert again
    for journey in again:
        first = journeys[journey.repeats]
        assert (first.unit, first.applicant) == (journey.unit, journey.applicant)
        assert first.received_on < journey.received_on
        assert first.story.subject in journey.story.subject


# The load: through the flow ----------------------------------------------------


@pytest.fixture
def files(settings, tmp_path: Path) -> None:
    settings.VAULT_DIR = tmp_path / "vault"
    settings.DOSSIER_DIR = tmp_path / "dossiers"


@pytest.mark.django_db
def test_a_small_demo_is_loaded_once(files, settings) -> None:
    said = run("load_demo", "--cases", "12")
    assert "12 cases" in said
    assert Case.objects.count() == 12
    the_record_is_in_order()
    the_copies_of_the_clock_are_fresh()
    the_dossiers_are_sound(Path(settings.DOSSIER_DIR))
    every_reply_went_through_the_gate()
    every_open_case_waits_at_one_step()
    letters_leave_in_every_way()
    what_the_office_does_besides()

    entries = Entry.objects.count()
    again = run("load_demo", "--cases", "12")
    assert "already" in again
    assert (Case.objects.count(), Entry.objects.count()) == (12, entries)


def the_record_is_in_order() -> None:
    moments = list(Entry.objects.order_by("id").values_list("at", flat=True))
    assert first_broken_entry() is None
    assert moments == sorted(moments)
    assert max(moments) < timezone.now()


def the_copies_of_the_clock_are_fresh() -> None:
    for case in Case.objects.filter(archived_at__isnull=True):
        reading = read_case_clock(case, today=timezone.localdate())
        assert (case.due_on, case.clock_state) == (reading.due, reading.state)


def the_dossiers_are_sound(folder: Path) -> None:
    dossiers = list(Dossier.objects.all())
    assert dossiers
    for dossier in dossiers:
        findings = verify(folder / dossier.folder, expected_manifest_sha256=dossier.manifest_sha256)
        assert verdict(findings) is Verdict.GOOD


def letters_leave_in_every_way() -> None:
    """One came back and was sent again, one was handed over, one was voided and written anew."""
    assert Letter.objects.filter(dispatches__attempt=2, dispatches__result__kind="delivered")
    assert Letter.objects.filter(dispatches__method="hand", dispatches__result__proof__kind="proof")
    assert Letter.objects.get(voided__isnull=False).replaced_by.get().dispatches.exists()


def what_the_office_does_besides() -> None:
    """Somebody is away with a substitute, and somebody signs for another."""
    assert {one.substitute.username for one in Absence.objects.all()} == {"songzhiyuan", "chenmin"}
    assert SigningDelegation.objects.standing(timezone.localdate()).get().deputy.username


def every_reply_went_through_the_gate() -> None:
    replies = Letter.objects.filter(is_reply=True)
    assert replies.exists()
    for letter in replies:
        draft = letter.draft
        assert draft.opinion.is_approval
        assert draft.opinion.digest == draft.signature.digest == letter.content_digest
        people = {draft.author_id, draft.opinion.reviewer_id, draft.signature.signed_by_id}
        assert len(people) == 3


def every_open_case_waits_at_one_step() -> None:
    waiting = Task.objects.filter(flow_task_type="HUMAN", finished__isnull=True)
    open_cases = Case.objects.filter(archived_at__isnull=True)
    assert open_cases.exists()
    assert sorted(waiting.values_list("process", flat=True)) == sorted(
        open_cases.values_list("process", flat=True)
    )
    assert all(task.created < timezone.now() for task in waiting)


@pytest.mark.django_db
def test_a_load_that_breaks_leaves_nothing(files, monkeypatch) -> None:
    def break_off(lives: list, say: object, *, count: int) -> None:
        next(moments := lives[0].moments())
        next(moments)
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "_live", break_off)
    with pytest.raises(KeyboardInterrupt):
        run("load_demo", "--cases", "3")
    assert not Case.objects.exists()
    assert not Unit.objects.exists()


# The accounts ------------------------------------------------------------------


@pytest.mark.django_db
def test_accounts_are_listed_for_programs_and_people(client) -> None:
    loading.found()
    rows = json.loads(run("demo_accounts", "--json"))
    assert len(rows) == len(PEOPLE)
    assert all({"username", "password", "unit", "duties"} <= set(row) for row in rows)
    clerk = next(row for row in rows if row["username"] == "chenmin")
    assert set(clerk["duties"]) == {"REGISTER", "REVIEW", "HANDLE", "DELIVER", "ARCHIVE"}
    given = {"username": clerk["username"], "password": clerk["password"]}
    assert client.post("/login/", given)["Location"] == "/"
    table = run("demo_accounts")
    assert "chenmin" in table
    assert PASSWORD in table
    assert run("demo_accounts", "--all").count("\n") == len(PEOPLE)


@pytest.mark.django_db
def test_people_hold_their_duties_and_no_others() -> None:
    staff = loading.found()
    loading.found()
    assert Unit.objects.filter(organ__isnull=True).count() == sum(
        unit.answers for unit in UNITS.values()
    )
    for person in PEOPLE[:12]:
        user = User.objects.get(username=person.username)
        held = {
            duty.name
            for duty in Duty
            if access.may(user, duty, staff.units[person.unit]) and duty is not Duty.READ
        }
        assert held == set(person.duties), person
    other = staff.units["hszgj"]
    assert not access.may(staff.users["chenmin"], Duty.READ, other)
    assert other.reviewing_unit.code == "hssfj"


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["load_demo", "demo_accounts"])
def test_outside_the_demo_there_is_nothing(settings, command: str) -> None:
    settings.YISHEN_DEMO = False
    with pytest.raises(CommandError, match="no demo"):
        run(command)
    assert not User.objects.exists()
