"""Two versions beside each other: nothing is lost, nothing is invented, and it reads well."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from requests_flow.letters.alignment import Kind, align, one_row
from requests_flow.letters.differences import Version, differences
from requests_flow.letters.wordwise import Mark, runs_of

WORDS = st.sampled_from(
    [
        "本机关",
        "第三十六条",
        "第（四）项",
        "档案室",
        "，",
        "。",
        "2026年11月4日",
        "12",
        "不",
        "予",
        "公开",
        "𠮷",
        "葛\U000e0100",
    ]
)
PARAGRAPH = st.lists(WORDS, max_size=12).map("".join)
LETTER = st.lists(PARAGRAPH | st.text(max_size=8), max_size=8)
HANDS_OUT = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["批复.pdf", "附图.pdf", "协议.pdf"]),
            "pages": st.sampled_from([None, 1, 4]),
            "sha256": st.sampled_from(["a" * 64, "b" * 64, "c" * 64]),
        }
    ),
    max_size=4,
)


def said(runs) -> str:
    return "".join(run.text for run in runs)


def marked(runs) -> str:
    """As one line: [-went-]{+came+}."""
    signs = {Mark.SAME: "{}", Mark.OLD: "[-{}-]", Mark.NEW: "[+{}+]"}
    return "".join(signs[run.mark].format(run.text) for run in runs)


def version(**more) -> Version:
    paragraphs = ["经审查，现答复如下：", "经检索，未查到。"]
    context = {
        "title": "某局答复书",
        "addressee": "张三丰",
        "contact": "某科",
        "remedy": "可以复议。",
    }
    context |= {"title_lines": ["某局答复书"], "paragraphs": paragraphs, "attachments": []}
    context |= {"decision": {"outcome": "D1a", "bases": ["第三十六条第（四）项"]}}
    values = {"letter_code": "L13", "outcome_code": "D1a", "template_version": "L13-1"}
    return Version(
        **{**values, **{name: more.pop(name) for name in list(more) if name in values}},
        attachments=more.pop("attachments", ()),
        context={**context, **more},
    )


@given(LETTER, LETTER)
@example(["一"], ["一", "一"])
@example(["甲乙丙丁戊己", "子丑寅卯辰巳"], ["子丑寅卯辰巳", "甲乙丙丁戊己"])
def test_the_old_sides_are_the_old_letter_and_the_new_sides_the_new_one(old, new):
    rows = align(old, new)
    assert [said(row.old) for row in rows if row.old_at is not None] == old
    assert [said(row.new) for row in rows if row.new_at is not None] == new
    assert [row.old_at for row in rows if row.old_at is not None] == list(range(len(old)))
    assert [row.new_at for row in rows if row.new_at is not None] == list(range(len(new)))
    assert not any(row.old for row in rows if row.old_at is None)
    assert not any(row.new for row in rows if row.new_at is None)


@given(LETTER, LETTER)
def test_a_row_is_same_only_where_both_sides_are(old, new):
    for row in align(old, new):
        if row.old_at is not None and row.new_at is not None:
            assert row.is_same == (old[row.old_at] == new[row.new_at])
        else:
            assert not row.is_same


@given(LETTER)
def test_a_letter_beside_itself_shows_no_difference(letter):
    assert all(row.is_same for row in align(letter, letter))


@given(LETTER, LETTER)
def test_the_other_way_round_the_sides_change_places(old, new):
    turned = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}

    def seen(rows, *, is_turned):
        found = set()
        for row in rows:
            sides = (
                row.old_at,
                marked(row.old),
                row.goes_to,
                row.new_at,
                marked(row.new),
                row.comes_from,
            )
            if is_turned:
                signs = str.maketrans("+-", "-+")
                sides = (
                    sides[3],
                    sides[4].translate(signs),
                    sides[5],
                    sides[0],
                    sides[1].translate(signs),
                    sides[2],
                )
            found.add((turned.get(row.kind, row.kind) if is_turned else row.kind, sides))
        return found

    old, new = ([text.replace("+", "").replace("-", "") for text in side] for side in (old, new))
    assert seen(align(old, new), is_turned=False) == seen(align(new, old), is_turned=True)


@given(PARAGRAPH | st.text(max_size=30), PARAGRAPH | st.text(max_size=30))
def test_the_runs_of_a_paragraph_hold_every_character_of_both(old, new):
    runs = runs_of(old, new)
    assert said(run for run in runs if run.mark is not Mark.NEW) == old
    assert said(run for run in runs if run.mark is not Mark.OLD) == new
    assert all(run.text for run in runs)


@given(PARAGRAPH, PARAGRAPH)
def test_no_single_character_is_left_standing_between_two_changes(old, new):
    marks = [(run.mark, len(run.text)) for run in runs_of(old, new)]
    for before, here, after in zip(marks, marks[1:], marks[2:], strict=False):
        if here[0] is Mark.SAME and before[0] is not Mark.SAME and after[0] is not Mark.SAME:
            assert here[1] > 1


@pytest.mark.parametrize(
    ("old", "new", "read"),
    [
        ("第三十六条第（四）项规定", "第三十七条第（四）项规定", "[-第三十六条-][+第三十七条+]第（四）项规定"),
        ("于2026年11月4日收到", "于2026年12月14日收到", "于[-2026年11月4日-][+2026年12月14日+]收到"),
        ("综合档案系统、业务科室", "综合档案系统、库房、业务科室", "综合档案系统、[+库房、+]业务科室"),
        ("共3页。", "共12页。", "共[-3-][+12+]页。"),
        ("本机关不予公开。", "本机关予以公开。", "本机关[-不予-][+予以+]公开。"),
        ("葛某", "葛\U000e0100某", "[-葛-][+葛\U000e0100+]某"),
        ("甲乙丙丁", "", "[-甲乙丙丁-]"),
    ],
)  # fmt: skip
def test_a_change_reads_as_one_would_say_it(old, new, read):
    assert marked(runs_of(old, new)) == read


def test_paragraphs_are_known_again_when_they_change_come_go_and_move():
    letter = [
        "本机关收到您的申请。",
        "1. 关于征收补偿安置方案，予以公开；",
        "2. 关于评估报告，不予公开；",
        "理由：该报告涉及第三方商业秘密，第三方不同意公开。",
        "特此告知，请您留意查收本告知书。",
    ]
    changed = [
        letter[0],
        letter[4],
        "另请注意办公时间。",
        letter[1],
        letter[2].replace("不予", "予以"),
    ]
    kinds = [(row.kind, row.old_at, row.new_at) for row in align(letter, changed)]
    assert kinds == [
        (Kind.SAME, 0, 0),
        (Kind.MOVED, None, 1),
        (Kind.ADDED, None, 2),
        (Kind.SAME, 1, 3),
        (Kind.CHANGED, 2, 4),
        (Kind.REMOVED, 3, None),
        (Kind.MOVED, 4, None),
    ]


def test_what_moved_and_changed_shows_both():
    letter = ["甲：关于征收补偿安置方案，本机关予以公开。", "乙：一", "丙：二", "丁：三"]
    rows = align(letter, [*letter[1:], letter[0].replace("予以公开", "不予公开")])
    moved = [row for row in rows if row.kind is Kind.MOVED]
    assert [(row.old_at, row.goes_to, row.new_at, row.comes_from) for row in moved] == [
        (0, 3, None, None),
        (None, None, 3, 0),
    ]
    assert "[-予以-]" in marked(moved[0].old)
    assert "[+不予+]" in marked(moved[1].new)


def test_two_values_of_one_thing_are_one_row():
    assert [one_row(*pair).kind for pair in (("", ""), ("", "甲"), ("甲", ""), ("甲", "乙"))] == [
        Kind.SAME,
        Kind.ADDED,
        Kind.REMOVED,
        Kind.CHANGED,
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["一" * 8000], ["一" * 7999 + "二"]),
        (["一二" * 4000], ["二二一" * 2600]),
        (["无。"] * 4000, ["有。", *["无。"] * 3999, "有。"]),
        ([f"{at}. 某文件；" for at in range(2000)], [f"{at}. 某证件；" for at in range(2000)]),
    ],
    ids=["a long one", "two signs", "the same line", "a long list"],
)
def test_nothing_that_somebody_types_takes_long(old, new):
    begun = time.perf_counter()
    rows = align(old, new)
    assert time.perf_counter() - begun < 5  # a tenth of that here
    assert [said(row.new) for row in rows if row.new_at is not None] == new


def test_a_version_beside_itself_shows_no_difference():
    found = differences(version(), version())
    assert found.is_none
    assert found.remedy.is_same
    assert {part.name for part in found.parts} >= {"title", "addressee", "outcome", "template"}


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"title": "某局告知书"}, "title"),
        ({"addressee": "张三"}, "addressee"),
        ({"contact": "另一科"}, "contact"),
        ({"outcome_code": "D1b"}, "outcome"),
        ({"letter_code": "L14"}, "letter"),
        ({"template_version": "L13-2"}, "template"),
        ({"decision": {"outcome": "D1a", "bases": ["第三十六条第（五）项"]}}, "bases"),
        ({"title_lines": ["某局", "答复书"]}, "title_lines"),
        ({"something_new": ["甲", {"乙": 1}]}, "something_new"),
    ],
)
def test_what_is_no_paragraph_is_compared_too(more, name):
    found = differences(version(), version(**more))
    assert [part.name for part in found.parts if not part.row.is_same] == [name]
    assert found.count == 1


def test_the_remedy_is_a_row_of_its_own():
    found = differences(version(), version(remedy="可以申请行政复议。"))
    assert (found.remedy.kind, found.count) == (Kind.CHANGED, 1)


def test_a_paragraph_that_moved_counts_once():
    lines = ["甲甲甲甲甲甲", "乙乙乙", "丙丙丙"]
    found = differences(version(paragraphs=lines), version(paragraphs=[*lines[1:], lines[0]]))
    assert found.count == 1


def test_files_are_known_by_content_before_their_name():
    plan = {"name": "方案.pdf", "pages": 4, "sha256": "a" * 64}
    map_ = {"name": "附图.pdf", "pages": 1, "sha256": "b" * 64}
    report = {"name": "报告.pdf", "pages": 9, "sha256": "c" * 64}
    new = [map_, {**plan, "name": "征收方案.pdf"}, {**report, "sha256": "d" * 64, "pages": 8}]
    rows = differences(
        version(attachments=[plan, map_, report]), version(attachments=new)
    ).attachments
    assert [(row.kind, set(row.changed)) for row in rows] == [
        (Kind.MOVED, {"place"}),
        (Kind.CHANGED, {"name", "place"}),
        (Kind.CHANGED, {"sha256", "pages"}),
    ]
    rows = differences(version(attachments=[plan]), version(attachments=[map_])).attachments
    assert [row.kind for row in rows] == [Kind.ADDED, Kind.REMOVED]


@given(HANDS_OUT, HANDS_OUT)
def test_every_file_of_both_versions_is_shown_once(old, new):
    rows = differences(version(attachments=old), version(attachments=new)).attachments
    assert sorted(str(row.old) for row in rows if row.old) == sorted(map(str, old))
    assert [row.new for row in rows if row.new] == new
    assert all(row.is_same for row in rows) == (old == new)
