"""Ways round a rule that somebody found once; each stays closed."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from requests_flow.actions import (
    delivering,
    drafting,
    extending,
    handling,
    issuing,
    reviewing,
    secrecy,
    signing,
)
from requests_flow.actions.act import Act
from requests_flow.actions.registering import Arrival, ReceiptUnproven, derive_receipt
from requests_flow.letters import engine
from requests_flow.models import Case, Consultation, Dispatch, Document, vault
from requests_flow.models.reading import read_case_clock
from requests_flow.rules.catalogue import Fact
from requests_flow.rules.receipt import Channel
from requests_flow.units.duties import Duty
from requests_flow.views.walking import open_task
from requests_flow.views.worklist import task_url
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.Office()


def on(office, day: date) -> Act:
    return Act(by=office.clerk, at=at(day))


def attach(office, case: Case) -> int:
    data = "附件".encode()
    return Document.objects.create(
        case=case,
        kind="attachment",
        name="附件.txt",
        media_type="text/plain",
        size=len(data),
        sha256=vault.put(data),
        added_by=office.clerk,
        added_at=at(),
    ).pk


def test_a_file_with_a_reply_that_provides_nothing_is_checked_for_secrecy_too(office, client):
    case = factories.searched(office)
    key = attach(office, case)
    client.force_login(office.clerk)
    url = task_url(open_task(case))
    token = client.get(url).context["form"]["form_token"].value()

    client.post(
        url,
        {"form_token": token, "letter_search_scope": "综合档案系统", "attachments": [key]},
    )

    assert open_task(case).flow_task.name == "check_secrecy"
    assert Case.objects.get(pk=case.pk).latest_draft.hands_out


class TestTheThirdParty:
    """Art. 32: it answers, or its 15 working days go by; a letter just sent is neither."""

    def asked(self, office, **more) -> Case:
        case = factories.accepted(office, day=date(2026, 9, 1))
        row = handling.consult(
            on(office, date(2026, 9, 2)),
            case=case,
            kind=Consultation.Kind.THIRD_PARTY,
            name="某公司",
            question="是否同意公开",
            sent_on=date(2026, 9, 2),
        )
        if more:
            handling.record_consultation(
                on(office, date(2026, 9, 30)), consultation=row, **{"answered_on": None, **more}
            )
        return case

    def missing(self, case: Case, today: date):
        return Fact.THIRD_PARTY_ASKED in handling.facts_missing(case, "C4", today=today)

    def test_is_not_heard_by_writing_to_it(self, office):
        assert self.missing(self.asked(office), date(2026, 9, 3))

    def test_is_heard_when_it_answered(self, office):
        case = self.asked(office, delivered_on=date(2026, 9, 3), answered_on=date(2026, 9, 8))

        assert not self.missing(case, date(2026, 9, 8))

    def test_is_heard_when_its_days_are_over(self, office):
        case = self.asked(office, delivered_on=date(2026, 9, 3))

        # 15 working days from 3 September 2026 end on the 23rd: 20 September is worked.
        assert self.missing(case, date(2026, 9, 23))
        assert not self.missing(case, date(2026, 9, 24))


def test_partial_disclosure_needs_what_its_ground_needs(office):
    case = factories.accepted(office)
    act = on(office, date(2026, 11, 3))
    for fact in (Fact.DOCUMENTS_LISTED, Fact.FORM_OF_PROVISION, Fact.REDACTIONS_LISTED):
        handling.record_fact(act, case=case, fact=fact, text="有")
    handling.choose_outcome(act, case=case, outcome_code="B")
    fields = {"provided": "批复", "withheld": "联系电话", "ground": "C4", "reason": "理由"}

    with pytest.raises(handling.FactsMissing) as missing:
        drafting.hand_in_draft(act, case=case, wording=drafting.Wording(fields=fields))
    assert Fact.THIRD_PARTY_ASKED in missing.value.data["facts"]


def test_still_unclear_after_a_correction_needs_a_correction(office):
    case = factories.accepted(office)
    act = on(office, date(2026, 11, 3))

    with pytest.raises(handling.NotHandled):
        handling.record_fact(act, case=case, fact=Fact.CORRECTION_EXCHANGED, text="补正过")
    with pytest.raises(handling.FactsMissing):
        handling.choose_outcome(act, case=case, outcome_code="D3")


def test_the_period_of_a_correction_runs_from_delivery(office):
    case = factories.open_case(office, day=date(2026, 10, 12))
    reviewing.ask_correction(
        on(office, date(2026, 10, 12)), case=case, items="请明确年份", period_days=5
    )
    served = {"served_on": date(2026, 10, 19), "proof": "EMS 签收"}

    with pytest.raises(reviewing.PeriodStillRuns):
        reviewing.lapse_correction(on(office, date(2026, 10, 26)), case=case, **served)
    reviewing.lapse_correction(on(office, date(2026, 10, 27)), case=case, **served)

    assert Case.objects.get(pk=case.pk).outcome_code == "F1"


def test_an_extension_that_was_in_time_stays_so_whatever_is_learnt_of_a_pause(office):
    case = factories.accepted(office, day=date(2026, 9, 18))
    asked = handling.consult(
        on(office, date(2026, 10, 12)),
        case=case,
        kind=Consultation.Kind.OTHER_ORGAN,
        name="区某局",
        question="意见",
        sent_on=date(2026, 10, 12),
    )
    extending.extend(on(office, date(2026, 10, 26)), case=case, days=20, reason="材料多")

    handling.record_consultation(
        on(office, date(2026, 10, 28)),
        consultation=asked,
        delivered_on=None,
        answered_on=date(2026, 10, 13),
    )

    fresh = Case.objects.get(pk=case.pk)
    assert fresh.due_on == read_case_clock(fresh, today=date(2026, 10, 28)).due


def test_a_reply_bears_the_day_it_was_signed(office):
    case = factories.signed(office, day=date(2026, 11, 6))

    letter = issuing.issue_reply(on(office, date(2026, 11, 10)), case=case)

    assert letter.dated_on == date(2026, 11, 6)
    assert letter.context["dated_on"] == "2026年11月6日"


@pytest.mark.parametrize("url", ["", "https://review.example.gov.cn/"])
def test_nothing_leaves_electronically_without_the_online_address(office, settings, url):
    settings.YISHEN_REVIEW_URL = url
    asked = {"provision_form": "电子邮件", "email": "zhang@example.cn"}
    case = factories.issued(office, day=date(2026, 11, 6), **asked)
    sending = delivering.Sending(method=Dispatch.Method.ELECTRONIC, sent_on=date(2026, 11, 6))

    def deliver():
        return delivering.deliver(
            on(office, date(2026, 11, 6)),
            letter=case.reply,
            sending=sending,
            seen=factories.all_ticked(case.reply),
        )

    if url:
        assert url in deliver().letter.context["remedy"]
    else:
        with pytest.raises(delivering.DeliveryImpossible):
            deliver()


def test_an_earlier_handler_neither_signs_nor_checks(office):
    case = factories.drafted(office)
    Case.objects.filter(pk=case.pk).update(handler=None)
    helper = factories.make_person(office.unit, Duty.SIGN, Duty.CHECK_SECRECY, Duty.HANDLE)
    handling.consult(
        Act(by=helper, at=at(date(2026, 11, 4))),
        case=case,
        kind=Consultation.Kind.OTHER_ORGAN,
        name="区某局",
        question="意见",
        sent_on=date(2026, 11, 4),
    )

    draft = case.latest_draft
    with pytest.raises(secrecy.CheckerDrafted):
        secrecy.check_secrecy(Act(by=helper, at=at()), draft=draft, findings=factories.found(draft))


def test_a_version_returned_unsigned_is_not_signed_later(office):
    case = factories.approved(office)
    act = Act(by=office.signatory, at=at())
    signing.return_unsigned(act, draft=case.latest_draft, reason="措辞")

    with pytest.raises(signing.NotApproved):
        signing.sign(act, draft=case.latest_draft)


def test_a_slip_of_the_year_is_no_day_of_receipt():
    with pytest.raises(ReceiptUnproven) as slip:
        derive_receipt(
            Arrival(channel=Channel.COUNTER, submitted_on=date(202, 11, 2)), today=factories.TODAY
        )
    assert slip.value.field == "submitted_on"


def test_a_case_is_not_given_where_nobody_handles(office):
    case = factories.open_case(office)
    other = factories.make_unit("空科室", organ=office.unit, kind="", number_prefix="")
    factories.access.dismiss(office.clerk, unit=office.unit, duty=Duty.HANDLE)

    with pytest.raises(reviewing.HandlerUnfit):
        reviewing.assign(
            on(office, date(2026, 11, 3)),
            case=case,
            section=other,
            handler=None,
            internal_due_on=None,
        )


def test_a_list_with_a_control_character_can_be_exported(office, client):
    factories.open_case(office, subject="某地块\x0b征收")
    client.force_login(office.clerk)

    assert client.get("/?tab=open&export=xlsx").status_code == 200


def test_a_key_too_large_for_the_database_is_not_there(office, client):
    client.force_login(office.clerk)

    assert client.get(f"/cases/{2**70}/").status_code == 404
    assert connection.is_usable()


def test_a_form_changed_after_the_approval_is_checked_anew(office, client, monkeypatch):
    case = factories.signed(office)
    client.force_login(office.clerk)
    url = task_url(open_task(case))
    token = client.get(url).context["form"]["form_token"].value()
    monkeypatch.setattr(engine, "template_version", lambda form: f"{form.code}-changed")

    client.post(url, {"form_token": token})

    assert open_task(case).flow_task.name == "compose"
    assert not case.letters.filter(is_reply=True).exists()
    assert case.entries.get(verb="superseded").data["changes"] == ["template"]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="INSERT OR REPLACE is SQLite's")
def test_replacing_a_row_is_deleting_it(office):
    opinion = factories.approved(office).latest_draft.opinion
    columns = [field.column for field in opinion._meta.concrete_fields]
    forged = {"verdict": "'returned'", "comments": "'依据不对'"}
    copy = ", ".join(forged.get(name, name) for name in columns)
    table = opinion._meta.db_table

    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) "  # noqa: S608
            f"SELECT {copy} FROM {table} WHERE id = %s",
            [opinion.pk],
        )
