"""Another number in a row of the law is the number everywhere: in forms, acts, letters, sentences."""

import json
import re
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from requests_flow.actions.act import Act
from requests_flow.actions.extending import ExtensionRefused, extend
from requests_flow.models import Case, Extension
from requests_flow.models.reading import calendar
from requests_flow.rules.statute import LAW
from tests.factories import Office, accepted, at

RECEIVED, TODAY = date(2026, 11, 2), date(2026, 11, 9)


@pytest.fixture
def law_says(tmp_path, settings):
    """Put numbers of an invented amendment of June 2026 on file."""
    settings.YISHEN_LAW_DIR = str(tmp_path)

    def write(**numbers):
        row = json.loads((LAW / "regulation-711.json").read_text(encoding="utf-8"))
        row["name"], row["valid_from"] = "2026", "2026-06-01"
        for name, value in numbers.items():
            row["numbers"][name]["value"] = value
        (tmp_path / "a.json").write_text(json.dumps(row), encoding="utf-8")

    return write


def put_off(case, office, days):
    extend(Act(by=office.clerk, at=at(TODAY)), case=case, days=days, reason="材料多")
    return Case.objects.get(pk=case.pk)


@pytest.mark.django_db
def test_a_longer_extension_of_a_new_law_is_granted(law_says):
    law_says(days_to_extend=30)
    office = Office()
    case = put_off(accepted(office, day=RECEIVED), office, 30)

    assert case.extension.days == 30
    assert case.due_on == calendar().add(RECEIVED, 50)


@pytest.mark.django_db
def test_more_than_the_law_allows_is_refused_as_before(law_says):
    law_says(days_to_extend=30)
    office = Office()
    case = accepted(office, day=RECEIVED)

    with pytest.raises(ExtensionRefused, match="30"):
        put_off(case, office, 31)


@pytest.mark.django_db
def test_the_database_still_refuses_an_extension_by_nothing():
    office = Office()
    case = accepted(office, day=RECEIVED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(
            case=case,
            days=0,
            reason="材料多",
            approved_by=office.clerk,
            approved_on=TODAY,
            notified_on=TODAY,
            due_before=date(2026, 11, 30),
        )


@pytest.mark.django_db
def test_the_rebuilt_table_still_keeps_its_rows():
    office = Office()
    case = put_off(accepted(office, day=RECEIVED), office, 5)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM requests_flow_extension WHERE case_id = %s", [case.pk])


@pytest.mark.django_db
def test_the_receipt_names_the_days_of_the_law_of_the_case(law_says):
    law_says(days_to_answer=25)
    case = accepted(Office(), day=RECEIVED)

    said = json.dumps(case.letters.get(code="L01").context, ensure_ascii=False)
    assert "自收到申请之日起25个工作日内予以答复" in said
    assert "20个工作日" not in said


def test_no_sentence_of_the_screen_names_a_number_of_the_law():
    numbers = re.compile(r"\b(?:7|15|20) (?:more )?working days")
    house = LAW.parents[2]
    found = [
        (path.name, hit)
        for folder in ("views", "labels", "actions")
        for path in (house / folder).rglob("*.py")
        for hit in numbers.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == []
