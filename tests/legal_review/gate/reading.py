"""What stands in the database, read as rows and held against the model and against the law itself."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import connection

from requests_flow.actions.recording import GENESIS, entry_hash
from requests_flow.models import Entry
from tests.legal_review.gate.model import House
from tests.legal_review.gate.world import World

OPEN_TASKS = (
    "SELECT c.id, t.flow_task FROM viewflow_task t JOIN requests_flow_case c "
    "ON c.process_id = t.process_id "
    "WHERE t.flow_task_type = 'HUMAN' AND t.status IN ('NEW', 'ASSIGNED')"
)
DRAFTS = (
    "SELECT d.case_id, d.version, d.author_id, d.hands_out, d.digest, "
    "k.checked_by_id, k.passes, k.digest, "
    "o.reviewer_id, o.verdict, o.digest, s.signed_by_id, s.digest, u.id IS NOT NULL "
    "FROM requests_flow_draft d "
    "LEFT JOIN requests_flow_secrecycheck k ON k.draft_id = d.id "
    "LEFT JOIN legal_review_opinion o ON o.draft_id = d.id "
    "LEFT JOIN requests_flow_signature s ON s.draft_id = d.id "
    "LEFT JOIN requests_flow_supersession u ON u.draft_id = d.id ORDER BY d.case_id, d.version"
)
REPLIES = (
    "SELECT l.case_id, d.case_id, d.version, l.sequence, x.id IS NOT NULL, "
    "(SELECT COUNT(*) FROM requests_flow_dispatch y WHERE y.letter_id = l.id), "
    "l.content_digest, d.digest "
    "FROM requests_flow_letter l LEFT JOIN requests_flow_draft d ON d.id = l.draft_id "
    "LEFT JOIN requests_flow_voidedletter x ON x.letter_id = l.id "
    "WHERE l.is_reply ORDER BY l.id"
)
SERIES = (
    "SELECT series, year, COUNT(*), COUNT(DISTINCT sequence), MIN(sequence), MAX(sequence) "
    "FROM requests_flow_letter GROUP BY series, year"
)
TOLD = "SELECT case_id, verb, COUNT(*) FROM requests_flow_entry GROUP BY case_id, verb"
# What is compared before and after something that must have no effect.
TABLES = (
    "viewflow_task", "viewflow_process", "requests_flow_case", "requests_flow_draft",
    "requests_flow_letter", "requests_flow_signature", "requests_flow_secrecycheck",
    "requests_flow_secrecyitem", "requests_flow_supersession", "requests_flow_document",
    "requests_flow_dispatch", "requests_flow_voidedletter", "requests_flow_counter",
    "requests_flow_entry", "requests_flow_formtoken", "requests_flow_searchrecord",
    "legal_review_opinion", "legal_review_amendment", "legal_review_point",
    "legal_review_pointanswer", "archive_dossier", "requests_flow_reviewgrant",
)  # fmt: skip
# Entries are not among them: that somebody read it, or may no longer, is told of a closed case too.
OF_A_CASE = (
    "requests_flow_draft", "requests_flow_letter", "requests_flow_document",
    "requests_flow_searchrecord",
)  # fmt: skip


def rows(sql: str, *values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def everything() -> list[tuple]:
    """How much there is of each thing, and how every step, case and counter stands."""
    counted = ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in TABLES)  # noqa: S608
    return [
        *rows(f"SELECT {counted}"),
        *rows("SELECT id, status, owner_id FROM viewflow_task ORDER BY id"),
        *rows("SELECT series, year, last FROM requests_flow_counter ORDER BY series, year"),
        *rows("SELECT * FROM requests_flow_case ORDER BY id"),
        *rows("SELECT * FROM requests_flow_applicant ORDER BY id"),
    ]


def of_case(key: int) -> list[tuple]:
    """Everything of one case that must never change once it is archived."""
    counted = [
        rows(f"SELECT * FROM {table} WHERE case_id = %s ORDER BY id", key)  # noqa: S608
        for table in OF_A_CASE
    ]
    return [rows("SELECT * FROM requests_flow_case WHERE id = %s", key), *counted]


class Reader:
    """Reads after each step; entries that were read once are not hashed again."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.keys = {pk: key for key, pk in world.keys.items()}
        self.last_entry, self.last_hash, self.entries = 0, GENESIS, 0
        self.archived: dict[str, Any] = {}

    def check(self) -> None:
        model = self.world.model
        self._steps(model)
        self._drafts(model)
        self._replies(model)
        self._numbers()
        self._chain(model)
        self._archive(model)

    def _steps(self, model: House) -> None:
        found: dict[str, list[str]] = {key: [] for key in model.cases}
        for case, node in rows(OPEN_TASKS):
            found[self.keys[case]].append(node.rpartition(".")[2])
        wanted = {
            key: [] if case.node == "end" else [case.node] for key, case in model.cases.items()
        }
        assert found == wanted, "each case waits at the step of the model, and at one alone"
        flows = "SELECT COUNT(*) FROM viewflow_task WHERE status IN ('STARTED', 'ERROR')"
        assert rows(flows) == [(0,)], "no step is half done"

    def _drafts(self, model: House) -> None:
        found = rows(DRAFTS)
        wanted = [
            (case, draft)
            for _pk, key in sorted(self.keys.items())
            for case in [model.cases[key]]
            for draft in case.drafts
        ]
        assert len(found) == len(wanted), "versions are neither lost nor added"
        people = {user.pk: name for name, user in self.world.people.items()}
        for row, (case, draft) in zip(found, wanted, strict=True):
            self._draft(row, case, draft, people)

    def _draft(self, row: tuple, case: Any, draft: Any, people: dict[int, str]) -> None:
        pk, version, author, hands_out, digest, *said = row
        checker, passes, checked, reviewer, verdict, opinion, signer, signed, superseded = said
        stands = (
            self.keys[pk], version, people[author], bool(hands_out), people.get(checker, ""),
            bool(passes), people.get(reviewer, ""), verdict or "", people.get(signer, ""),
            bool(superseded),
        )  # fmt: skip
        assert stands == (
            case.key, draft.version, draft.author, draft.hands_out, draft.checked_by,
            draft.passes, draft.reviewer, draft.verdict, draft.signer, draft.is_superseded,
        ), "each version stands as in the model"  # fmt: skip
        assert {digest} >= {one for one in (checked, opinion, signed) if one}, "of equal digest"

    def _replies(self, model: House) -> None:
        found = rows(REPLIES)
        letters = sorted(
            (letter for case in model.cases.values() for letter in case.letters),
            key=lambda letter: letter.number,
        )
        stands = [
            (self.keys[case], version, sequence, bool(voided), sent > 0)
            for case, _of, version, sequence, voided, sent, *_digests in found
        ]
        assert stands == [
            (one.case, one.version, one.number, one.is_voided, one.is_sent) for one in letters
        ], "the letters are those of the model"
        for case, of, _version, _sequence, _voided, _sent, content, digest in found:
            assert (case, content) == (of, digest), "a letter is of its own draft"
        standing = Counter(case for case, _of, _v, _s, voided, *_rest in found if not voided)
        assert all(count == 1 for count in standing.values()), "one reply stands"
        self._gate(model)

    def _gate(self, model: House) -> None:
        """The law itself, asked of the model's people and of the rows."""
        for case in model.cases.values():
            for letter in case.letters:
                draft = case.drafts[letter.version - 1]
                assert draft.verdict == "approved", "no letter without an approved opinion"
                assert draft.signer, "no letter without a signature"
                assert len({draft.author, draft.reviewer, draft.signer}) == 3, "three people"
                assert draft.is_secret_checked, "no letter hands out what nobody checked"
                assert draft.checked_by not in {draft.author, "clerk"}
                assert "clerk" not in {draft.reviewer, draft.signer}

    def _numbers(self) -> None:
        for series, year, count, different, first, last in rows(SERIES):
            assert (count, different, first) == (last, last, 1), f"{series} {year} has a gap"

    def _chain(self, model: House) -> None:
        count = Entry.objects.count()
        fresh = list(Entry.objects.filter(id__gt=self.last_entry).order_by("id"))
        assert count == self.entries + len(fresh), "an entry is gone"
        for entry in fresh:
            assert entry.previous == self.last_hash, "the chain is whole"
            assert entry.hash == entry_hash(entry)
            self.last_hash, self.last_entry = entry.hash, entry.pk
        self.entries = count
        told = {(case, verb): number for case, verb, number in rows(TOLD)}
        for key, case in model.cases.items():
            for verb, number in case.told.items():
                found = told.get((self.world.keys[key], verb), 0)
                assert found == number, f"{key}: {verb} is told {found} times, not {number}"

    def _archive(self, model: House) -> None:
        for key, case in model.cases.items():
            if not case.is_archived:
                continue
            now = of_case(self.world.keys[key])
            assert self.archived.setdefault(key, now) == now, "an archived case does not change"
