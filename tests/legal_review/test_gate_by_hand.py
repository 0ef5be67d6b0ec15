"""A hand on the SQL prompt finds no way round the gate either: whatever is refused here is refused
by the database itself, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from legal_review.actions.opining import give_opinion
from legal_review.models import Opinion
from requests_flow.actions import drafting
from requests_flow.actions.act import Act
from requests_flow.models import Case, Draft, Entry, Letter, SecrecyCheck, Signature
from tests import factories
from tests.factories import at
from tests.legal_review import replies
from tests.legal_review.test_gate import raw_letter
from tests.printing import print_quickly

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def run(sql: str, values: Any = ()) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql: str, values: Any = ()) -> str:
    with pytest.raises(IntegrityError) as error:
        run(sql, values)
    return str(error.value)


def row_of(one: models.Model, **changes: Any) -> dict[str, Any]:
    """The columns of a row but its key, as the database takes them."""
    values = {
        field.column: field.get_db_prep_save(getattr(one, field.attname), connection)
        for field in one._meta.concrete_fields
        if not field.primary_key
    }
    return {**values, **changes}


def insert(model: type[models.Model], row: dict[str, Any], after: str = "") -> tuple[str, list]:
    """An INSERT of our own making."""
    marks = ", ".join(["%s"] * len(row))
    table = model._meta.db_table
    names = ", ".join(f'"{name}"' for name in row)
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) {after}"  # noqa: S608
    return sql, list(row.values())


def letter_row(case: Case, draft: Draft, office: factories.Office, **changes: Any) -> dict:
    return row_of(raw_letter(case, draft, office.clerk), **changes)


def opinion_row(draft: Draft, person: Any, **changes: Any) -> dict[str, Any]:
    opinion = Opinion(
        draft=draft,
        digest=draft.digest,
        verdict="approved",
        reviewer=person,
        given_on=replies.DAY,
        given_at=at(),
    )
    return row_of(opinion, **changes)


def signature_row(draft: Draft, person: Any, **changes: Any) -> dict[str, Any]:
    signature = Signature(
        draft=draft,
        digest=draft.digest,
        signed_by=person,
        signed_on=replies.DAY,
        signed_at=at(),
    )
    return row_of(signature, **changes)


def newer(office: factories.Office, case: Case) -> Case:
    """Another version is handed in beside the flow."""
    drafting.hand_in_draft(
        Act(by=office.clerk, at=at(replies.DAY)),
        case=case,
        wording=drafting.Wording(fields={"search_scope": "库房"}),
    )
    return Case.objects.get(pk=case.pk)


class TestNoReply:
    """A row of a letter is let in only behind opinion and signature on exactly its draft."""

    @pytest.mark.parametrize("node", ["review_in_law", "sign"])
    def test_before_both(self, office, node):
        case = replies.waiting(office, node)

        assert "no reply leaves" in refused(
            *insert(Letter, letter_row(case, case.latest_draft, office))
        )

    def test_after_a_newer_version(self, office):
        case = replies.waiting(office, "issue")
        signed = case.latest_draft
        newer(office, case)

        assert "no reply leaves" in refused(*insert(Letter, letter_row(case, signed, office)))

    def test_of_the_newer_version_on_the_word_on_the_older(self, office):
        case = newer(office, replies.waiting(office, "issue"))

        assert "no reply leaves" in refused(
            *insert(Letter, letter_row(case, case.latest_draft, office))
        )

    @pytest.mark.parametrize("digest", ["f" * 64, "", "of another"])
    def test_of_another_content(self, office, digest):
        case = replies.waiting(office, "issue")
        if digest == "of another":
            digest = replies.waiting(office, "issue").latest_draft.digest

        row = letter_row(case, case.latest_draft, office, content_digest=digest)
        assert "no reply leaves" in refused(*insert(Letter, row))

    def test_of_one_case_on_the_word_on_another(self, office):
        approved, case = replies.waiting(office, "issue"), replies.waiting(office, "sign")

        row = letter_row(case, approved.latest_draft, office)
        assert "no reply leaves" in refused(*insert(Letter, row))

    def test_that_was_returned(self, office):
        case = replies.written(office)
        give_opinion(
            Act(by=office.adviser, at=at(replies.DAY)),
            draft=case.latest_draft,
            verdict="returned",
            seen_digest=case.latest_draft.digest,
            comments="依据不对",
        )

        assert "nothing is signed" in refused(
            *insert(Signature, signature_row(case.latest_draft, office.signatory))
        )
        assert "no reply leaves" in refused(
            *insert(Letter, letter_row(case, case.latest_draft, office))
        )

    @pytest.mark.parametrize(
        "changes",
        [
            {"is_reply": False},
            {"is_reply": False, "draft_id": None},
            {"draft_id": None},
            {"is_reply": False, "draft_id": None, "code": "L10"},
        ],
    )
    def test_under_another_name(self, office, changes):
        case = replies.waiting(office, "sign")

        refused(*insert(Letter, letter_row(case, case.latest_draft, office, **changes)))

    def test_besides_the_one_that_left(self, office):
        case = replies.issue(office, replies.waiting(office, "issue"))

        refused(*insert(Letter, letter_row(case, case.latest_draft, office)))

    def test_instead_of_a_notice(self, office):
        """A row that is there is not turned into a reply."""
        case = replies.waiting(office, "issue")
        notice = case.letters.filter(is_reply=False).first()

        assert "never changed" in refused(
            "UPDATE requests_flow_letter SET is_reply = %s, draft_id = %s, code = 'L14' "
            "WHERE id = %s",
            [True, case.latest_draft.pk, notice.pk],
        )


class TestNoOpinion:
    def test_under_another_digest(self, office):
        draft = replies.written(office).latest_draft

        assert "by its digest" in refused(
            *insert(Opinion, opinion_row(draft, office.adviser, digest="f" * 64))
        )

    def test_on_an_older_version(self, office):
        case = replies.written(office)
        first = case.latest_draft
        newer(office, case)

        assert "last draft" in refused(*insert(Opinion, opinion_row(first, office.adviser)))

    def test_twice_on_the_same_version(self, office):
        draft = replies.approve(office, replies.written(office)).latest_draft
        other = factories.make_person(office.unit)

        refused(*insert(Opinion, opinion_row(draft, other)))
        refused(*insert(Opinion, opinion_row(draft, other, verdict="returned", comments="不行")))

    def test_of_another_case(self, office):
        """The digest of another case's draft on this one, or this one's word carried there."""
        draft = replies.written(office).latest_draft
        other = replies.approve(office, replies.written(office)).latest_draft

        assert "by its digest" in refused(
            *insert(Opinion, opinion_row(draft, office.adviser, digest=other.digest))
        )
        assert "carries" in refused(
            *insert(Opinion, opinion_row(draft, office.adviser, carries_id=other.opinion.pk))
        )

    def test_of_nobody_and_of_no_kind(self, office):
        draft = replies.written(office).latest_draft

        refused(*insert(Opinion, opinion_row(draft, office.adviser, reviewer_id=None)))
        refused(*insert(Opinion, opinion_row(draft, office.adviser, verdict="passed")))


class TestNoSignature:
    def test_under_another_digest(self, office):
        draft = replies.waiting(office, "sign").latest_draft

        assert "nothing is signed" in refused(
            *insert(Signature, signature_row(draft, office.signatory, digest="f" * 64))
        )

    def test_on_an_older_version(self, office):
        case = replies.waiting(office, "sign")
        first = case.latest_draft
        newer(office, case)

        assert "nothing is signed" in refused(
            *insert(Signature, signature_row(first, office.signatory))
        )

    def test_twice(self, office):
        draft = replies.waiting(office, "issue").latest_draft

        refused(*insert(Signature, signature_row(draft, factories.make_person(office.unit))))

    def test_on_a_delegation_that_is_not_there(self, office):
        draft = replies.waiting(office, "sign").latest_draft

        refused(*insert(Signature, signature_row(draft, office.signatory, delegation_id=99)))


# Every column that the gate rests on.
HELD = [
    (Draft, "digest", "f" * 64),
    (Draft, "case_id", None),
    (Draft, "version", 99),
    (Draft, "hands_out", False),
    (Draft, "author_id", None),
    (Draft, "context", "{}"),
    (SecrecyCheck, "passes", True),
    (SecrecyCheck, "digest", "f" * 64),
    (Opinion, "digest", "f" * 64),
    (Opinion, "verdict", "approved"),
    (Opinion, "draft_id", None),
    (Opinion, "reviewer_id", None),
    (Signature, "digest", "f" * 64),
    (Signature, "draft_id", None),
    (Signature, "signed_by_id", None),
    (Letter, "content_digest", "f" * 64),
    (Letter, "draft_id", None),
    (Letter, "sha256", "f" * 64),
    (Letter, "number", "伪造〔2026〕1号"),
    (Entry, "verb", "opinion_approved"),
]


def left(office: factories.Office) -> Case:
    """A case whose reply, with a file, went all the way to its number."""
    return replies.issue(office, replies.waiting(office, "issue", "A2", "批复.txt"))


@pytest.mark.parametrize(("model", "column", "value"), HELD)
def test_no_column_of_it_is_changed(office, model, column, value):
    left(office)
    row = model.objects.order_by("-pk").first()

    said = refused(
        f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s",  # noqa: S608
        [value, row.pk],
    )
    assert "never changed" in said


GATE = [Draft, SecrecyCheck, Opinion, Signature, Letter, Entry]


@pytest.mark.parametrize("model", GATE)
def test_no_row_of_it_is_deleted(office, model):
    left(office)
    pk = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    table = model._meta.db_table

    assert "never changed" in refused(f"DELETE FROM {table} WHERE id = %s", [pk])  # noqa: S608
    assert "never changed" in refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("model", GATE)
def test_no_row_of_it_is_put_in_again_over_itself(office, model):
    """INSERT ... ON CONFLICT DO UPDATE is an update, whatever it begins with."""
    left(office)
    one = model.objects.order_by("-pk").first()
    row = {"id": one.pk, **row_of(one)}
    column = "verb" if model is Entry else "digest"
    column = "content_digest" if model is Letter else column

    with pytest.raises(IntegrityError):
        run(*insert(model, row, f"ON CONFLICT (id) DO UPDATE SET {column} = 'x'"))
    assert model.objects.filter(**{column: "x"}).count() == 0


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE is SQLite's")
@pytest.mark.parametrize("model", GATE)
@pytest.mark.parametrize("verb", ["REPLACE", "INSERT OR REPLACE"])
def test_no_row_of_it_is_replaced(office, model, verb):
    left(office)
    one = model.objects.order_by("-pk").first()
    sql, values = insert(model, {"id": one.pk, **row_of(one)})

    with pytest.raises(IntegrityError):
        run(sql.replace("INSERT", verb, 1), values)
    assert model.objects.get(pk=one.pk) is not None


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="OR IGNORE is SQLite's")
def test_what_is_refused_is_not_let_in_by_ignoring_it(office):
    case = replies.waiting(office, "sign")
    sql, values = insert(Letter, letter_row(case, case.latest_draft, office))

    with pytest.raises(IntegrityError):
        run(sql.replace("INSERT", "INSERT OR IGNORE", 1), values)
    assert not case.letters.filter(is_reply=True).exists()


def test_a_newer_version_is_not_taken_away_to_let_the_older_leave(office):
    case = newer(office, replies.waiting(office, "issue"))
    last = case.latest_draft

    assert "never changed" in refused("DELETE FROM requests_flow_draft WHERE id = %s", [last.pk])
    assert "never changed" in refused(
        "UPDATE requests_flow_draft SET version = 0 WHERE id = %s", [last.pk]
    )


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite knows no roles")
class TestARoleThatOwnsNothing:
    """The role under which the application should run: docs/decisions/0003-the-gate.md."""

    @pytest.fixture
    def role(self, office):
        case = replies.waiting(office, "sign")
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("CREATE ROLE yishen_app_test NOLOGIN")
        run(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO yishen_app_test"
        )
        run("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO yishen_app_test")
        run("SET LOCAL ROLE yishen_app_test")
        yield case
        run("RESET ROLE")

    @pytest.mark.parametrize(
        "sql",
        [
            "ALTER TABLE requests_flow_letter DISABLE TRIGGER reply_after_gate",
            "ALTER TABLE requests_flow_letter DISABLE TRIGGER USER",
            "DROP TRIGGER reply_after_gate ON requests_flow_letter",
            "CREATE OR REPLACE FUNCTION reply_after_gate() RETURNS trigger LANGUAGE plpgsql "
            "AS 'BEGIN RETURN NEW; END'",
            "DROP TABLE legal_review_opinion CASCADE",
            "TRUNCATE requests_flow_entry",
            "SET session_replication_role = replica",
            "ALTER TABLE requests_flow_entry DROP COLUMN hash",
        ],
    )
    def test_puts_no_guard_out_of_force(self, role, sql):
        from django.db.utils import ProgrammingError

        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            run(sql)

    def test_is_held_by_them(self, role, office):
        assert "no reply leaves" in refused(
            *insert(Letter, letter_row(role, role.latest_draft, office))
        )
