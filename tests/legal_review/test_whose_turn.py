"""The queue of the legal check: its order, whose turn each is, who stands in, what takes too long."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legal_review.models import Opinion, UrgentReview
from requests_flow.actions import absences, claiming
from requests_flow.actions.absences import Away, cancel_absence, enter_absence
from requests_flow.actions.act import Act
from requests_flow.actions.recording import record
from requests_flow.models import Case
from requests_flow.rules.safe_day import Slowness
from requests_flow.units.duties import Duty
from requests_flow.units.models import Absence
from requests_flow.views.forms.composing import PREFIX
from requests_flow.views.walking import open_task
from requests_flow.views.worklist import task_url
from tests import factories
from tests.factories import TODAY, at
from tests.journeys.people import Person, on, words_of
from tests.printing import print_quickly

pytestmark = pytest.mark.django_db

LAW = Duty.REVIEW_IN_LAW
ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    print_quickly(monkeypatch)
    with on(TODAY):
        yield


@pytest.fixture
def office():
    return factories.Office()


@pytest.fixture
def second(office):
    return factories.make_person(office.unit, LAW, name="第二")


def by(user, *, day: date = TODAY) -> Act:
    return Act(by=user, at=at(day))


def browser(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def queue(user, query: str = ""):
    return browser(user).get(reverse("legal_queue") + query)


def lines(user, query: str = ""):
    return {line.row.case.pk: line for line in queue(user, query).context["rows"]}


def away(user, *, substitute=None, by_whom=None, first: date = TODAY, days: int = 3) -> Absence:
    return enter_absence(
        by(by_whom or user),
        away=Away(user=user, from_on=first, until_on=first + ONE_DAY * days, substitute=substitute),
    )


class TestWhoseTurn:
    def test_each_in_turn_and_the_count_of_mine(self, office, second):
        cases = [factories.drafted(office) for _ in range(3)]
        shown = lines(office.adviser)

        assert [shown[case.pk].suggested for case in cases] == [
            office.adviser, second, office.adviser,
        ]  # fmt: skip
        assert set(lines(second, "?tab=mine")) == {cases[1].pk}
        assert [tab["count"] for tab in queue(second).context["tabs"]] == [3, 1]
        assert "suggested: you" in words_of(queue(second))
        assert open_task(cases[0]).owner is None

    def test_the_longest_without_comes_first(self, office, second):
        factories.approve(office, factories.drafted(office), day=TODAY)
        case = factories.drafted(office)

        assert lines(office.adviser)[case.pk].suggested == second

    def test_who_has_one_waits_for_the_next(self, office, second):
        taken, case = factories.drafted(office), factories.drafted(office)
        claiming.claim(by(office.adviser), case=taken, task=open_task(taken))

        assert lines(second)[case.pk].suggested == second

    def test_never_who_had_a_hand_in_it_and_never_who_is_away(self, office, second):
        case = factories.drafted(office)
        record(by(office.adviser), case=case, verb="searched")
        assert lines(office.adviser)[case.pk].suggested == second

        away(second)
        assert lines(office.adviser)[case.pk].suggested is None

    def test_nobody_is_bound_by_it(self, office, second):
        case = factories.drafted(office)
        assert lines(second)[case.pk].suggested == office.adviser

        assert browser(second).post(f"/cases/{case.pk}/claim/").status_code == 302
        assert open_task(case).owner == second

    def test_with_the_setting_it_is_given_at_once(self, office, second, settings):
        settings.YISHEN_ASSIGN_REVIEWS = True
        cases = [factories.drafted(office) for _ in range(2)]

        assert [open_task(case).owner for case in cases] == [office.adviser, second]

    def test_with_the_setting_it_waits_for_all_where_nobody_is_there(self, office, settings):
        settings.YISHEN_ASSIGN_REVIEWS = True
        away(office.adviser)

        assert open_task(factories.drafted(office)).owner is None

    def test_the_case_page_says_it(self, office, second):
        case = factories.drafted(office)

        assert "Suggested: 卢律." in words_of(browser(second).get(case.get_absolute_url()))


class TestTheOrder:
    def test_the_last_safe_day_is_shown_and_one_that_is_over(self, office):
        late, fine = factories.drafted(office, day=date(2026, 10, 26)), factories.drafted(office)
        shown = lines(office.adviser)

        assert list(shown) == [late.pk, fine.pk]
        assert (shown[late.pk].safe_on, shown[late.pk].is_unsafe) == (date(2026, 11, 18), True)
        assert shown[late.pk].slowness == Slowness.PRESSING
        assert not shown[fine.pk].is_unsafe

    def test_needed_the_same_day_comes_first_with_its_reason_and_skips_nothing(self, office):
        first = factories.drafted(office, day=date(2026, 10, 28))
        case = factories.searched(office)
        page = Person(office.clerk)
        reason = "明日开庭，法院要求今日提交"
        page.takes(case, "compose", urgent_reason=reason, **FIELDS)

        shown = lines(office.adviser)
        assert list(shown) == [case.pk, first.pk]
        assert shown[case.pk].urgent.needed_on == TODAY
        assert reason in words_of(queue(office.adviser))
        assert reason in words_of(browser(office.adviser).get(task_url(open_task(case))))
        assert open_task(case).flow_task.name == "review_in_law"
        assert not Opinion.objects.exists()
        factories.approve(office, case, day=TODAY)
        assert reason in words_of(browser(office.signatory).get(task_url(open_task(case))))

    def test_pages_follow_each_other_in_that_order(self, office, monkeypatch):
        monkeypatch.setattr("legal_review.views.queue.PAGE", 2)
        days = [date(2026, 11, 9), date(2026, 10, 28), date(2026, 11, 4)]
        cases = [factories.drafted(office, day=day) for day in days]
        UrgentReview.objects.create(
            draft=cases[0].latest_draft,
            needed_on=TODAY,
            reason="急",
            asked_by=office.clerk,
            asked_at=at(),
        )
        first = queue(office.adviser)
        following = queue(office.adviser, first.context["next_url"])
        back = queue(office.adviser, following.context["previous_url"])

        pages = [
            [line.row.case for line in page.context["rows"]] for page in (first, following, back)
        ]
        assert pages == [[cases[0], cases[1]], [cases[2]], [cases[0], cases[1]]]

    def test_urgency_of_an_earlier_version_is_not_that_of_the_next(self, office):
        case = factories.drafted(office)
        UrgentReview.objects.create(
            draft=case.latest_draft,
            needed_on=TODAY,
            reason="急",
            asked_by=office.clerk,
            asked_at=at(),
        )
        assert lines(office.adviser)[case.pk].urgent
        browser(office.adviser).post(
            task_url(open_task(case)),
            {
                "verdict": "returned",
                "comments": "依据不对",
                "seen_digest": case.latest_draft.digest,
                "form_token": "urgent",
            },
        )
        factories.hand_in(office, case, day=TODAY)

        assert lines(office.adviser)[case.pk].urgent is None


FIELDS = {f"{PREFIX}{name}": text for name, text in factories.D1A_FIELDS.items()}


class TestAbsence:
    def test_who_stands_in_takes_the_step_over(self, office, second):
        case = factories.drafted(office)
        claiming.claim(by(office.adviser), case=case, task=open_task(case))
        assert browser(second).post(f"/cases/{case.pk}/claim/").status_code == 409
        away(office.adviser, substitute=second)

        assert lines(second)[case.pk].row.is_offered
        assert "you stand in" in words_of(queue(second))
        assert "You stand in." in words_of(browser(second).get(case.get_absolute_url()))
        assert [tab["count"] for tab in queue(second).context["tabs"]] == [1, 1]
        assert case.number in browser(second).get("/?tab=free").content.decode()
        assert browser(second).post(f"/cases/{case.pk}/claim/").status_code == 302
        assert open_task(case).owner == second
        assert case.entries.last().data["taken_from"] == office.adviser.pk

    def test_not_before_the_first_day_nor_after_a_cancellation(self, office, second):
        case = factories.drafted(office)
        claiming.claim(by(office.adviser), case=case, task=open_task(case))
        absence = away(office.adviser, substitute=second, first=TODAY + ONE_DAY)
        assert browser(second).post(f"/cases/{case.pk}/claim/").status_code == 409
        with on(TODAY + ONE_DAY):
            assert lines(second)[case.pk].row.is_offered
            cancel_absence(by(office.adviser, day=TODAY + ONE_DAY), absence=absence)
            assert not lines(second)[case.pk].row.is_offered
            assert browser(second).post(f"/cases/{case.pk}/claim/").status_code == 409

    def test_not_who_had_a_hand_in_it(self, office, second):
        case = factories.drafted(office)
        record(by(second), case=case, verb="searched")
        claiming.claim(by(office.adviser), case=case, task=open_task(case))
        away(office.adviser, substitute=second)

        assert browser(second).post(f"/cases/{case.pk}/claim/").status_code == 409
        assert "cannot stand in" in words_of(browser(second).get(case.get_absolute_url()))
        assert open_task(case).owner == office.adviser

    def test_standing_in_gives_no_duty(self, office, second):
        """A delegate is nobody's second role."""
        case = factories.drafted(office)
        claiming.claim(by(office.adviser), case=case, task=open_task(case))
        Absence.objects.create(
            user=office.adviser,
            substitute=office.signatory,
            from_on=TODAY,
            until_on=TODAY,
            entered_by=office.adviser,
            entered_at=at(),
        )

        assert browser(office.signatory).post(f"/cases/{case.pk}/claim/").status_code == 404
        assert browser(office.signatory).get(task_url(open_task(case))).status_code == 404

    def test_a_colleague_gives_the_check_of_somebody_away_back_to_all(self, office, second):
        case = factories.drafted(office)
        claiming.claim(by(office.adviser), case=case, task=open_task(case))
        assert browser(second).post(f"/cases/{case.pk}/release/").status_code == 409
        away(office.adviser)

        assert browser(second).post(f"/cases/{case.pk}/release/").status_code == 302
        assert open_task(case).owner is None

    def test_who_may_enter_what(self, office, second):
        with pytest.raises(absences.NotTheirHead):
            away(office.signatory, by_whom=office.adviser)
        with pytest.raises(absences.SubstituteUnfit):
            away(office.adviser, substitute=office.signatory)
        with pytest.raises(absences.AbsenceOver):
            away(office.adviser, first=TODAY - ONE_DAY * 9)
        away(office.signatory, by_whom=office.clerk)
        away(second, by_whom=office.adviser)
        with pytest.raises(absences.AbsentTwice):
            away(second)
        with pytest.raises(absences.SubstituteUnfit):
            away(office.adviser, substitute=second)


class TestThePageOfAbsences:
    def test_one_enters_and_cancels_ones_own(self, office, second):
        page = Person(office.adviser)
        page.fills_in(
            "/absences/",
            from_on="2026-11-24",
            until_on="2026-11-27",
            substitute=str(second.pk),
            note="培训",
        )
        row = Absence.objects.get()
        assert (row.user, row.substitute, row.entered_by) == (
            office.adviser, second, office.adviser,
        )  # fmt: skip
        assert "培训" in page.reads("/absences/")
        assert "第二" in words_of(browser(second).get("/absences/"))
        assert browser(office.signatory).post(f"/absences/{row.pk}/cancel/").status_code == 404
        assert browser(second).post(f"/absences/{row.pk}/cancel/").status_code == 302
        row.refresh_from_db()
        assert row.cancelled_at

    def test_the_name_comes_from_the_session_where_one_heads_nobody(self, office):
        client = browser(office.signatory)
        answer = client.post(
            "/absences/",
            {
                "user": office.adviser.pk,
                "from_on": "2026-11-24",
                "until_on": "2026-11-25",
                "form_token": "t",
            },
        )

        assert answer.status_code == 422
        assert not Absence.objects.exists()

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"until_on": "2026-11-23"}, "It ends before it begins."),
            ({"from_on": "", "note": "x" * 121}, "120"),
        ],
    )
    def test_what_is_wrong_stands_beside_its_field(self, office, sent, said):
        data = {"user": office.adviser.pk, "from_on": "2026-11-24", "until_on": "2026-11-25"}
        answer = browser(office.adviser).post("/absences/", {**data, "form_token": "t", **sent})

        assert answer.status_code == 422
        assert said in words_of(answer)

    def test_it_costs_the_same_for_many(self, office, second):
        def cost() -> int:
            client = browser(office.adviser)
            client.get("/absences/")
            with CaptureQueriesContext(connection) as captured:
                assert client.get("/absences/").status_code == 200
            return len(captured)

        away(second, days=0)
        before = cost()
        for n in range(1, 9):
            away(second, first=TODAY + ONE_DAY * n, days=0)
        assert cost() == before


def test_the_queue_costs_the_same_with_substitutes_urgent_ones_and_turns(office, second):
    away(office.adviser, substitute=second)

    def more() -> None:
        taken, urgent, _free = (factories.drafted(office) for _ in range(3))
        claiming.claim(by(office.adviser), case=taken, task=open_task(taken))
        UrgentReview.objects.create(
            draft=urgent.latest_draft,
            needed_on=TODAY,
            reason="急",
            asked_by=office.clerk,
            asked_at=at(),
        )

    def cost(url: str) -> int:
        client = browser(second)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    urls = ["/legal/", "/legal/?tab=mine", "/", "/?tab=free"]
    more()
    before = [cost(url) for url in urls]
    for _ in range(3):
        more()
    assert [cost(url) for url in urls] == before


class TestTooLong:
    def test_it_is_told_once_for_each_degree(self, office):
        case = factories.drafted(office, day=TODAY)

        def told(day: date) -> list[int]:
            with on(day):
                call_command("escalate_reviews", stdout=io.StringIO())
                call_command("escalate_reviews", stdout=io.StringIO())
            rows = case.entries.filter(verb="review_escalated").order_by("id")
            return [entry.data["level"] for entry in rows]

        assert told(date(2026, 11, 26)) == []  # three working days
        assert told(date(2026, 11, 27)) == [1]
        assert told(date(2026, 12, 1)) == [1]
        assert told(date(2026, 12, 2)) == [1, 2]
        assert told(date(2026, 12, 20)) == [1, 2]

    def test_the_heads_see_it_on_their_desk_and_nobody_else(self, office, second):
        head = factories.make_person(office.unit, Duty.REVIEW)
        factories.drafted(office, day=TODAY)
        stranger = factories.Office("区民政局").adviser
        words = "waited too long"
        assert words not in words_of(browser(second).get("/"))
        with on(date(2026, 11, 30)):
            for user, sees in ((second, 1), (head, 1), (office.signatory, 0), (stranger, 0)):
                assert (words in words_of(browser(user).get("/"))) == bool(sees), user
            assert "too long" in words_of(queue(second))

    def test_what_was_approved_is_no_longer_slow(self, office):
        factories.approve(office, factories.drafted(office), day=TODAY)
        with on(date(2026, 12, 20)):
            call_command("escalate_reviews", stdout=io.StringIO())

        assert not Case.objects.filter(entries__verb="review_escalated").exists()


def test_a_forged_form_changes_no_reviewer(office, second):
    case = factories.drafted(office)
    response = browser(second).post(
        task_url(open_task(case)),
        {
            "verdict": "returned",
            "comments": "依据不对",
            "seen_digest": case.latest_draft.digest,
            "form_token": "forged",
            "reviewer": office.adviser.pk,
            "user": office.adviser.pk,
            "owner": office.adviser.pk,
            "by": office.adviser.pk,
        },
    )

    assert response.status_code == 302
    assert Opinion.objects.get().reviewer == second
    assert case.entries.filter(verb="opinion_returned").get().actor == second
