"""保密审查, item by item: what is listed, what passes, what goes back, and what is kept of it."""

import dataclasses

import pytest
from django.db import IntegrityError, connection, transaction

from requests_flow.actions import secrecy
from requests_flow.actions.act import Act
from requests_flow.actions.documents import keep_document
from requests_flow.actions.handed_out import handed_out
from requests_flow.actions.secrecy_papers import kept_paper, paper_of, print_check
from requests_flow.models import Document, SecrecyItem, vault
from tests import factories
from tests.factories import at
from tests.requests_flow.handing_out import LISTED, checked, hand_in, secrecy_waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.Office()


def check(office, draft, **more):
    findings = more.pop("findings", factories.found(draft))
    return secrecy.check_secrecy(
        Act(by=office.checker, at=at()), draft=draft, findings=findings, **more
    )


def with_one(draft, key, **change):
    findings = factories.found(draft)
    return findings | {key: dataclasses.replace(findings[key], **change)}


def test_every_file_and_every_document_named_in_the_letter_is_listed(office):
    draft = secrecy_waits(office, "批复.txt", "纪要.txt").latest_draft

    things = handed_out(draft)

    manner = "答复书所写：提供方式"  # free text as well, and the applicant reads it
    assert [one.name for one in things] == ["批复.txt", "纪要.txt", *LISTED.splitlines(), manner]
    files = [(thing.document, thing.sha256) for thing in things if thing.is_file]
    assert files == [(row["document"], row["sha256"]) for row in draft.attachments]


def test_the_whole_passes_if_each_item_does_and_each_is_kept(office):
    draft = secrecy_waits(office, "批复.txt").latest_draft
    findings = with_one(draft, "file0", verdict="redacted", reason="已删去身份证号。")

    row = check(office, draft, findings=findings)

    assert row.passes
    assert row.digest == draft.digest
    kept = list(row.items.values_list("name", "verdict", "reason"))
    assert kept[0] == ("批复.txt", "redacted", "已删去身份证号。")
    assert len(kept) == len(handed_out(draft)) == 4
    assert row.items.first().document_id == draft.attachments[0]["document"]
    entry = draft.case.entries.get(verb="secrecy_checked")
    assert entry.data["items"]["file0"] == "redacted"


@pytest.mark.parametrize("verdict", ["closed", "refer"])
def test_one_item_that_may_not_leave_keeps_the_whole_back(office, verdict):
    draft = secrecy_waits(office, "批复.txt").latest_draft
    change = {"verdict": verdict, "reason": "标有“秘密”。", "authority": "宁波市国家保密局"}

    row = check(office, draft, findings=with_one(draft, "documents1", **change), note="请看第三项")

    assert not row.passes
    assert row.note.startswith("请看第三项\n会议纪要（摘录），共2页：")
    assert "标有“秘密”。" in row.note


def test_what_is_referred_names_who_decides(office):
    draft = secrecy_waits(office).latest_draft
    change = {"verdict": "refer", "reason": "不能确定。", "authority": " "}
    with pytest.raises(secrecy.AuthorityMissing) as refused:
        check(office, draft, findings=with_one(draft, "documents0", **change))
    assert refused.value.field == "documents0-authority"

    change["authority"] = "宁波市国家保密局"
    row = check(office, draft, findings=with_one(draft, "documents0", **change))

    assert row.items.first().reason == "报宁波市国家保密局确定：不能确定。"


@pytest.mark.parametrize("missing", ["file0", "documents1"])
def test_an_item_nobody_looked_at_stops_the_check(office, missing):
    draft = secrecy_waits(office, "批复.txt").latest_draft
    findings = factories.found(draft)
    del findings[missing]

    with pytest.raises(secrecy.ItemUnchecked):
        check(office, draft, findings=findings)
    assert not hasattr(draft, "secrecy_check")


def test_an_item_that_is_not_handed_out_is_no_item(office):
    draft = secrecy_waits(office).latest_draft
    found = factories.found(draft)
    with pytest.raises(secrecy.ItemUnchecked):
        check(office, draft, findings=found | {"file7": found["documents0"]})


@pytest.mark.parametrize(
    ("change", "refusal", "part"),
    [
        ({"reason": " "}, secrecy.ReasonMissing, "reason"),
        ({"reason": "长" * 501}, secrecy.ReasonTooLong, "reason"),
        ({"verdict": "perhaps"}, secrecy.ItemUnchecked, "verdict"),
        ({"mark": "机密"}, secrecy.MarkedSecret, "verdict"),
        ({"mark": "秘密", "verdict": "redacted"}, secrecy.MarkedSecret, "verdict"),
    ],
)
def test_a_result_that_cannot_stand_says_where(office, change, refusal, part):
    draft = secrecy_waits(office).latest_draft
    with pytest.raises(refusal) as refused:
        check(office, draft, findings=with_one(draft, "documents0", **change))
    assert refused.value.field == f"documents0-{part}"


@pytest.mark.parametrize(
    "change",
    [
        {"mark": "机密", "verdict": "closed"},
        {"mark": "已解密"},
        {"mark": "内部"},
    ],
)
def test_a_mark_that_was_lifted_or_is_none_of_a_state_secret_does_not_close(office, change):
    draft = secrecy_waits(office).latest_draft
    row = check(office, draft, findings=with_one(draft, "documents0", **change))
    assert row.passes is (change.get("verdict") != "closed")
    assert row.items.first().mark == change["mark"]


def test_who_had_a_hand_or_has_no_duty_does_not_check(office):
    draft = secrecy_waits(office).latest_draft
    factories.by_hand(office.clerk, unit=office.unit, duty=secrecy.Duty.CHECK_SECRECY)
    for person, refusal in (
        (office.clerk, secrecy.CheckerDrafted),
        (office.adviser, secrecy.NotChecker),
        (factories.Office("区民政局").checker, secrecy.NotChecker),
    ):
        with pytest.raises(refusal):
            secrecy.check_secrecy(
                Act(by=person, at=at()), draft=draft, findings=factories.found(draft)
            )


def test_a_changed_attachment_needs_a_new_check(office):
    case = checked(office, secrecy_waits(office, "批复.txt"), "closed")
    other = keep_document(
        Act(by=office.clerk, at=at()),
        case=case,
        kind=Document.Kind.ATTACHMENT,
        data="删去后的批复".encode(),
        name="批复.txt",
    )
    old, case = case.latest_draft, hand_in(office, case, other)

    new = case.latest_draft
    assert new.digest != old.digest
    assert not hasattr(new, "secrecy_check")
    with pytest.raises(secrecy.DraftSuperseded):
        check(office, old)
    assert check(office, new).items.first().sha256 == other.sha256 != old.attachments[0]["sha256"]


def test_every_check_is_on_paper_and_the_paper_is_kept_with_the_case(office):
    case = secrecy_waits(office, "批复.txt")
    draft = case.latest_draft
    row = check(office, draft, findings=with_one(draft, "documents1", verdict="closed"))

    letter = print_check(Act(by=office.checker, at=at()), check=row)

    assert letter.code == "L27"
    assert letter.case == case
    assert not letter.is_reply
    assert vault.read(letter.sha256).startswith(b"%PDF")
    assert kept_paper(row) == letter.pk
    lines = paper_of(row, case=case)["lines"]
    assert [line[4] for line in lines] == ["可以公开", "可以公开", "不得公开", "可以公开"]
    assert lines[0][1:4] == ["批复.txt", "随答复提供的文件", "无"]
    assert case.applicant.name not in str(paper_of(row, case=case))


def test_a_paper_that_cannot_be_printed_is_told_and_the_check_stands(office):
    draft = secrecy_waits(office).latest_draft
    row = check(office, draft, findings=with_one(draft, "documents0", reason="见\U0002ffff字"))

    assert print_check(Act(by=office.checker, at=at()), check=row) is None
    assert draft.case.entries.get(verb="letter_stopped").data["code"] == "L27"


# Direct SQL ------------------------------------------------------------------------------------


def item_of(row, **change):
    values = {"check_row": row, "name": "补", "verdict": "open", "reason": "补", **change}
    with transaction.atomic():
        return SecrecyItem.objects.create(**values)


def test_the_database_lets_no_check_pass_with_a_closed_item(office):
    row = check(office, secrecy_waits(office, "批复.txt").latest_draft)
    for verdict in ("closed", "refer"):
        with pytest.raises(IntegrityError):
            item_of(row, verdict=verdict)


def test_the_database_takes_only_files_of_the_case_with_their_digest(office):
    row = check(office, secrecy_waits(office, "批复.txt").latest_draft)
    own = row.items.first()
    other = secrecy_waits(office, "另一件.txt").documents.get()
    for change in (
        {"document_id": own.document_id, "sha256": "0" * 64},
        {"document_id": other.pk, "sha256": other.sha256},
    ):
        with pytest.raises(IntegrityError):
            item_of(row, **change)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE requests_flow_secrecyitem SET verdict = 'open'",
        "UPDATE requests_flow_secrecyitem SET reason = 'x'",
        "DELETE FROM requests_flow_secrecyitem",
    ],
)
def test_the_database_keeps_items_as_they_were_written(office, sql):
    draft = secrecy_waits(office).latest_draft
    check(office, draft, findings=factories.found(draft, "closed"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert set(draft.secrecy_check.items.values_list("verdict", flat=True)) == {"closed"}


def test_the_database_refuses_a_checker_who_had_a_hand(office):
    draft = secrecy_waits(office).latest_draft
    row = secrecy.SecrecyCheck(
        draft=draft,
        digest=draft.digest,
        passes=True,
        note="可以",
        checked_by=office.clerk,
        checked_at=at(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
