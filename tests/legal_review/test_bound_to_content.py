"""What was approved is what leaves: whatever changes afterwards supersedes the draft, and is named."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client

from legal_review.actions.opining import give_opinion
from legal_review.views.cockpit import cockpit_of
from requests_flow.actions import binding, drafting, extending, handling, issuing, signing
from requests_flow.actions.act import Act
from requests_flow.actions.binding import ContentChanged
from requests_flow.actions.readdressing import Contact, correct_contact
from requests_flow.letters import engine
from requests_flow.models import (
    Applicant,
    Case,
    Consultation,
    Counter,
    Document,
    Draft,
    Signature,
    Supersession,
)
from requests_flow.units.models import Unit
from requests_flow.views.returns import comments_on
from requests_flow.views.walking import open_task
from requests_flow.views.worklist import task_url
from tests import factories
from tests.factories import at
from tests.legal_review import replies
from tests.printing import print_quickly

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)
    with time_machine.travel(at(replies.DAY), tick=False):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def by(person) -> Act:
    return Act(by=person, at=at(replies.DAY))


def of_applicant(**values):
    return lambda _office, case: Applicant.objects.filter(pk=case.applicant_id).update(**values)


def of_unit(**values):
    return lambda _office, case: Unit.objects.filter(pk=case.unit_id).update(**values)


def of_case(**values):
    return lambda _office, case: Case.objects.filter(pk=case.pk).update(**values)


def asked_somebody(office, case):
    handling.consult(
        by(office.clerk),
        case=case,
        kind=Consultation.Kind.values[0],
        name="某公司",
        question="可否公开",
        sent_on=replies.DAY,
    )


def put_off(office, case):
    extending.extend(by(office.clerk), case=case, days=5, reason="需要继续检索")


def found_more(office, case):
    replies.on_file(office, case, "又一份.txt", kind="found")


def lose_bytes(_office, case):
    sha256 = case.latest_draft.attachments[0]["sha256"]
    (Path(settings.VAULT_DIR) / sha256[:2] / sha256).unlink()


def spoil_bytes(_office, case):
    sha256 = case.latest_draft.attachments[1]["sha256"]
    (Path(settings.VAULT_DIR) / sha256[:2] / sha256).write_bytes(b"another file")


def as_owner(sql: str, values: list) -> None:
    """A row is changed by somebody who owns the tables and puts their guards out of force."""
    table = "requests_flow_document"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for event in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_keeps_{event}")
            cursor.execute(sql, values)
            return
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def swap_rows(_office, case):
    first, second = (row["document"] for row in case.latest_draft.attachments)
    sha256 = Document.objects.get(pk=second).sha256
    as_owner("UPDATE requests_flow_document SET sha256 = %s WHERE id = %s", [sha256, first])


def take_row_away(_office, case):
    pk = case.latest_draft.attachments[0]["document"]
    as_owner("UPDATE requests_flow_document SET kind = 'evidence' WHERE id = %s", [pk])


CHANGES = {
    "another name": (of_applicant(name="张三峰"), "recipient"),
    "no person any more": (of_applicant(kind="company"), "text"),
    "the organ renamed": (of_unit(name="宁波市海曙区发展局"), "organ"),
    "another letterhead": (of_unit(letterhead="宁波市海曙区发展局"), "organ"),
    "another name on the seal": (of_unit(seal_name="某局"), "organ"),
    "another telephone": (of_unit(phone="0574-11111111"), "contact"),
    "another court": (of_unit(court="宁波市海曙区人民法院"), "remedy"),
    "online review": (of_unit(review_url="https://review.example.org/"), "remedy"),
    "no reviewer known": (of_unit(reconsideration_organ="某县人民政府"), "unlawful"),
    "another request": (of_case(request_text="申请公开另一地块的方案。"), "text"),
    "another way it came": (of_case(channel="registered_post"), "text"),
    "another number of the case": (of_case(number="海测公开 2026-9999"), "bases"),
    "another outcome": (of_case(outcome_code="C6"), "outcome"),
    "the outcome taken back": (of_case(outcome_code=""), "outcome"),
    "somebody asked": (asked_somebody, "text"),
    "put off": (put_off, "text"),
    "more was found": (found_more, "found"),
    "a file gone": (lose_bytes, "file"),
    "a file spoilt": (spoil_bytes, "file"),
    "a file's row changed": (swap_rows, "attachments"),
    "a file taken away": (take_row_away, "attachments"),
}


def changed(office, node: str, name: str, monkeypatch) -> tuple[Case, str]:
    """A case that waits at `node` and of which something changed meanwhile; and what."""
    case = replies.waiting(office, node, "A2", "批复.txt", "附图.txt")
    change, part = CHANGES[name]
    change(office, case)
    return Case.objects.get(pk=case.pk), part


@pytest.mark.parametrize("node", ["sign", "issue"])
@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_sends_the_reply_back(office, monkeypatch, node, name):
    case, part = changed(office, node, name, monkeypatch)
    numbers = list(Counter.objects.values_list("series", "last"))

    case = (replies.sign if node == "sign" else replies.issue)(office, case)

    assert open_task(case).flow_task.name == "compose"
    assert part in case.latest_draft.superseded.changes
    assert "digest" not in case.latest_draft.superseded.changes
    entry = case.entries.get(verb="superseded")
    assert entry.data["changes"] == case.latest_draft.superseded.changes
    assert entry.data["draft"] == case.latest_draft.pk
    assert case.reply is None
    assert list(Counter.objects.values_list("series", "last")) == numbers
    assert hasattr(case.latest_draft, "signature") is (node == "issue")


@pytest.mark.parametrize("node", ["sign", "issue"])
def test_a_new_form_of_the_letter_sends_it_back(office, monkeypatch, node):
    case = replies.waiting(office, node)
    monkeypatch.setattr(engine, "template_version", lambda form: f"{form.code}-new")

    case = (replies.sign if node == "sign" else replies.issue)(office, case)

    assert case.latest_draft.superseded.changes == ["template"]


def test_where_it_goes_is_checked_with_the_envelope_and_not_here(office):
    case = replies.waiting(office, "sign")
    correct_contact(
        by(office.clerk),
        case=case,
        contact=Contact(address="宁波市鄞州区某路1号", postcode="315100"),
        reason="申请人来电更正",
        is_ours=False,
    )

    case = replies.issue(office, replies.sign(office, case))

    assert case.reply is not None


def test_nothing_changed_is_nothing_changed(office):
    draft = replies.waiting(office, "issue", "A2", "批复.txt").latest_draft

    assert binding.changes_since(draft, on=replies.DAY) == []


def test_what_changed_cannot_be_approved_only_returned(office):
    case = replies.written(office)
    Unit.objects.filter(pk=office.unit.pk).update(phone="0574-11111111")
    draft = case.latest_draft

    with pytest.raises(ContentChanged):
        give_opinion(by(office.adviser), draft=draft, verdict="approved", seen_digest=draft.digest)

    give_opinion(
        by(office.adviser),
        draft=draft,
        verdict="returned",
        seen_digest=draft.digest,
        comments="电话变了",
    )


def superseded(office) -> Case:
    """Signed, superseded because the organ has another telephone; and then it has the old again."""
    case = replies.waiting(office, "issue")
    Unit.objects.filter(pk=office.unit.pk).update(phone="0574-11111111")
    case = replies.issue(office, case)
    Unit.objects.filter(pk=office.unit.pk).update(phone=office.unit.phone)
    return Case.objects.get(pk=case.pk)


def test_changed_back_is_changed_all_the_same(office):
    case = superseded(office)

    with pytest.raises(ContentChanged):
        issuing.issue_reply(by(office.clerk), case=case)
    assert case.reply is None


def test_the_database_lets_no_superseded_draft_out(office):
    from tests.legal_review.test_gate import raw_letter, refused

    case = superseded(office)
    letter = raw_letter(case, case.latest_draft, office.clerk)

    assert "changed afterwards" in refused(letter.save)


def test_the_database_lets_no_superseded_draft_be_signed(office):
    case = replies.waiting(office, "sign")
    Unit.objects.filter(pk=office.unit.pk).update(phone="0574-11111111")
    draft = replies.sign(office, case).latest_draft
    Unit.objects.filter(pk=office.unit.pk).update(phone=office.unit.phone)

    with pytest.raises(ContentChanged):
        signing.sign(by(office.signatory), draft=draft)
    with pytest.raises(IntegrityError, match="changed afterwards"), transaction.atomic():
        Signature.objects.create(
            draft=draft,
            digest=draft.digest,
            signed_by=office.signatory,
            signed_on=replies.DAY,
            signed_at=at(replies.DAY),
        )


@pytest.mark.parametrize("way", ["update", "delete"])
def test_a_supersession_is_never_taken_back(office, way):
    superseded(office)
    rows = Supersession.objects.all()

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        rows.update(changes=[]) if way == "update" else rows._raw_delete("default")


def test_nothing_is_superseded_that_left_or_was_not_approved(office):
    left = replies.issue(office, replies.waiting(office, "issue")).latest_draft
    waiting = replies.written(office).latest_draft

    for draft in (left, waiting):
        with pytest.raises(IntegrityError, match="only an approved"), transaction.atomic():
            Supersession.objects.create(
                draft=draft, changes=["text"], found_by=office.clerk, found_at=at()
            )


def test_the_next_round_shows_what_is_different(office):
    case = replies.waiting(office, "issue")
    Unit.objects.filter(pk=office.unit.pk).update(phone="0574-11111111")
    case = replies.issue(office, case)

    (comment,) = [one for one in comments_on(case.latest_draft) if one.by == office.clerk]
    assert str(binding.PARTS["contact"]) in comment.text

    case = replies.hand_in(office, case, case.latest_draft.fields, [])
    since = cockpit_of(case, office.adviser).since
    assert str(binding.PARTS["contact"]) in since.superseded
    assert since.differences.count == 1
    assert "0574-11111111" in str(since.differences.sections)

    case = replies.issue(office, replies.sign(office, replies.approve(office, case)))
    assert "0574-11111111" in case.reply.context["contact"]


@pytest.mark.parametrize(("node", "extra"), [("sign", {"decision": "sign"}), ("issue", {})])
def test_the_screen_says_what_changed(office, node, extra):
    case = replies.waiting(office, node)
    Unit.objects.filter(pk=office.unit.pk).update(phone="0574-11111111")
    client = Client()
    client.force_login(office.signatory if node == "sign" else office.clerk)
    url = task_url(open_task(case))
    form = client.get(url).context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}

    response = client.post(url, {**hidden, **extra}, follow=True)

    assert response.status_code == 200
    assert str(binding.PARTS["contact"]) in response.content.decode()
    assert open_task(case).flow_task.name == "compose"


class TestTheDigest:
    """Each part of it counts; nothing else does."""

    def digest(self, case: Case, **more) -> str:
        draft = case.latest_draft
        values = {
            "outcome_code": draft.outcome_code,
            "context": draft.context,
            "attachments": draft.attachments,
            "template_version": draft.template_version,
            **more,
        }
        fresh = Case.objects.select_related("applicant").get(pk=case.pk)
        return binding.content_digest(fresh, **values)

    def test_is_that_of_the_draft(self, office):
        case = replies.written(office)

        assert self.digest(case) == case.latest_draft.digest

    @pytest.mark.parametrize(
        "more",
        [
            {"outcome_code": "D1b"},
            {"attachments": [{"document": 1, "name": "x", "sha256": "0" * 64, "pages": 1}]},
            {"template_version": "L14-0"},
        ],
    )
    def test_has_every_part(self, office, more):
        case = replies.written(office)

        assert self.digest(case, **more) != case.latest_draft.digest

    def test_has_every_field_of_the_letter(self, office):
        case = replies.written(office)
        context = case.latest_draft.context

        for name in context:
            other = {**context, name: "等"} if name != "decision" else {**context, name: {}}
            assert self.digest(case, context=other) != case.latest_draft.digest, name

    @pytest.mark.parametrize("values", [{"name": "李四"}, {"kind": "company"}])
    def test_has_the_recipient(self, office, values):
        case = replies.written(office)
        Applicant.objects.filter(pk=case.applicant_id).update(**values)

        assert self.digest(case) != case.latest_draft.digest

    def test_has_what_was_found(self, office):
        case = replies.written(office)
        found_more(office, case)

        assert self.digest(case) != case.latest_draft.digest

    def test_is_of_one_case_alone(self, office):
        one, other = replies.written(office), replies.written(office)

        assert one.latest_draft.digest != other.latest_draft.digest


def test_a_draft_written_by_hand_under_a_false_digest_is_found(office):
    """The database compares digests and does not work them out; the actions do."""
    case = replies.written(office)
    last = case.latest_draft
    values = {
        field.attname: getattr(last, field.attname)
        for field in Draft._meta.concrete_fields
        if not field.primary_key
    }
    forged = Draft.objects.create(**{**values, "version": 2, "digest": "f" * 64})

    with pytest.raises(ContentChanged):
        give_opinion(
            by(office.adviser), draft=forged, verdict="approved", seen_digest=forged.digest
        )


def test_a_damaged_file_is_not_handed_in_again(office):
    case = replies.waiting(office, "sign", "A2", "批复.txt")
    lose_bytes(office, case)
    case = replies.sign(office, case)
    kept = list(case.documents.filter(kind="attachment"))

    with pytest.raises(drafting.AttachmentDamaged):
        replies.hand_in(office, case, case.latest_draft.fields, kept)
