"""The rows of the flow and of the case itself, as viewflow and the actions write them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from viewflow.workflow.models import Process, Task

from requests_flow.models import Applicant, Case, Correction, Entry, Extension
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit

from .lives import Life
from .writing import Row, Table, moment

FLOW = "requests_flow/flows.CaseFlow"
GATES = {
    "register": "HUMAN_START",
    "needs_correction": "EXCLUSIVE_GATEWAY",
    "is_given_up": "EXCLUSIVE_GATEWAY",
    "is_concluded": "EXCLUSIVE_GATEWAY",
    "is_reconsidered": "EXCLUSIVE_GATEWAY",
    "hands_out": "EXCLUSIVE_GATEWAY",
    "is_secrecy_kept": "EXCLUSIVE_GATEWAY",
    "is_approved": "SWITCH",
    "is_signed": "EXCLUSIVE_GATEWAY",
    "is_issued": "EXCLUSIVE_GATEWAY",
    "has_left": "EXCLUSIVE_GATEWAY",
    "end": "END",
}
# Which duty, on which place, and in whose hands.
HUMAN = {
    "review": (Duty.REVIEW, "organ", "clerk"),
    "await_correction": (Duty.REGISTER, "organ", "clerk"),
    "assign": (Duty.REVIEW, "organ", "clerk"),
    "handle": (Duty.HANDLE, "place", "handler"),
    "compose": (Duty.HANDLE, "place", "handler"),
    "check_secrecy": (Duty.CHECK_SECRECY, "organ", "checker"),
    "review_in_law": (Duty.REVIEW_IN_LAW, "organ", "adviser"),
    "sign": (Duty.SIGN, "organ", "signatory"),
    "issue": (Duty.DELIVER, "organ", "clerk"),
    "deliver": (Duty.DELIVER, "organ", "clerk"),
    "file_away": (Duty.ARCHIVE, "organ", "clerk"),
}
# Of the five that are in everybody's story.
STORY = {
    "registered": ("register", Duty.REGISTER, "clerk"),
    "reviewed": ("review", Duty.REVIEW, "clerk"),
    "outcome_chosen": ("handle", Duty.HANDLE, "handler"),
    "opinion_approved": ("review_in_law", Duty.REVIEW_IN_LAW, "adviser"),
    "delivered": ("deliver", Duty.DELIVER, "clerk"),
}


def who(life: Life, role: str) -> int:
    """The key of the person who has that part in the case."""
    if role in ("clerk", "handler"):
        return int(getattr(life, role))
    return int(getattr(life.organ, role))


class FlowRows:
    """Processes, tasks, applicants, cases, what moves their clocks, and their stories."""

    def __init__(self) -> None:
        self.processes = Table(Process, "id", "status", "created", "finished", "flow_class")
        self.tasks = Table(
            Task, "id", "process_id", "flow_task", "flow_task_type", "status", "created", "started",
            "finished", "token", "owner_permission", "owner_permission_content_type_id",
            "owner_permission_obj_pk", "owner_id",
        )  # fmt: skip
        self.applicants = Table(Applicant, "id", "name", "kind", "phone", "address", "postcode")
        self.cases = Table(
            Case, "id", "process_id", "unit_id", "section_id", "legal_unit_id", "number",
            "applicant_id", "subject", "request_text", "channel", "submitted_on", "received_on",
            "receipt_basis", "handler_id", "registered_by_id", "registered_at", "review_result",
            "outcome_code", "due_on", "clock_state", "answered_on", "closed_on", "archived_at",
        )  # fmt: skip
        self.corrections = Table(
            Correction, "id", "case_id", "items", "asked_on", "period_days", "period_ends_on",
            "asked_by_id", "served_on", "received_on", "corrected_text", "lapsed_on",
        )  # fmt: skip
        self.extensions = Table(
            Extension, "id", "case_id", "days", "reason", "approved_by_id", "approved_on",
            "notified_on", "due_before",
        )  # fmt: skip
        self.entries = Table(
            Entry, "id", "case_id", "verb", "actor_id", "duty", "at", "on", "data", "previous", "hash"
        )  # fmt: skip
        self.process_shift = self.processes.first - self.cases.first
        self.applicant_shift = self.applicants.first - self.cases.first
        self.task_keys = itertools.count(self.tasks.first)
        self.entry_keys = itertools.count(self.entries.first)
        self.moves = itertools.count(max(self.corrections.first, self.extensions.first))
        last = Entry.objects.order_by("pk").last()
        self.previous = last.hash if last else "0" * 64
        self.unit_type = ContentType.objects.get_for_model(Unit).pk

    def write(self, lives: list[Life]) -> None:
        """The rows of these cases, in an order in which each finds what it points to."""
        self.processes.write(map(self._process, lives))
        self.applicants.write(map(self._applicant, lives))
        self.cases.write(map(self._case, lives))
        self.tasks.write(row for life in lives for row in self._tasks(life))
        self.corrections.write(row for life in lives for row in self._correction(life))
        self.extensions.write(row for life in lives for row in self._extension(life))
        self.entries.write(row for life in lives for row in self._entries(life))

    def _process(self, life: Life) -> Row:
        finished = moment(life.closed) if life.closed and not life.at else None
        status = "DONE" if finished else "NEW"
        return life.pk + self.process_shift, status, moment(life.received), finished, FLOW

    def _applicant(self, life: Life) -> Row:
        kind = "natural_person" if life.asked.is_person else "company"
        phone, address = f"139{life.pk % 10**8:08d}", f"宁波市海曙区某路{life.pk % 997 + 1}号"
        key = life.pk + self.applicant_shift
        return key, life.asked.name, kind, phone, address, "315000"

    def _case(self, life: Life) -> Row:
        came, key, organ = life.received.isoformat(), life.pk, life.organ.pk
        channel, state = "online" if key % 3 else "counter", "running"
        if life.answered:
            state = "answered" if life.answered <= life.due else "answered_late"
        result = "accepted" if life.is_past("review") else ""
        if life.at == "await_correction":
            result = "correction"
        closed = life.closed and life.closed.isoformat()
        return (
            key, key + self.process_shift, organ, life.section, organ, life.number,
            key + self.applicant_shift, life.asked.subject, life.asked.text, channel, came, came,
            "条例第三十一条", life.handler if life.is_past("assign") else None, life.clerk,
            moment(life.received), result, life.outcome, life.due.isoformat(), state,
            life.answered and life.answered.isoformat(), closed,
            moment(life.closed, 16) if life.closed and not life.at else None,
        )  # fmt: skip

    def _tasks(self, life: Life) -> Iterator[Row]:
        process = life.pk + self.process_shift
        for place, node in enumerate(life.road):
            is_last = node == life.at
            at = moment(life.day(node))
            permission, on, owner = None, None, None
            if human := HUMAN.get(node):
                duty, where, role = human
                permission, owner = duty.value, who(life, role)
                on = str(life.section or life.organ.pk) if where == "place" else str(life.organ.pk)
                # Of what waits a third is free; what is handled was assigned.
                if is_last and role != "handler" and life.pk % 3:
                    owner = None
            elif node == "register":
                owner = life.clerk
            status = "DONE" if not is_last else "ASSIGNED" if owner else "NEW"
            yield (
                next(self.task_keys), process, f"{FLOW}.{node}", GATES.get(node, "HUMAN"), status, at,
                None if is_last or not owner else at, None if is_last else at, "start", permission,
                self.unit_type if permission else None, on, owner,
            )  # fmt: skip
            if is_last and place:
                return

    def _correction(self, life: Life) -> Iterator[Row]:
        if "await_correction" not in life.road or not life.is_past("review"):
            return
        asked = life.day("await_correction")
        came = asked.isoformat() if life.is_past("await_correction") else None
        lapsed = came if life.outcome == "F1" else None
        yield (
            next(self.moves), life.pk, "请写明所需信息的名称或者地块。", asked.isoformat(), 15,
            (life.closed or life.due).isoformat(), life.clerk, asked.isoformat(),
            None if lapsed else came, life.corrected_text, lapsed,
        )  # fmt: skip

    def _extension(self, life: Life) -> Iterator[Row]:
        if life.extended_from is None:
            return
        told = min(life.day("compose"), life.extended_from).isoformat()
        yield (
            next(self.moves), life.pk, 20, "需要征求多个单位的意见。", life.clerk, told, told,
            life.extended_from.isoformat(),
        )  # fmt: skip

    def _entries(self, life: Life) -> Iterator[Row]:
        for verb, (node, duty, role) in STORY.items():
            if not life.is_past(node):
                continue
            day, key = life.day(node), next(self.entry_keys)
            data = {"number": life.number} if verb == "registered" else {"note": "已办"}
            sign = f"{key:064x}"
            yield (
                key, life.pk, verb, who(life, role), duty.value, moment(day), day.isoformat(),
                json.dumps(data, ensure_ascii=False), self.previous, sign,
            )  # fmt: skip
            self.previous = sign
