"""The house as it runs, driven by names: the same people, cases and deeds as in the model."""

from __future__ import annotations

import copy
import hashlib
import io
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
from django.db import connection, transaction

from archive.actions import sealing
from legal_review.actions import amending, granting, opining, pointing, taking_over
from requests_flow.actions import (
    delivering,
    documents,
    drafting,
    handling,
    issuing,
    secrecy,
    signing,
    voiding,
)
from requests_flow.actions.act import Act, Refusal
from requests_flow.flows import CaseFlow
from requests_flow.letters import engine
from requests_flow.letters.bounds import refuse_oversized
from requests_flow.letters.catalogue import letter_form
from requests_flow.letters.decision import decision_of
from requests_flow.models import Applicant, Case, Document, Draft, ReviewGrant, vault
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User
from requests_flow.views.walking import NotYourStep, take_step
from tests import factories
from tests.factories import at
from tests.legal_review.gate.model import DUTIES, CaseModel, House

FIRST_DAY = date(2026, 11, 9)
CASES = ("new", "checking", "reviewing", "amended", "signing", "issuing", "delivering", "filing")
TEXTS = ("综合档案系统", "综合档案系统、业务科室", "综合档案系统、业务科室、库房")
FILES = ("批复.txt", "附图.txt")
LAST_DAY_OUTSIDE = 3
REFUSALS = (Refusal, NotYourStep, engine.LetterStopped)


class Crash(Exception):
    """The program ends in the middle of an action."""


@dataclass
class World:
    """One office in the database."""

    unit: Unit
    people: dict[str, User]
    keys: dict[str, int] = field(default_factory=dict)  # of the cases
    model: House = field(default_factory=House)
    form: str = ""  # what is put behind the version of every letter's form

    def act(self, who: str) -> Act:
        return Act(by=self.people[who], at=at(self.today))

    @property
    def today(self) -> date:
        return FIRST_DAY + timedelta(days=self.model.day)

    def case(self, key: str) -> Case:
        return Case.objects.get(pk=self.keys[key])

    def draft(self, key: str, version: int) -> Draft:
        return Draft.objects.get(case=self.keys[key], version=version)

    def told_of(self, case: int) -> CaseModel:
        return next(self.model.cases[key] for key, pk in self.keys.items() if pk == case)

    def name_of(self, user: int) -> str:
        return next(name for name, person in self.people.items() if person.pk == user)

    # The flow -------------------------------------------------------------------------------------

    def walk(self, who: str, key: str, deed: str, text: str = "", files: int = 0) -> bool:
        """Take a step as the screens do; whether it was let through."""
        case, act = self.case(key), self.act(who)
        told = self.model.cases[key]
        node = getattr(CaseFlow, node_for(deed, told.node))
        perform = getattr(self, f"_{deed}")
        try:
            take_step(act, node=node, case=case, perform=lambda one: perform(act, one, text, files))
        except REFUSALS:
            return False
        return True

    def _choose(self, act: Act, case: Case, _text: str, _files: int) -> None:
        handling.choose_outcome(act, case=case, outcome_code="D1a")

    def _write(self, act: Act, case: Case, text: str, files: int) -> None:
        kept = case.documents.filter(kind="attachment", name__in=FILES).order_by("pk")
        keys = tuple(kept.values_list("pk", flat=True))[:files]
        wording = drafting.Wording(fields={"search_scope": text}, attachments=keys)
        pointing.hand_in_answered(act, case=case, wording=wording, answers={})

    def _reopen(self, act: Act, case: Case, _text: str, _files: int) -> None:
        handling.reopen_outcome(act, case=case)

    def _pass_secrecy(self, act: Act, case: Case, _text: str, _files: int) -> None:
        self._check(act, case.latest_draft, "open")

    def _stop_secrecy(self, act: Act, case: Case, _text: str, _files: int) -> None:
        self._check(act, case.latest_draft, "closed")

    def _check(self, act: Act, draft: Draft, verdict: str) -> None:
        again = self.told_of(draft.case_id).node == "check_secrecy_again"
        secrecy.check_secrecy(act, draft=draft, findings=factories.found(draft, verdict))
        if again and verdict == "open":
            taking_over.carry(act, draft=draft)

    def _approve(self, act: Act, case: Case, _text: str, _files: int) -> None:
        draft = case.latest_draft
        opining.give_opinion(act, draft=draft, verdict="approved", seen_digest=draft.digest)

    def _return(self, act: Act, case: Case, _text: str, _files: int) -> None:
        draft = case.latest_draft
        opining.give_opinion(
            act, draft=draft, verdict="returned", seen_digest=draft.digest, comments="依据不对"
        )

    def _amend(self, act: Act, case: Case, text: str, _files: int) -> None:
        draft = case.latest_draft
        amending.approve_amended(
            act,
            draft=draft,
            seen_digest=draft.digest,
            fields={"search_scope": text},
            grounds=amending.Grounds(),
        )

    def _take(self, act: Act, case: Case, _text: str, _files: int) -> None:
        taking_over.take_over(act, case=case)

    def _decline(self, act: Act, case: Case, _text: str, _files: int) -> None:
        taking_over.decline(act, case=case)

    def _sign(self, act: Act, case: Case, _text: str, _files: int) -> None:
        signing.sign_or_hand_back(act, draft=case.latest_draft)

    def _return_unsigned(self, act: Act, case: Case, _text: str, _files: int) -> None:
        signing.return_unsigned(act, draft=case.latest_draft, reason="语气不妥")

    def _issue(self, act: Act, case: Case, _text: str, _files: int) -> None:
        issuing.issue_or_hand_back(act, case=case)

    def _send(self, act: Act, case: Case, _text: str, _files: int) -> None:
        delivering.deliver(
            act,
            letter=case.reply,
            sending=factories.posted(self.today),
            seen=factories.all_ticked(case.reply),
        )

    def _void(self, act: Act, case: Case, _text: str, _files: int) -> None:
        voiding.void(act, letter=case.reply, reason="附件清单漏列")

    def _file(self, act: Act, case: Case, _text: str, _files: int) -> None:
        sealing.seal(act, case=case)

    # Beside the flow ------------------------------------------------------------------------------

    def meddle(self, who: str, key: str, kind: str) -> None:
        case, act = self.case(key), self.act(who)
        if kind == "search":
            handling.record_search(act, case=case, places="库房", keywords="征收", result="无")
            return
        documents.keep_document(
            act, case=case, kind=Document.Kind(kind), data=f"{who}的材料".encode(), name="另.txt"
        )

    def rename(self, key: str, name: str) -> None:
        Applicant.objects.filter(case=self.keys[key]).update(name=name)

    def rewire(self, phone: str) -> None:
        Unit.objects.filter(pk=self.unit.pk).update(phone=phone)

    def end_grant(self, key: str) -> None:
        grant = ReviewGrant.objects.get(case=self.keys[key], ended_at=None)
        granting.end_grant(self.act("adviser"), grant=grant)


def node_for(deed: str, node: str) -> str:
    """Where a deed is done: the case's own step if it fits, else another of that name."""
    from tests.legal_review.gate.model import DEEDS_AT

    places = [name for name, deeds in DEEDS_AT.items() if deed in deeds]
    return node if node in places else places[0]


def task_name(case: Case) -> str:
    """The step that the case waits at; `end` if at none."""
    from requests_flow.views.walking import open_task

    task = open_task(case)
    return task.flow_task.name if task else "end"


# How it begins ------------------------------------------------------------------------------------


def founded() -> World:
    """An office with cases that wait at every step; the model has walked along."""
    office, away = factories.Office(), factories.make_unit("区民政局")
    people = {
        "clerk": office.clerk,
        "colleague": factories.make_person(office.unit, Duty.HANDLE, Duty.SIGN),
        "checker": office.checker,
        "adviser": office.adviser,
        "other_adviser": factories.make_person(office.unit, Duty.REVIEW_IN_LAW),
        "outside": factories.make_person(),
        "signatory": office.signatory,
        "jack": factories.make_jack(office.unit),
        "stranger": factories.make_jack(away),
    }
    assert set(people) == set(DUTIES)
    world = World(unit=office.unit, people=people)
    for at_case, key in enumerate(CASES):
        _arrived(world, office, key, has_outside=at_case % 2 == 0)
        for who, deed, text, files in PATHS[key]:
            told = world.model.cases[key]
            assert world.walk(who, key, deed, text, files), (key, deed)
            assert world.model.walk(who, told, deed, text, files), (key, deed)
    return world


WRITTEN = ("clerk", "write", TEXTS[0], 0)
WITH_FILES = ("clerk", "write", TEXTS[0], 2)
PASSED = ("checker", "pass_secrecy", "", 0)
APPROVED = ("adviser", "approve", "", 0)
SIGNED = ("signatory", "sign", "", 0)
ISSUED = ("clerk", "issue", "", 0)
PATHS: dict[str, list[tuple[str, str, str, int]]] = {
    "new": [],
    "checking": [WITH_FILES],
    "reviewing": [WITH_FILES, PASSED],
    "amended": [WITH_FILES, PASSED, ("other_adviser", "amend", TEXTS[1], 0)],
    "signing": [WRITTEN, APPROVED],
    "issuing": [WITH_FILES, PASSED, APPROVED, SIGNED],
    "delivering": [WRITTEN, APPROVED, SIGNED, ISSUED],
    "filing": [WITH_FILES, PASSED, APPROVED, SIGNED, ISSUED, ("clerk", "send", "", 0)],
}


def _arrived(world: World, office: factories.Office, key: str, *, has_outside: bool) -> None:
    case = factories.searched(office)
    world.keys[key] = case.pk
    told = world.model.cases[key] = CaseModel(key=key)
    told.told["outcome_chosen"] = 1
    for name in FILES:
        documents.keep_document(
            world.act("clerk"),
            case=case,
            kind=Document.Kind.ATTACHMENT,
            data=f"{key}{name}".encode(),
            name=name,
        )
    if has_outside:
        told.grant_until = LAST_DAY_OUTSIDE
        admission = granting.Admission(
            reviewer=world.people["outside"],
            firm="某律师事务所",
            valid_until=FIRST_DAY + timedelta(days=LAST_DAY_OUTSIDE),
        )
        granting.grant_review(world.act("adviser"), case=case, admission=admission)


def fresh_model(world: World) -> House:
    return copy.deepcopy(world.model)


# Cheap, and honest ----------------------------------------------------------------------------------


def print_cheaply(monkeypatch: pytest.MonkeyPatch, form_now: Callable[[], str]) -> None:
    """A letter is an empty page that carries its data, as the real one does; its fields are checked.

    `form_now`: what stands behind the version of every form, so that a form can change.
    """
    really = engine.template_version
    monkeypatch.setattr(engine, "template_version", lambda form: really(form) + form_now())
    blank = _blank()

    def render(code: str, context: dict[str, Any]) -> Any:
        form = letter_form(code)
        refuse_oversized(form.code, context)
        facts = context.get("decision") or {}
        words = {name: value for name, value in context.items() if name != "decision"}
        form.check(words)
        version = engine.template_version(form)
        decision = decision_of(form, words, facts, version)
        pdf = _carrying(blank, decision.text) if decision else blank
        return engine.Printed(
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            pages=1,
            template_version=version,
            fingerprint="cheap",
        )

    monkeypatch.setattr(engine, "render", render)
    monkeypatch.setattr(vault.folder, "_sync", lambda _folder: None)  # no power fails here


def _blank() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(out, deterministic_id=True)
    return out.getvalue()


def _carrying(pdf: bytes, text: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        spec = pikepdf.AttachedFileSpec(file, text.encode(), filename="decision.json")
        file.attachments["decision.json"] = spec
        file.save(out, deterministic_id=True)
    return out.getvalue()


# Ends in the middle -----------------------------------------------------------------------------------


@contextmanager
def crashing(at_write: int) -> Iterator[None]:
    """The program ends before its `at_write`-th writing statement, counted from 0."""
    writes = itertools.count()

    def counted(execute: Callable, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and next(writes) == at_write:
            raise Crash
        return execute(sql, *rest)

    with connection.execute_wrapper(counted):
        yield


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
