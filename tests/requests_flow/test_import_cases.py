"""The old ledger comes in: open cases once, bad rows never, and nothing without a word."""

import csv
import io
from datetime import date

import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import translation
from viewflow.workflow.models import Process, Task

from requests_flow.letters.errors import LetterStopped
from requests_flow.management.commands import import_cases
from requests_flow.models import Applicant, Case, Entry, Letter
from requests_flow.rules.ledger import LedgerCode
from requests_flow.units.duties import Duty
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db

GOOD = {
    "受理编号": "旧-1",
    "申请人类型": "自然人",
    "姓名或名称": "张三丰",
    "证件号(脱敏)": "330203********1234",
    "联系方式": "13800001234",
    "申请渠道": "EMS",
    "申请(寄出)日期": "2026-10-30",
    "签收/提交日期": "2026-11-02",
    "收到申请之日(T0)": "2026-11-02",
    "申请内容": "某某地块，征收补偿安置方案。\n请提供复印件。",
    "获取方式": "纸质",
    "答复类型(代码)": "",
    "邮件号": "EX123456789CN",
}


@pytest.fixture(autouse=True)
def _a_monday():
    with time_machine.travel(at(), tick=False), translation.override("en"):
        yield


@pytest.fixture
def office():
    return factories.Office()


@pytest.fixture
def ledger(tmp_path):
    """Write rows, each over the good one, to a file."""

    def write(*rows, name="台账.csv"):
        columns = list(dict.fromkeys([*GOOD, *(key for row in rows for key in row)]))
        lines = [columns, *([(GOOD | row).get(key, "") for key in columns] for row in rows)]
        path = tmp_path / name
        if name.endswith(".xlsx"):
            book = openpyxl.Workbook()
            for line in lines:
                book.active.append(line)
            book.save(path)
        else:
            out = io.StringIO(newline="")
            csv.writer(out).writerows(lines)
            path.write_bytes(out.getvalue().encode("utf-8-sig"))
        return path

    return write


def run(path, **options):
    """What the command prints, and what it fails with ("" if it does not)."""
    out = io.StringIO()
    try:
        call_command("import_cases", str(path), stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), f"{error} (exit {error.returncode})"
    return out.getvalue(), ""


def test_a_good_row_becomes_a_case_that_waits_for_review(office, ledger):
    out, error = run(ledger({}))

    case = Case.objects.select_related("applicant").get()
    assert (out, error) == (
        "1 imported, 0 imported before, 0 closed, 0 bad.\n",
        "",
    )
    assert (case.imported_number, case.unit) == ("旧-1", office.unit)
    assert (case.received_on, case.signed_on) == (date(2026, 11, 2), date(2026, 11, 2))
    assert case.submitted_on == date(2026, 10, 30)
    assert case.due_on == date(2026, 11, 30)  # twenty working days after 2 November
    assert case.subject == "某某地块，征收补偿安置方案。"
    assert case.request_text == GOOD["申请内容"]
    assert (case.mail_number, case.provision_form) == ("EX123456789CN", "纸质")
    assert case.registered_by == office.clerk
    assert (case.applicant.name, case.applicant.phone) == ("张三丰", "13800001234")
    waiting = Task.objects.get(process=case.process_id, status="NEW")
    assert waiting.flow_task.name == "review"
    assert Entry.objects.get(case=case, verb="registered").actor == office.clerk


def test_an_old_letter_whose_arrival_nobody_noted_comes_in_and_says_so(office, ledger):
    _out, _error = run(ledger({"申请渠道": "平信", "签收/提交日期": ""}))

    case = Case.objects.get()
    assert case.received_on == date(2026, 11, 2)
    assert case.receipt_basis.endswith("；到达日期无记录，收到日期可有争议")
    receipt = case.letters.get(code="L01").context
    assert "有争议" not in str(receipt)


def test_a_sheet_is_taken_as_well(office, ledger):
    run(ledger({"收到申请之日(T0)": date(2026, 11, 2)}, name="台账.xlsx"))

    assert Case.objects.get().received_on == date(2026, 11, 2)


def test_a_bad_row_is_reported_and_the_good_ones_come_in(office, ledger):
    out, error = run(
        ledger(
            {"受理编号": "1"},
            {"受理编号": "2", "申请渠道": "信鸽", "申请内容": ""},
            {"受理编号": "3", "收到申请之日(T0)": "2026-12-24"},
            {"受理编号": "4"},
        )
    )

    assert out.splitlines() == [
        "3\t申请内容\t\tWhat is asked for is missing.",
        "3\t申请渠道\t信鸽\tThis way of applying is not known.",
        "4\t收到申请之日\t2026-12-24\tThis day lies in the future.",
        "2 imported, 0 imported before, 0 closed, 2 bad.",
    ]
    assert error == "2 rows were bad; see above. (exit 1)"
    assert set(Case.objects.values_list("imported_number", flat=True)) == {"1", "4"}


def test_a_second_run_imports_nothing_twice(office, ledger):
    path = ledger({"受理编号": "1"}, {"受理编号": "2"})
    run(path)
    before = (Process.objects.count(), Applicant.objects.count(), Letter.objects.count())

    out, error = run(path)

    assert (out, error) == ("0 imported, 2 imported before, 0 closed, 0 bad.\n", "")
    assert (Process.objects.count(), Applicant.objects.count(), Letter.objects.count()) == before
    assert Case.objects.count() == 2


def test_a_number_that_names_another_application_is_no_second_run(office, ledger):
    run(ledger({}))

    out, error = run(ledger({"姓名或名称": "李四"}))

    assert "Another application was imported under this number before." in out
    assert error
    assert Applicant.objects.get().name == "张三丰"


def test_another_unit_may_have_the_same_number(office, ledger):
    other = factories.Office("区教育局")
    path = ledger({})

    run(path, unit=office.unit.code)
    run(path, unit=other.unit.code)

    assert set(Case.objects.values_list("unit", flat=True)) == {office.unit.pk, other.unit.pk}


def test_an_answered_row_is_not_imported_and_says_so(office, ledger):
    out, error = run(ledger({"答复类型(代码)": "A2", "送达日": "2026-11-20"}))

    assert "2\t受理编号\t旧-1\tClosed row: not imported yet." in out
    assert "0 imported, 0 imported before, 1 closed, 0 bad." in out
    assert error == ""
    assert not Case.objects.exists()


def test_a_dry_run_changes_nothing(office, ledger):
    out, error = run(ledger({}, {"受理编号": "2", "申请渠道": "信鸽"}), dry_run=True)

    assert "1 imported, 0 imported before, 0 closed, 1 bad." in out
    assert "A dry run: nothing was changed." in out
    assert error
    assert not Case.objects.exists()
    assert not Process.objects.exists()


def test_unknown_columns_are_named_once(office, ledger):
    out, _ = run(ledger({"受理编号": "1", "星座": "=1+1"}, {"受理编号": "2"}))

    assert out.count("Columns that are not used: 星座") == 1


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "＝1"])
def test_a_reported_value_is_no_formula(office, ledger, formula):
    out, _ = run(ledger({"申请渠道": formula}))

    assert f"2\t申请渠道\t'{formula}\t" in out


def test_a_reported_number_of_an_identity_is_masked(office, ledger):
    number = "330203199001011234" * 3

    out, error = run(ledger({"证件号(脱敏)": number}))

    assert error
    assert number not in out
    assert "330203**" in out


def test_a_letter_that_cannot_be_printed_leaves_no_half_of_a_case(office, ledger, monkeypatch):
    real = import_cases.register_case

    def register(act, **more):
        case = real(act, **more)
        if more["imported_number"] == "2":
            raise LetterStopped
        return case

    monkeypatch.setattr(import_cases, "register_case", register)

    out, error = run(ledger({"受理编号": "1"}, {"受理编号": "2"}, {"受理编号": "3"}))

    assert "3\t受理编号\t2\t" in out
    assert error == "1 rows were bad; see above. (exit 1)"
    assert set(Case.objects.values_list("imported_number", flat=True)) == {"1", "3"}
    assert Process.objects.count() == Applicant.objects.count() == 2


def test_two_imports_at_once_import_once(office, ledger, monkeypatch):
    path = ledger({})
    run(path)
    look = import_cases.Command.earlier
    looks = []

    def too_early(command, row):
        looks.append(row)
        return look(command, row) if len(looks) > 1 else None

    monkeypatch.setattr(import_cases.Command, "earlier", too_early)

    assert run(path) == ("0 imported, 1 imported before, 0 closed, 0 bad.\n", "")
    assert Case.objects.count() == Applicant.objects.count() == 1


def test_nobody_imports_without_the_duty(office, ledger):
    reader = factories.make_person(office.unit, Duty.READ)

    for username in (reader.username, "nobody"):
        _, error = run(ledger({}), username=username)
        assert "--as" in error
    assert not Case.objects.exists()


def test_who_and_for_whom_must_be_said_if_there_are_several(office, ledger):
    factories.make_person(office.unit, Duty.REGISTER)
    assert "--as" in run(ledger({}))[1]

    factories.make_unit()
    assert "--unit" in run(ledger({}))[1]

    assert run(ledger({}), unit=office.unit.code, username=office.clerk.username)[1] == ""


def test_what_is_no_ledger_is_refused(office, tmp_path, settings):
    path = tmp_path / "a.csv"
    path.write_text("受理编号,姓名或名称\n1,张三\n")
    assert "申请渠道、收到申请之日、申请内容、申请人类型" in run(path)[1]

    settings.YISHEN_UPLOAD_LIMIT = 10
    assert "larger" in run(path)[1]
    assert "No such file" in run(tmp_path / "none.csv")[1]


def test_every_reason_has_a_sentence():
    assert set(import_cases.REASONS) == set(LedgerCode)
