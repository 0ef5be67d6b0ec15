"""Every letter is PDF/A-3a and PDF/UA-1 at once, and holds its decision as data."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys

import page as validator
import pikepdf
import pytest

from requests_flow.letters import archival, engine
from requests_flow.letters import context as wording
from requests_flow.letters.catalogue import LETTERS
from requests_flow.letters.decision import single_bases
from requests_flow.letters.errors import MissingField, NotArchival
from requests_flow.letters.specimens import specimen
from requests_flow.rules.catalogue import OUTCOMES
from requests_flow.rules.envelope import addressee_digest

from .conftest import ISSUED_ON, NUMBER

ANSWERS = [code for code, outcome in OUTCOMES.items() if not outcome.is_closing_note]
BOTH = (validator.ValidationProfile.PDF_A_3A, validator.ValidationProfile.PDF_UA_1)


def faults(pdf: bytes) -> list[str]:
    """What the validator finds against either standard."""
    reports = [validator.validate_pdf_bytes(pdf, profile=profile) for profile in BOTH]
    return [f"{one.rule_id}: {one.message}" for report in reports for one in report.failures]


def inside(pdf: bytes) -> dict:
    """The decision as a machine finds it."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return json.loads(file.attachments["decision.json"].get_file().read_bytes())


def printed(compose, code="C6", **changes):
    return engine.render(OUTCOMES[code].letter, compose(code, **changes))


def test_the_validator_finds_faults(compose):
    printed(compose)  # first, so that the fonts are ours
    import weasyprint

    assert len(faults(weasyprint.HTML(string="<p>a").write_pdf())) > 5
    assert faults(weasyprint.HTML(string="<p>a").write_pdf(pdf_variant="pdf/a-3a"))


@pytest.mark.parametrize("code", ANSWERS)
def test_every_answer_is_archival_and_accessible(compose, code):
    letter = printed(compose, code, attachments=("听证笔录（节选）", "征收土地预公告"))
    assert faults(letter.pdf) == []


@pytest.mark.parametrize("kind", ["letter", "preview", "specimen"])
@pytest.mark.parametrize("code", LETTERS)
def test_every_letter_of_the_set_is_too(code, kind):
    context = specimen(code) | {"is_specimen": kind == "specimen"}
    if kind == "preview":
        context |= {"is_preview": True, "number": "", "dated_on": ""}
    letter = engine.render(code, context)

    assert faults(letter.pdf) == []
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf:
        assert list(pdf.attachments) == (["decision.json"] if kind == "letter" else [])


def test_a_long_letter_with_an_imprint_and_rare_names_is_too(compose):
    context = compose("B") | {"copied_to": "海曙区司法局", "printed_by": "海曙区人民政府办公室"}
    context["paragraphs"] = ["张赟喆䶮㐂𠮷堃，根据工作安排对有关材料逐份核对。" * 60] * 4
    letter = engine.render("L11", context)
    assert letter.pages > 5
    assert faults(letter.pdf) == []


def test_what_an_archive_reads_stands_in_plain_text(compose):
    letter = printed(compose)
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf:
        assert "/Filter" not in pdf.Root.Metadata
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "宁波市海曙区人民政府政府信息不予公开告知书"
            assert metadata["dc:creator"] == ["宁波市海曙区人民政府"]
        assert str(pdf.Root.Lang) == "zh-CN"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert len(pdf.Root.AF) == 1
        assert pdf.Root.AF[0].AFRelationship == "/Data"
        assert "/CreationDate" not in pdf.docinfo


def test_no_stream_looks_one_byte_short(compose):
    """Compressed streams end in any byte; those that end in a carriage return are told apart."""
    import pydyf

    printed(compose)
    for tail in (b"", b"\r", b"\n", b"\r\n", b"\r\r"):
        data = pydyf.Stream([b"x" + tail]).data
        length = int(re.search(rb"/Length (\d+)", data)[1])
        content = data[data.index(b"stream\n") + 7 :].removesuffix(b"endstream")
        end = b"\r\n" if content.endswith(b"\r\n") else b"\n"  # as a reader of lines takes it
        assert content.removesuffix(end) == b"x" + tail
        assert len(b"x" + tail) == length


def test_page_numbers_are_not_read_aloud(compose):
    letter = engine.render("L12", compose("C6") | {"paragraphs": ["逐份核对并作出说明。" * 120]})
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf:
        for page in pdf.pages:
            ornaments = re.findall(
                rb"/Artifact\s*<<\s*/Type\s*/Pagination\s*>>\s*BDC", page.Contents.read_bytes()
            )
            assert ornaments
        nums = pdf.Root.StructTreeRoot.ParentTree.Nums
        orphans = [one for pages in list(nums)[1::2] for one in pages if one is None]
    assert len(orphans) >= letter.pages


def test_the_decision_says_what_the_letter_says(compose):
    letter = printed(compose)
    assert inside(letter.pdf) == {
        "format": "yishen-decision/2",
        "letter": "L12",
        "name": "政府信息不予公开告知书",
        "number": NUMBER,
        "date": "2026-11-23",
        "organ": "宁波市海曙区人民政府",
        "template": letter.template_version,
        "case_number": "海政公开 2026-0191",
        "addressee_sha256": addressee_digest(NUMBER, "张赟"),
        "outcome": "C6",
        "bases": [
            "《中华人民共和国政府信息公开条例》第十六条第二款",
            "《中华人民共和国政府信息公开条例》第三十六条第（三）项",
        ],
    }


@pytest.mark.parametrize("code", ANSWERS)
def test_every_basis_inside_stands_in_the_letter(compose, read, code):
    letter = printed(compose, code)
    decision, text = inside(letter.pdf), read(letter.pdf).text()

    assert decision["outcome"] == code
    assert decision["bases"]
    for basis in decision["bases"]:
        law, place = basis.split("》")
        assert law in text
        # The letter names the article once for several of its items.
        assert re.sub(r"第[^条]+条", "", place) in text
        assert re.search(r"第[^条]+条", place)[0] in text


def test_part_withheld_names_the_article_of_its_ground(compose):
    bases = inside(printed(compose, "B").pdf)["bases"]
    assert bases[0] == "《中华人民共和国政府信息公开条例》第十五条"
    assert "《中华人民共和国政府信息公开条例》第三十六条第（三）项" in bases


@pytest.mark.parametrize("code", ANSWERS)
def test_the_decision_names_no_person(compose, code):
    decision = json.dumps(inside(printed(compose, code).pdf), ensure_ascii=False)
    for private in ("张赟", "李堃", "0574", "鼓楼街道", "听证笔录"):
        assert private not in decision


def test_a_notice_says_which_letter_it_is_and_decides_nothing(unit, case):
    context = wording.notice_context(
        "L01", unit=unit, case=case, fields={}, number=NUMBER, dated_on=ISSUED_ON
    )
    decision = inside(engine.render("L01", context).pdf)
    assert decision["letter"] == "L01"
    assert "outcome" not in decision


def test_a_preview_has_decided_nothing(compose):
    letter = printed(compose, preview=True)
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf:
        assert not pdf.attachments
    assert faults(letter.pdf) == []


def test_a_letter_whose_day_cannot_be_read_is_not_printed(compose):
    with pytest.raises(MissingField) as stopped:
        engine.render("L12", compose("C6") | {"dated_on": "某日"})
    assert stopped.value.names == ["dated_on"]


def test_the_day_of_the_decision_is_the_letters_and_not_the_clocks(compose):
    letter = printed(compose)
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf:
        params = pdf.attachments["decision.json"].obj.EF.F.Params
        assert str(params.CreationDate) == "D:20261122160000Z"  # midnight in Beijing
        assert str(params.ModDate) == str(params.CreationDate)


@pytest.mark.parametrize(
    ("basis", "single"),
    [
        ("《法》第三条", ["《法》第三条"]),
        (
            "《法》第三条第（二）项、第（三）项、第四条",
            ["《法》第三条第（二）项", "《法》第三条第（三）项", "《法》第四条"],
        ),
        ("《法》第三条第一款、《办法》第六条", ["《法》第三条第一款", "《办法》第六条"]),
        ("《法》第二十九条第二款第（二）项", ["《法》第二十九条第二款第（二）项"]),
        ("另有规定", ["另有规定"]),
        ("", []),
    ],
)  # fmt: skip
def test_bases_are_told_one_by_one(basis, single):
    assert single_bases(basis) == single


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_two_processes_with_other_hash_seeds_give_the_same_bytes(compose, seed):
    script = (
        "import json,sys;from requests_flow.letters import engine;"
        "one=engine.render('L11',json.load(sys.stdin));print(one.sha256,one.fingerprint)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(compose("B")),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    here = printed(compose, "B")
    assert done.stdout.strip() == f"{here.sha256} {here.fingerprint}"


def test_the_fingerprint_says_what_finished_it(compose):
    assert f"finisher={archival.FINISHER_VERSION}" in printed(compose).fingerprint.split()


def test_a_printer_that_writes_another_file_is_noticed(compose, monkeypatch):
    """A new WeasyPrint that describes its files in another way must not pass unseen."""
    monkeypatch.setattr(archival, "_END", b"</other>")
    with pytest.raises(NotArchival) as stopped:
        printed(compose)
    assert "L12" in str(stopped.value)


def test_without_the_finisher_the_letter_is_not_archival(compose, monkeypatch):
    monkeypatch.setattr(archival.Finisher, "__call__", lambda *given: None)
    assert any(rule.startswith("PDFUA1") for rule in faults(printed(compose).pdf))
    assert any(rule.startswith("PDFA3A") for rule in faults(printed(compose).pdf))
