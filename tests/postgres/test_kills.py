"""kill -9 while letters are issued: no gap, no double, no row without its file. `bench/kills` in short."""

from __future__ import annotations

import pytest

from bench.kills import tally
from bench.kills.killer import Killer, Plan
from bench.kills.office import open_desk
from bench.kills.rehearsal import seconds_a_letter
from bench.kills.worker import STEPS
from requests_flow.letters.fonts import font_dir
from requests_flow.letters.fonts.prepare import prepare

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SECONDS = 60  # for a machine that does other things too


@pytest.fixture(autouse=True)
def room(settings, tmp_path):
    """A vault and a seal of its own, and the fonts."""
    settings.VAULT_DIR = tmp_path / "vault"
    settings.YISHEN_LETTER_WORKERS = 0
    for name in ("YISHEN_SEALER", "YISHEN_SEAL_DIR", "YISHEN_SEAL_PASSPHRASE"):
        setattr(settings, name, getattr(settings, name))  # so that each is set back afterwards
    prepare(font_dir())


def killed(acks, cases=40, **plan):
    desk = open_desk(cases, acks.parent / "keys")
    seconds_a_letter(
        desk, workers=2, rounds=1
    )  # loads the printer and the sealer, for all children
    done = Killer(Plan(**{"workers": 2, "seconds": SECONDS, **plan}), desk, acks).run()
    return done, tally.count(desk, acks)


def test_nothing_is_lost_whenever_a_worker_is_killed(tmp_path):
    done, figures = killed(tmp_path / "acks", kills=15, spread=0.15, seed=1)

    assert done.kills == 15
    assert done.failed == 0
    assert tally.faults(figures) == {}
    assert figures["issued"] >= figures["acks"]


def test_the_next_worker_goes_on_from_every_step(tmp_path):
    """Dead after each step once; the next one begins with the same case."""
    plan = {"aimed_share": 1.0, "in_turn": True, "workers": 1}
    done, figures = killed(tmp_path / "acks", cases=2 * len(STEPS), kills=len(STEPS), **plan)

    assert done.steps == dict.fromkeys(STEPS, 1)
    assert tally.faults(figures) == {}


def test_a_file_written_too_late_would_be_noticed(tmp_path):
    plan = {"strategy": "file-after-commit", "aimed_share": 1.0, "aimed_at": ("writing",)}
    _, figures = killed(tmp_path / "acks", cases=6, kills=2, **plan)

    assert tally.faults(figures)["missing_files"] >= 2
