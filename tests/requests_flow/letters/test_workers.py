"""Printers of their own: the same letters, and one that fails takes one letter with it."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time

import pytest

from requests_flow.letters import engine, errors, press
from requests_flow.letters import workers as pools
from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.decision import decision_of
from requests_flow.letters.errors import (
    EmptyOutput,
    LetterStopped,
    MissingGlyph,
    PrinterBusy,
    PrinterDied,
    PrinterTooSlow,
    ReachesOutside,
)
from requests_flow.letters.workers import Workers


@pytest.fixture(scope="module")
def printers(fonts):
    two = Workers(2)
    two.start()
    yield two
    two.stop()


@pytest.fixture
def one():
    """A single printer that may be broken."""
    alone = Workers(1, seconds=30)
    yield alone
    alone.stop()


def sheet(context, code="L12"):
    context = {name: value for name, value in context.items() if name != "decision"}
    form = LETTERS[code]
    decision = decision_of(form, context, {}, "x")
    return press.Sheet(code, engine.to_html(form, context), "x", decision)


def process_of(printers):
    """The process that will be used next."""
    worker = printers._places.get_nowait()
    printers._places.put(worker)
    return worker.process


def in_thread(call):
    """Run it beside us; what came out, or what was raised."""
    found = []

    def run():
        try:
            found.append(call())
        except LetterStopped as stopped:
            found.append(stopped)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def test_the_bytes_are_those_of_this_process(compose, printers):
    letter = sheet(compose("C6"))
    assert printers.print(letter) == press.print_here(letter)


def test_each_caller_gets_its_own_letter(compose, printers):
    names = [f"张{chr(0x4E00 + at)}" for at in range(8)]
    sheets = [sheet(compose("C6") | {"addressee": name}) for name in names]
    expected = [press.print_here(one).sha256 for one in sheets]
    running = [in_thread(lambda one=one: printers.print(one).sha256) for one in sheets]
    for thread, _ in running:
        thread.join()

    assert [found for _, (found,) in running] == expected


def test_why_a_letter_stopped_is_told_by_the_printer(compose, printers):
    with pytest.raises(MissingGlyph) as stopped:
        printers.print(sheet(compose("C6") | {"addressee": "张\ue123"}))
    assert stopped.value.characters == ["\ue123"]
    outside = press.Sheet("L12", '<html lang="zh"><img src="file:///etc/passwd">', "x")
    with pytest.raises(ReachesOutside, match="L12"):
        printers.print(outside)


def test_a_printer_that_dies_takes_one_letter_by_name(compose, one):
    letter = sheet(compose("C6"))
    one.print(letter)
    broken = process_of(one)
    os.kill(broken.pid, signal.SIGSTOP)  # so that it is surely at work when it is killed
    thread, found = in_thread(lambda: one.print(letter))
    time.sleep(0.2)
    os.kill(broken.pid, signal.SIGKILL)
    thread.join(20)

    (stopped,) = found
    assert isinstance(stopped, PrinterDied)
    assert "L12" in str(stopped)
    assert str(-signal.SIGKILL) in str(stopped)
    assert one.print(letter) == press.print_here(letter)
    assert process_of(one).pid != broken.pid


def test_one_that_died_in_its_sleep_is_replaced_unseen(compose, one):
    letter = sheet(compose("C6"))
    one.start()
    process_of(one).kill()
    process_of(one).wait()
    assert one.print(letter) == press.print_here(letter)


def test_a_printer_that_hangs_is_stopped_and_the_letter_is_named(compose, one):
    letter = sheet(compose("C6"))
    one.print(letter)
    hanging = process_of(one)
    os.kill(hanging.pid, signal.SIGSTOP)
    one.seconds = 1
    with pytest.raises(PrinterTooSlow, match="L12"):
        one.print(letter)
    assert hanging.poll() == -signal.SIGKILL
    one.seconds = 30
    assert one.print(letter).pages >= 1


def test_who_waits_too_long_for_a_printer_is_told(compose, one):
    one.start()
    place = one._places.get()
    one.seconds = 0.1
    with pytest.raises(PrinterBusy, match="L12"):
        one.print(sheet(compose("C6")))
    one._places.put(place)
    one.seconds = 30


def test_a_printer_ends_with_the_process_that_uses_it(one):
    one.start()
    place = one._places.get()
    place.line.close()
    assert place.process.wait(20) == 0
    one._places.put(None)


def test_all_printers_can_be_ended(fonts):
    two = Workers(2)
    two.start()
    first, second = two._places.get(), two._places.get()
    two._places.put(first)
    two._places.put(second)
    two.stop()
    assert first.process.returncode == second.process.returncode == -signal.SIGKILL


def test_a_child_of_this_process_has_printers_of_its_own(monkeypatch):
    ours = pools.workers(3)
    assert pools.workers(3) is ours
    monkeypatch.setattr(pools.os, "getpid", lambda: 1)
    assert pools.workers(3) is not ours


def test_the_setting_decides_where_letters_are_printed(compose, settings, monkeypatch):
    here = engine.render("L12", compose("C6"))
    settings.YISHEN_LETTER_WORKERS = 1
    monkeypatch.setattr(engine, "print_here", lambda given: pytest.fail("printed here"))
    engine.warm_up()
    try:
        assert engine.render("L12", compose("C6")) == here
        with pytest.raises(MissingGlyph) as stopped:
            engine.render("L12", compose("C6") | {"addressee": "张\ue123三"})
        assert "张\ue123三" in str(stopped.value)
    finally:
        pools.workers(1).stop()


STOPPED = [
    errors.MissingLibrary(["libpango"], ["libpango-1.0-0"]),
    errors.MissingFont(["Gov Song"]),
    errors.MissingGlyph(["\ue123"], {"\ue123": "张\ue123"}),
    errors.MissingField("L12", ["title"]),
    errors.UnknownField("L12", ["x"]),
    errors.UnknownLetter("L99"),
    errors.EmptyOutput("L12"),
    errors.ReachesOutside("L12"),
    errors.NotArchival("L12"),
    errors.PrinterBusy("L12"),
    errors.PrinterTooSlow("L12", 60),
    errors.PrinterDied("L12", -9),
]


@pytest.mark.parametrize("stopped", STOPPED, ids=lambda one: one.code)
def test_every_reason_survives_the_way_between_processes(stopped):
    again = pickle.loads(pickle.dumps(stopped))  # noqa: S301 - our own bytes
    assert type(again) is type(stopped)
    assert str(again) == str(stopped)
    assert vars(again) == vars(stopped)


@pytest.mark.parametrize("lack", ["pages", "bytes", "not a PDF"])
def test_what_came_out_empty_is_not_a_letter(compose, monkeypatch, lack):
    engine.render("L12", compose("C6"))
    from weasyprint.document import Document

    real = Document.write_pdf

    def write(self, *given, **options):
        pdf = real(self, *given, **options)
        if lack == "pages":
            self.pages = []
        return {"bytes": b"", "not a PDF": b"<html>"}.get(lack, pdf)

    monkeypatch.setattr(Document, "write_pdf", write)
    with pytest.raises(EmptyOutput, match="L12"):
        engine.render("L12", compose("C6"))
