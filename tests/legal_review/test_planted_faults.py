"""The machine finds what is planted: a promise that is taken away is missed at once.

`python -m bench.planted_faults` plants every one of them, one after the other, and prints what found it.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from requests_flow.flows import CaseFlow
from tests.house.test_the_gate_in_the_flow import faults_of, graph_of
from tests.legal_review.gate.faults import FAULTS, planted
from tests.legal_review.gate.machine import TheGate, run

pytestmark = pytest.mark.django_db

MOST, STEPS, SEED = 150, 30, 711
TABLE = os.environ.get("FAULTS_TABLE", "")
# Some minutes of work: the bench alone asks for it. What the machine is made of is tested beside it.
CHOSEN = [one for one in FAULTS if TABLE and not one.elsewhere]


@pytest.mark.parametrize("fault", CHOSEN, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found(house, monkeypatch, fault):
    began, found = time.perf_counter(), ""
    # Not @classmethod: what is planted in the database is the fault's own.
    monkeypatch.setattr(TheGate, "planted", staticmethod(fault.plant_rows))
    with planted(fault):
        proof = faults_of(graph_of(CaseFlow))
        try:
            run(examples=MOST, steps=STEPS, seed=SEED)
        except Exception as error:
            found = f"{type(error).__name__}: {error}".splitlines()[0][:120]
    keep(fault, found, proof, time.perf_counter() - began)

    assert bool(proof) == fault.by_proof, "what the proof over the graph finds"
    assert found, f"nothing was noticed in {TheGate.begun} examples"


def keep(fault, found: str, proof: list[str], seconds: float) -> None:
    """A line for the table, if one is wanted."""
    if not TABLE:
        return
    row = {
        "fault": fault.name,
        "found": found,
        "examples": TheGate.begun,
        "proof": proof[:1],
        "seconds": round(seconds, 1),
    }
    with Path(TABLE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def test_each_fault_has_a_name_of_its_own():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 20
