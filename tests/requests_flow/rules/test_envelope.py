"""Whatever wrong thing is put into an envelope is found."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.rules.dispatch import Route
from requests_flow.rules.envelope import (
    BelongsTo,
    Envelope,
    Party,
    Piece,
    Said,
    addressee_digest,
    goes_to,
)
from requests_flow.rules.mismatches import Fault, is_masked, mismatches

PLAN = Piece(document=5, sha256="a" * 64, name="补偿方案.pdf", pages=12)
MINUTES = Piece(document=7, sha256="b" * 64, name="纪要.pdf", pages=6)
RIGHT = Envelope(
    case=1,
    letter=11,
    code="L10",
    number="海测公开〔2026〕3号",
    sha256="c" * 64,
    addressee="张三丰",
    address="宁波市海曙区县前街61号2幢301室",
    postcode="315000",
    email="zhang@example.com",
    attachments=(PLAN, MINUTES),
)
CASE = BelongsTo(
    case=1,
    case_number="海测公开 2026-0007",
    letter=11,
    code="L10",
    number="海测公开〔2026〕3号",
    dated_on="2026-11-06",
    sha256="c" * 64,
    addressee="张三丰",
    printed_addressee="张三丰",
    address="宁波市海曙区县前街61号2幢301室",
    postcode="315000",
    email="zhang@example.com",
    attachments=(PLAN, MINUTES),
    files={5: "a" * 64, 7: "b" * 64, 8: "d" * 64},
)
SAID = Said(
    code="L10",
    number="海测公开〔2026〕3号",
    case_number="海测公开 2026-0007",
    dated_on="2026-11-06",
    addressee=addressee_digest("海测公开〔2026〕3号", "张三丰"),
    attachments=("a" * 64, "b" * 64),
)


def faults(envelope=RIGHT, case=CASE, *, said=SAID, way=Route.POST) -> list[Fault]:
    return [one.fault for one in mismatches(envelope, case, said=said, way=way)]


@pytest.mark.parametrize("way", [*Route, None])
def test_what_belongs_together_may_leave(way):
    assert faults(way=way) == []


def test_a_letter_without_attachments_may_leave():
    bare = replace(RIGHT, attachments=())
    case = replace(CASE, attachments=(), files={})

    assert faults(bare, case, said=replace(SAID, attachments=())) == []


MADE_OF = {str: st.text(), int: st.integers(), "str": st.text(), "int": st.integers()}


@given(data=st.data())
def test_any_single_change_of_the_envelope_is_found(data):
    name = data.draw(st.sampled_from([one.name for one in fields(Envelope)]))
    if name == "attachments":
        changed = data.draw(other_attachments())
    else:
        kind = type(getattr(RIGHT, name))
        changed = data.draw(MADE_OF[kind].filter(lambda value: value != getattr(RIGHT, name)))
    wrong = replace(RIGHT, **{name: changed})

    assert faults(wrong, way=None)
    assert wrong.digest != RIGHT.digest


@st.composite
def other_attachments(draw) -> tuple[Piece, ...]:
    """The right ones with one thing changed in one of them, or one too many, too few, elsewhere."""
    pieces = list(RIGHT.attachments)
    at = draw(st.integers(0, len(pieces) - 1))
    match draw(st.sampled_from(["field", "away", "twice", "more", "order"])):
        case "field":
            name = draw(st.sampled_from([one.name for one in fields(Piece)]))
            before = getattr(pieces[at], name)
            after = draw(MADE_OF[type(before)].filter(lambda value: value != before))
            pieces[at] = replace(pieces[at], **{name: after})
        case "away":
            del pieces[at]
        case "twice":
            pieces.append(pieces[at])
        case "more":
            key = draw(st.integers().filter(lambda key: key not in (5, 7)))
            pieces.insert(at, Piece(document=key, sha256="d" * 64, name="别件.pdf", pages=1))
        case "order":
            pieces.reverse()
    return tuple(pieces)


@given(data=st.data())
def test_any_single_change_of_what_the_file_says_is_found(data):
    name = data.draw(st.sampled_from([one.name for one in fields(Said)]))
    before = getattr(SAID, name)
    made = st.tuples(st.text()) if name == "attachments" else st.text()
    changed = data.draw(made.filter(lambda value: value != before))

    assert faults(said=replace(SAID, **{name: changed}))


@given(data=st.data())
def test_a_row_that_points_to_another_letter_is_found(data):
    """The row and the envelope made from it agree with each other; the file does not."""
    name = data.draw(st.sampled_from(["number", "code", "addressee"]))
    other = data.draw(st.text(min_size=1).filter(lambda text: text != getattr(CASE, name)))
    both = (
        {"addressee": other, "printed_addressee": other} if name == "addressee" else {name: other}
    )

    assert faults(replace(RIGHT, **{name: other}), replace(CASE, **both))


WRONG = {
    "the letter of another case": (replace(RIGHT, case=2), CASE, {Fault.OTHER_CASE}),
    "another letter of this case": (replace(RIGHT, letter=12), CASE, {Fault.OTHER_LETTER}),
    "a notice instead of the answer": (
        replace(RIGHT, code="L04"),
        replace(CASE, code="L04", is_reply=False),
        {Fault.NOT_THE_REPLY, Fault.FILE_SAYS_LETTER},
    ),
    "a legal opinion": (
        replace(RIGHT, code="L28"),
        replace(CASE, code="L28", is_reply=False, expects_reply=False),
        {Fault.STAYS_IN_THE_HOUSE, Fault.FILE_SAYS_LETTER},
    ),
    "a voided letter": (RIGHT, replace(CASE, is_voided=True), {Fault.VOIDED}),
    "a letter of an older draft": (RIGHT, replace(CASE, is_latest=False), {Fault.SUPERSEDED}),
    "another number": (replace(RIGHT, number="海测公开〔2026〕4号"), CASE, {Fault.NUMBER}),
    "no number": (
        replace(RIGHT, number=""),
        replace(CASE, number=""),
        {Fault.NUMBER, Fault.FILE_SAYS_NUMBER, Fault.FILE_SAYS_ADDRESSEE},
    ),
    "other bytes": (replace(RIGHT, sha256="e" * 64), CASE, {Fault.BYTES}),
    "the agent as addressee": (replace(RIGHT, addressee="李四"), CASE, {Fault.ADDRESSEE}),
    "an applicant renamed since": (
        replace(RIGHT, addressee="张三风"),
        replace(CASE, addressee="张三风"),
        {Fault.ADDRESSEE, Fault.FILE_SAYS_ADDRESSEE},
    ),
    "no addressee": (
        replace(RIGHT, addressee=" "),
        replace(CASE, addressee=" ", printed_addressee=" "),
        {Fault.ADDRESSEE_MISSING, Fault.FILE_SAYS_ADDRESSEE},
    ),
    "a namesake's address": (replace(RIGHT, address="鄞州区某街1号"), CASE, {Fault.ADDRESS}),
    "a namesake's postcode": (replace(RIGHT, postcode="315100"), CASE, {Fault.POSTCODE}),
    "somebody else's mailbox": (replace(RIGHT, email="li@example.com"), CASE, {Fault.EMAIL}),
    "an address that is not there": (
        replace(RIGHT, address=" "),
        replace(CASE, address=" "),
        {Fault.ADDRESS_MISSING},
    ),
    "an address of which nothing is seen": (
        replace(RIGHT, address="\u200b\u3000，"),
        replace(CASE, address="\u200b\u3000，"),
        {Fault.ADDRESS_MISSING},
    ),
    "an address that is hidden": (
        replace(RIGHT, address="海曙区县前街**号"),
        replace(CASE, address="海曙区县前街**号"),
        {Fault.ADDRESS_MASKED},
    ),
    "nothing enclosed": (replace(RIGHT, attachments=()), CASE, {Fault.ATTACHMENT_MISSING}),
    "another case's file of the same name": (
        replace(RIGHT, attachments=(PLAN, replace(MINUTES, document=99, sha256="f" * 64))),
        CASE,
        {Fault.ATTACHMENT_FOREIGN, Fault.ATTACHMENT_MISSING},
    ),
    "another case's file with the same bytes": (
        replace(RIGHT, attachments=(PLAN, replace(MINUTES, document=99))),
        CASE,
        {Fault.ATTACHMENT_FOREIGN, Fault.ATTACHMENT_MISSING},
    ),
    "the same key with other bytes": (
        replace(RIGHT, attachments=(PLAN, replace(MINUTES, sha256="f" * 64))),
        CASE,
        {Fault.ATTACHMENT_CHANGED},
    ),
    "bytes changed where they lie": (
        RIGHT,
        replace(CASE, files={**CASE.files, 7: "f" * 64}),
        {Fault.ATTACHMENT_CHANGED},
    ),
    "a file of this case that was not signed": (
        replace(
            RIGHT,
            attachments=(*RIGHT.attachments, Piece(document=8, sha256="d" * 64, name="底稿.pdf")),
        ),
        CASE,
        {Fault.ATTACHMENT_EXTRA},
    ),
    "one twice": (
        replace(RIGHT, attachments=(PLAN, PLAN, MINUTES)),
        CASE,
        {Fault.ATTACHMENT_TWICE},
    ),
    "another order": (replace(RIGHT, attachments=(MINUTES, PLAN)), CASE, {Fault.ATTACHMENT_ORDER}),
    "another name": (
        replace(RIGHT, attachments=(PLAN, replace(MINUTES, name="笔录.pdf"))),
        CASE,
        {Fault.ATTACHMENT_RENAMED},
    ),
    "a page less": (
        replace(RIGHT, attachments=(PLAN, replace(MINUTES, pages=5))),
        CASE,
        {Fault.ATTACHMENT_PAGES},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_mistake_is_called_by_its_name(name):
    envelope, case, expected = WRONG[name]

    assert set(faults(envelope, case)) == expected


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (None, Fault.FILE_SAYS_NOTHING),
        (Said(), Fault.FILE_SAYS_NOTHING),
        (replace(SAID, code="L12"), Fault.FILE_SAYS_LETTER),
        (replace(SAID, number="海测公开〔2026〕4号"), Fault.FILE_SAYS_NUMBER),
        (replace(SAID, case_number="海测公开 2026-0008"), Fault.FILE_SAYS_CASE),
        (replace(SAID, dated_on="2026-11-07"), Fault.FILE_SAYS_DATE),
        (replace(SAID, addressee=addressee_digest(SAID.number, "李四")), Fault.FILE_SAYS_ADDRESSEE),
        (replace(SAID, attachments=("a" * 64,)), Fault.FILE_SAYS_ATTACHMENTS),
    ],
)
def test_what_the_file_says_counts(said, fault):
    assert faults(said=said) == [fault]


def test_a_file_of_earlier_times_may_be_silent_on_what_it_never_held():
    assert faults(said=replace(SAID, addressee=None, attachments=None)) == []


def test_only_the_post_needs_an_address():
    envelope, case = replace(RIGHT, address=""), replace(CASE, address="")

    assert faults(envelope, case, way=Route.PICKUP) == []
    assert faults(envelope, case, way=Route.POST) == [Fault.ADDRESS_MISSING]


@pytest.mark.parametrize(
    ("code", "party"),
    [
        ("L10", Party.APPLICANT),
        ("L15", Party.APPLICANT),
        ("L05", Party.THIRD_PARTY),
        ("L20", Party.THIRD_PARTY),
        ("L07", Party.ORGAN),
        ("L08", Party.ORGAN),
        ("L23A", Party.ORGAN),
        ("L28", Party.NOBODY),
    ],
)
def test_every_letter_has_its_reader(code, party):
    assert goes_to(code) is party


@pytest.mark.parametrize(
    "address",
    ["县前街***", "县前街××号", "XX路3号", "某某小区", "海曙区……", "县前街?? 号", "县前街＿＿号"],
)
def test_an_address_with_a_hidden_part_is_seen(address):
    assert is_masked(address)


@pytest.mark.parametrize(
    "address",
    [
        "县前街61号2-301室",
        "ExxonMobil大厦3楼",
        "某街1号",
        "3-4-5号",
        "Max. Str. 5",
        "𠮷祥路8弄（北门）",
    ],
)
def test_an_odd_address_is_not_taken_for_a_hidden_one(address):
    assert not is_masked(address)


def test_the_check_code_is_short_and_of_the_digest():
    assert RIGHT.check_code == RIGHT.digest[:8].upper()
    assert len(RIGHT.digest) == 64
