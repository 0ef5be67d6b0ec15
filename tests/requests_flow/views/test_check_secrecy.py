"""The page of the secrecy check: what it lists, what it asks, what it says when something is missing."""

import pytest
import time_machine

from requests_flow.models import Case
from tests import factories
from tests.requests_flow.handing_out import LISTED, secrecy_waits
from tests.requests_flow.views.test_leaving import as_, node_of, send, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(factories.at(), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def results(case: Case, verdict: str = "open", **change: str) -> dict[str, str]:
    found = factories.found(case.latest_draft, verdict)
    said = {}
    for key, finding in found.items():
        said |= {f"{key}-verdict": finding.verdict, f"{key}-reason": finding.reason}
    return said | change


def test_each_thing_stands_there_with_its_own_questions(office):
    case = secrecy_waits(office, "批复.txt")
    page = as_(office.checker).get(step_of(case)).content.decode()

    for name in ("批复.txt", *LISTED.splitlines(), case.latest_draft.attachments[0]["sha256"]):
        assert name in page
    for key in ("file0", "documents0", "documents1"):
        for part in ("verdict", "mark", "reason", "authority"):
            assert f'name="{key}-{part}"' in page


@pytest.mark.parametrize(("verdict", "node"), [("open", "review_in_law"), ("closed", "compose")])
def test_it_lets_through_or_sends_back(office, verdict, node):
    case = secrecy_waits(office, "批复.txt")

    response = send(as_(office.checker), case, **results(case, verdict))

    assert response.status_code == 302
    assert case.latest_draft.secrecy_check.passes is (verdict == "open")
    assert node_of(case) == node
    assert case.letters.filter(code="L27").count() == 1


def test_one_item_referred_sends_the_whole_back_with_reason_and_authority(office):
    case = secrecy_waits(office, "批复.txt")
    change = {
        "file0-verdict": "refer", "file0-reason": "不能确定。", "file0-authority": "市国家保密局",
    }  # fmt: skip

    send(as_(office.checker), case, **results(case, **change))

    assert node_of(case) == "compose"
    page = as_(office.clerk).get(step_of(case)).content.decode()
    assert "报市国家保密局确定：不能确定。" in page


@pytest.mark.parametrize(
    "change",
    [
        {"file0-reason": " "},
        {"file0-verdict": ""},
        {"file0-verdict": "refer"},
        {"file0-mark": "机密"},
        {"file0-reason": "长" * 401},
    ],
)
def test_what_is_missing_is_said_beside_its_item_and_the_rest_is_kept(office, change):
    case = secrecy_waits(office, "批复.txt")

    response = send(as_(office.checker), case, **results(case, **change, note="总的看过"))

    assert response.status_code == 422
    page = response.content.decode()
    assert "总的看过" in page
    rows = response.context["rows"]
    assert [row.is_bad for row in rows] == [True, False, False, False]
    assert node_of(case) == "check_secrecy"


def test_what_was_looked_at_is_what_is_checked(office):
    case = secrecy_waits(office)
    response = send(as_(office.checker), case, **results(case), seen_digest="0" * 64)

    assert response.status_code == 422
    assert not hasattr(case.latest_draft, "secrecy_check")


def test_who_wrote_it_is_told_so(office):
    case = secrecy_waits(office)
    factories.by_hand(office.clerk, unit=office.unit, duty=factories.Duty.CHECK_SECRECY)

    response = send(as_(office.clerk), case, **results(case))

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
