"""What may be done against an answer: law.md 4.2 and 4.3, written down by hand and compared."""

from dataclasses import fields, replace
from datetime import date

import pytest

from requests_flow.rules.catalogue import OUTCOMES, Remedy
from requests_flow.rules.conventions import Conventions
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.remedies import (
    WITHOUT_REMEDY,
    Forum,
    OrganKind,
    RemedyError,
    cell_on,
    record_text,
    remedy_on,
    remedy_text,
    review_organs,
    silence_on,
    third_party_text,
    whose_act,
)
from requests_flow.rules.remedy_matrix import MATRIX, RECORD, SILENCE, THIRD_PARTY
from requests_flow.rules.review_organs import ROWS, review_row

DISTRICT, CITY = "宁波市海曙区人民政府", "宁波市人民政府"
NOW = date(2026, 11, 23)
DAYS = (
    *(date(2019, 5, 15), date(2023, 12, 31)),  # before the law of 2023
    *(date(2024, 1, 1), date(2025, 5, 31)),  # after it
    *(date(2025, 6, 1), NOW),  # after 法释〔2025〕8号
)
COLUMN = (0, 0, 1, 1, 2, 2)

# law.md 4.2. First: review first (T1). Either: review or court (T2). Both: T1 and T2 (T3).
BY_HAND = """
A1   either  either  either
A2   either  either  either
A3   either  either  either
B    either  both    both
C1   either  first   first
C2   either  first   first
C3   either  first   first
C4   either  first   first
C5   either  first   first
C6   either  first   first
C7   either  first   first
C8   either  either  either
D1a  either  either  either
D1b  either  either  either
D2   either  either  either
D3   either  either  either
E1   either  either  either
E2   either  either  either
E3   either  either  either
E4   either  either  either
E5   either  either  either
F1   either  either  either
F2   either  either  either
F3   either  either  either
"""
WORDS = {"first": Remedy.REVIEW_FIRST, "either": Remedy.EITHER, "both": Remedy.SPLIT}
LAW_MD = {row.split()[0]: row.split()[1:] for row in BY_HAND.strip().splitlines()}

# law.md 4.3, and for the time before 2024 行政复议法（2017年修正）arts. 12, 13, 15. "-": entered.
ORGANS_BY_HAND = {
    OrganKind.GOVERNMENT: (CITY, CITY),
    OrganKind.GOVERNMENT_OFFICE: (CITY, CITY),
    OrganKind.DEPARTMENT: (f"{DISTRICT} 上一级主管部门", DISTRICT),
    OrganKind.TOWN: (DISTRICT, DISTRICT),
    OrganKind.STREET: (DISTRICT, DISTRICT),
    OrganKind.AUTHORISED: ("-", DISTRICT),
    OrganKind.MUNICIPAL_BRANCH: (f"{CITY} 设立该派出机构的市级部门", f"{CITY} {DISTRICT}"),
    OrganKind.JUSTICE_BUREAU: (f"{DISTRICT} 宁波市司法局", f"{DISTRICT} 宁波市司法局"),
    OrganKind.VERTICAL: ("-", "-"),
}
ENTERED = "浙江省税务局"
COURT = "宁波市海曙区人民法院"


def organs_of(kind, on, **more):
    return review_organs(kind, district=DISTRICT, city=CITY, on=on, **more)


def expected_organs(kind, on):
    named = ORGANS_BY_HAND[kind][on >= date(2024, 1, 1)]
    return (ENTERED,) if named == "-" else tuple(named.split())


def forum(**changes):
    given = {
        "kind": OrganKind.DEPARTMENT,
        "unit_name": "宁波市海曙区发展和改革局",
        "review_organs": (DISTRICT,),
        "court": COURT,
    }
    return Forum(**{**given, **changes})


def text(code, on=NOW, **changes):
    return remedy_text(OUTCOMES[code], forum(**changes), on=on)


def test_the_codes_that_are_stored_stay():
    assert " ".join(OrganKind) == (
        "government government_office department town street municipal_branch vertical authorised"
        " justice_bureau"
    )


def test_the_table_is_whole():
    assert list(LAW_MD) == list(OUTCOMES)
    assert set(ORGANS_BY_HAND) == set(OrganKind)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("kind", list(OrganKind))
@pytest.mark.parametrize("code", list(OUTCOMES))
def test_every_outcome_at_every_time_by_every_organ(code, kind, on):
    """What law.md says is in the sentence, and what it does not say is not."""
    word = LAW_MD[code][COLUMN[DAYS.index(on)]]
    entered = ENTERED if ORGANS_BY_HAND[kind][on >= date(2024, 1, 1)] == "-" else ""
    organs = organs_of(kind, on, entered=entered)

    sentence = text(code, on, kind=kind, unit_name="某单位", review_organs=organs)

    assert organs == expected_organs(kind, on)
    assert remedy_on(OUTCOMES[code], on) is WORDS[word]
    named = "或者".join(expected_organs(kind, on))
    review_first, either = f"60日内先向{named}申请行政复议", f"60日内向{named}申请行政复议"
    assert (review_first in sentence) is (word in {"first", "both"})
    assert (either in sentence) is (word in {"either", "both"})
    assert ("15日内，依法向人民法院提起行政诉讼" in sentence) is (word != "either")
    assert (f"6个月内直接向{COURT}提起行政诉讼" in sentence) is (word != "first")
    assert ("不予公开的部分" in sentence) is (word == "both")
    assert "3个月" not in sentence  # the term of before 2015


@pytest.mark.parametrize("code", list(OUTCOMES))
def test_today_the_row_says_the_same_as_the_matrix(code):
    assert OUTCOMES[code].remedy is remedy_on(OUTCOMES[code], NOW)


@pytest.mark.parametrize(
    ("code", "on", "basis"),
    [
        (
            "C1",
            NOW,
            "行政复议法第二十三条第一款第（四）项、第二款，法释〔2025〕8号第一条第（二）项",
        ),
        ("C7", date(2025, 5, 31), "行政复议法第二十三条第一款第（四）项、第二款"),
        ("B", NOW, "国办函〔2021〕132号第二条"),
        ("D1a", NOW, "法释〔2025〕8号第一条第（一）项"),
        ("E4", NOW, "法释〔2025〕8号第一条第（一）项"),
        ("F1", NOW, "法释〔2025〕8号第一条第（一）项"),
        ("A1", NOW, "法释〔2025〕8号第一条第（三）项"),
        (THIRD_PARTY, NOW, "法释〔2025〕8号第一条第（四）项"),
        (SILENCE, NOW, "法释〔2025〕8号第二条第二款"),
        (SILENCE, date(2024, 6, 1), "行政诉讼法第四十七条，法释〔2018〕1号第六十六条"),
        ("D2", date(2024, 6, 1), "行政诉讼法第四十四条、第四十六条"),
        ("C1", date(2023, 12, 31), "行政复议法（2017年修正）第九条"),
    ],
)
def test_each_cell_has_its_basis(code, on, basis):
    assert basis in cell_on(code, on).basis


def test_at_every_time_each_case_has_exactly_one_cell():
    for start in {cell.valid_from for cell in MATRIX}:
        codes = [code for cell in MATRIX if cell.valid_from == start for code in cell.of]
        assert sorted(codes) == sorted([*OUTCOMES, THIRD_PARTY, RECORD, SILENCE])


def test_every_doubt_of_the_matrix_is_a_field_of_the_conventions():
    named = {cell.doubt for cell in MATRIX if cell.doubt}

    assert len(named) == 5
    assert named <= {field.name for field in fields(Conventions)}


THEN = date(2025, 5, 31)


@pytest.mark.parametrize(
    ("doubt", "code", "on", "remedy"),
    [
        ({"is_special_rule_review_first": True}, "C8", NOW, Remedy.REVIEW_FIRST),
        ({"is_special_rule_review_first": True}, "C8", THEN, Remedy.REVIEW_FIRST),
        ({"is_partial_refusal_review_first": False}, "B", NOW, Remedy.EITHER),
        ({"was_unavailable_review_first": True}, "D1a", THEN, Remedy.REVIEW_FIRST),
        ({"was_unavailable_review_first": True}, "D1a", NOW, Remedy.EITHER),
        ({"was_unavailable_review_first": True}, "E1", THEN, Remedy.EITHER),
        ({"was_not_handled_review_first": True}, "E1", THEN, Remedy.REVIEW_FIRST),
        ({"was_not_handled_review_first": True}, "E1", NOW, Remedy.EITHER),
        ({"was_not_handled_review_first": True}, "F1", THEN, Remedy.EITHER),
    ],
)
def test_where_the_law_is_doubtful_the_house_decides(doubt, code, on, remedy):
    assert remedy_on(OUTCOMES[code], on, Conventions(**doubt)) is remedy


@pytest.mark.parametrize("code", list(OUTCOMES))
def test_before_2024_nobody_had_to_go_to_review_first_whatever_the_house_thinks(code):
    yes = dict.fromkeys((cell.doubt for cell in MATRIX if cell.doubt), True)

    assert remedy_on(OUTCOMES[code], date(2023, 12, 31), Conventions(**yes)) is Remedy.EITHER


T1 = (
    f"应当自收到本告知书之日起60日内先向{DISTRICT}申请行政复议；"
    "对行政复议决定仍不服，或者行政复议机关不予受理、驳回申请、逾期未作出决定的，"
    "可以自收到决定书之日或者行政复议期限届满之日起15日内，依法向人民法院提起行政诉讼。"
)
T2 = (
    f"可以自收到本告知书之日起60日内向{DISTRICT}申请行政复议，"
    f"也可以自收到本告知书之日起6个月内直接向{COURT}提起行政诉讼。"
)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("C5", f"如不服本告知书，{T1}"),
        ("E2", f"如不服本告知书，{T2}"),
        (
            "B",
            f"如不服本告知书中不予公开的部分，{T1}如认为本告知书中已提供的部分不符合申请内容，{T2}",
        ),
    ],
)
def test_the_three_paragraphs_word_for_word(code, sentence):
    assert text(code) == sentence


def test_silence_is_told_and_never_printed():
    assert silence_on(NOW) is Remedy.EITHER
    assert silence_on(NOW, Conventions(is_silence_review_first=True)) is Remedy.REVIEW_FIRST
    assert (
        silence_on(date(2023, 12, 31), Conventions(is_silence_review_first=True)) is Remedy.EITHER
    )


def test_letters_of_procedure_are_not_reviewable_by_themselves():
    assert {"L01", "L02", "L03", "L04", "L05", "L09"} <= WITHOUT_REMEDY
    assert WITHOUT_REMEDY.isdisjoint(row.letter for row in OUTCOMES.values())
    assert THIRD_PARTY not in WITHOUT_REMEDY


def test_the_third_party_is_told_both_ways_too():
    sentence = third_party_text(forum(online_url="https://xzfy.example.cn"), on=NOW)

    assert sentence.startswith("如认为公开上述政府信息侵犯自身合法权益，可以")
    assert f"60日内向{DISTRICT}申请行政复议（可登录 https://xzfy.example.cn 在线提交）" in sentence
    assert f"6个月内直接向{COURT}提起行政诉讼" in sentence


def test_whoever_asked_for_a_correction_of_a_record_has_both_ways():
    assert record_text(forum(), on=NOW) == f"如不服本告知书，{T2}"
    assert {cell_on(RECORD, on).remedy for on in DAYS} == {Remedy.EITHER}
    assert {cell_on(THIRD_PARTY, on).remedy for on in DAYS} == {Remedy.EITHER}


@pytest.mark.parametrize("sentence", [third_party_text, record_text])
def test_the_house_says_before_whom_a_reply_of_its_office_is_taken(sentence):
    """Until 2023 a department had two reviewers (old art. 12), a government one (old art. 13)."""
    office = forum(kind=OrganKind.GOVERNMENT_OFFICE, review_organs=(DISTRICT, CITY))
    own = Conventions(is_office_reply_of_government=False)
    before = date(2023, 12, 31)

    assert f"{DISTRICT}或者{CITY}" in sentence(office, on=before, conventions=own)
    with pytest.raises(RemedyError) as refusal:
        sentence(office, on=before)
    assert refusal.value.code is ErrorCode.TOO_MANY_REVIEW_ORGANS


def test_after_a_review_that_fails_in_any_way_the_court_is_open():
    for way in ("仍不服", "不予受理", "驳回申请", "逾期未作出决定"):
        assert way in text("C1")  # 行政复议法 art. 34


@pytest.mark.parametrize("code", ["A1", "B", "C1"])
def test_a_letter_that_leaves_online_says_where_to_apply_online(code):
    sentence = text(code, online_url="https://xzfy.example.cn", is_sent_online=True)

    assert "https://xzfy.example.cn" in sentence


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"review_organs": ()}, ErrorCode.REVIEW_ORGAN_MISSING),
        ({"unit_name": DISTRICT}, ErrorCode.REVIEW_ORGAN_IS_ITSELF),
        ({"review_organs": (DISTRICT, CITY)}, ErrorCode.TOO_MANY_REVIEW_ORGANS),
        ({"court": ""}, ErrorCode.COURT_MISSING),
        ({"is_sent_online": True}, ErrorCode.ONLINE_ADDRESS_MISSING),
    ],
)
def test_a_wrong_sentence_is_not_printed(changes, code):
    with pytest.raises(RemedyError) as refusal:
        text("C1", **changes)

    assert refusal.value.code is code
    assert refusal.value.article


@pytest.mark.parametrize(
    ("kind", "on", "entered", "code"),
    [
        (OrganKind.VERTICAL, NOW, "", ErrorCode.REVIEW_ORGAN_MISSING),
        (OrganKind.AUTHORISED, date(2023, 5, 1), "", ErrorCode.REVIEW_ORGAN_MISSING),
        (OrganKind.DEPARTMENT, NOW, "宁波市住房和城乡建设局", ErrorCode.REVIEW_ORGAN_NOT_IN_TABLE),
        (OrganKind.TOWN, NOW, CITY, ErrorCode.REVIEW_ORGAN_NOT_IN_TABLE),
    ],
)
def test_a_reviewer_that_the_law_does_not_name_is_refused(kind, on, entered, code):
    with pytest.raises(RemedyError) as refusal:
        organs_of(kind, on, entered=entered)

    assert refusal.value.code is code
    assert refusal.value.article


def test_what_is_entered_and_stands_in_the_table_takes_nothing_away():
    """The choice between two reviewers is the applicant's (art. 24, last paragraph)."""
    assert organs_of(OrganKind.MUNICIPAL_BRANCH, NOW, entered=CITY) == (CITY, DISTRICT)


def test_whose_act_a_reply_of_the_governments_office_is_the_house_says():
    own = Conventions(is_office_reply_of_government=False)

    assert whose_act(OrganKind.GOVERNMENT_OFFICE) is OrganKind.GOVERNMENT
    assert organs_of(OrganKind.GOVERNMENT_OFFICE, NOW, conventions=own) == (DISTRICT,)
    assert whose_act(OrganKind.STREET, own) is OrganKind.STREET


@pytest.mark.parametrize(
    ("kind", "article", "article_before"),
    [
        (OrganKind.GOVERNMENT, "第二十四条第一款第（二）项", "第十三条第一款"),
        (OrganKind.DEPARTMENT, "第二十四条第一款第（一）项", "第十二条第一款"),
        (OrganKind.TOWN, "第二十四条第一款第（二）项", "第十三条第一款"),
        (OrganKind.STREET, "第二十四条第一款第（三）项", "第十五条第一款第（一）项"),
        (OrganKind.AUTHORISED, "第二十四条第一款第（四）项", "第十五条第一款第（三）项"),
        (OrganKind.MUNICIPAL_BRANCH, "第二十四条最后一款", "第十五条第一款第（二）项"),
        (OrganKind.JUSTICE_BUREAU, "第二十八条", "第十二条第一款"),
        (OrganKind.VERTICAL, "第二十七条", "第十二条第二款"),
    ],
)
def test_each_row_of_the_organ_table_has_its_article(kind, article, article_before):
    assert review_row(kind, date(2024, 1, 1)).article == f"行政复议法{article}"
    before = review_row(kind, date(2023, 12, 31)).article
    assert before == f"行政复议法（2017年修正）{article_before}"


def test_the_organ_table_has_one_row_for_each_kind_and_time():
    assert len({(row.kind, row.valid_from) for row in ROWS}) == len(ROWS) == 16


def test_where_there_is_no_remedy_nothing_is_printed():
    nothing = replace(OUTCOMES["F3"], remedy=Remedy.NONE)

    assert remedy_text(nothing, forum(review_organs=()), on=NOW) == ""
