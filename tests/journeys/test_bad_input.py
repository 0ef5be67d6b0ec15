"""What people send by mistake or on purpose: told in a sentence, what was typed stays, nothing half done."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests_flow.models import Case, Counter, Entry, Letter
from requests_flow.units.duties import Duty
from tests import factories
from tests.journeys.forms import forms_of
from tests.journeys.office import APPLICATION
from tests.journeys.people import Person, fresh, on, words_of

pytestmark = pytest.mark.django_db

REGISTER = "flow:register:execute"
MONDAY = date(2026, 11, 2)


def upload(name: str, data: bytes) -> dict:
    return {"originals": [SimpleUploadedFile(name, data, "application/pdf")]}


WRONG = {
    "a day in the future": ({"submitted_on": "2026-11-03"}, "future"),
    "no such day": ({"submitted_on": "2026-02-30"}, "valid date"),
    "no day": ({"submitted_on": ""}, "31"),
    "no channel": ({"channel": ""}, "how the application came"),
    "an unknown channel": ({"channel": "pigeon"}, "no such way"),
    "no subject": ({"subject": ""}, "which information is asked for"),
    "a subject of blanks": ({"subject": "   "}, "which information is asked for"),
    "no words": ({"request_text": ""}, "describes the information"),
    "no name": ({"name": ""}, "names its applicant"),
    "a character that ends strings": ({"subject": "某\x00某"}, "Null characters"),
    "a unit that is not there": ({"unit": "987654"}, "do not register"),
    "a program called a PDF": (upload("附件.pdf", b"MZ\x90\x00" + b"\x00" * 2000), "附件.pdf"),
    "a program inside a name": (upload("附件.exe", b"MZ\x90\x00" + b"\x00" * 2000), "附件.exe"),
    "an empty file": (upload("空.pdf", b""), "empty"),
    "a file of 21 MB": (upload("大.pdf", b"%PDF-1.7\n" + b"0" * (21 * 1024 * 1024)), "20 MiB"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_application_is_not_registered(room, wrong):
    values, sentence = WRONG[wrong]
    url = reverse(REGISTER)

    with on(MONDAY):
        response = room.clerk.fills_in(url, **{**APPLICATION, **values})

    assert response.status_code == 422
    assert sentence in words_of(response)
    assert not Case.objects.exists()
    assert not Counter.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("wrong", ["a day in the future", "no subject", "a program called a PDF"])
def test_what_was_typed_is_still_there(room, wrong):
    values, _ = WRONG[wrong]
    sent = {**APPLICATION, **values}

    with on(MONDAY):
        response = room.clerk.fills_in(reverse(REGISTER), **sent)

    again = next(f for f in forms_of(response.content.decode()) if "subject" in f.names)
    for name, value in sent.items():
        if name != "originals":
            assert again.fields[name] == [value], name


def test_the_corrected_form_is_taken_and_the_number_is_the_first(room):
    with on(MONDAY):
        response = room.clerk.fills_in(reverse(REGISTER), **{**APPLICATION, "subject": ""})
        form = next(f for f in forms_of(response.content.decode()) if "subject" in f.names)
        sent = room.clerk.sends(reverse(REGISTER), form, subject="某地块补偿方案")

    assert sent.status_code == 302
    assert Case.objects.get().number.endswith("0001")


def test_nobody_registers_for_another_unit(room):
    other = factories.Office("区民政局")

    with on(MONDAY):
        response = room.clerk.fills_in(reverse(REGISTER), **APPLICATION, unit=other.unit.pk)

    assert response.status_code == 422
    assert not Case.objects.exists()


def test_a_form_without_its_token_does_nothing(room):
    with on(MONDAY):
        form = room.clerk.form_at(reverse(REGISTER))
        response = room.clerk.sends(reverse(REGISTER), form, **APPLICATION, form_token="")

    assert response.status_code == 422
    assert not Case.objects.exists()


def test_back_and_once_more_shows_the_first_case(room):
    url = reverse(REGISTER)
    with on(MONDAY):
        form = room.clerk.form_at(url)
        first = room.clerk.sends(url, form, **APPLICATION)
        second = room.clerk.sends(url, form, **APPLICATION)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1
    assert Letter.objects.filter(code="L01").count() == 1


def test_back_and_once_more_on_a_step_has_one_effect(room):
    with on(MONDAY):
        case = room.clerk.registers(**APPLICATION)
        url = room.clerk.step_of(case, "review")
        form = room.clerk.form_at(url)
        first = room.clerk.sends(url, form, result="accept")
        second = room.clerk.sends(url, form, result="accept")

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert case.entries.filter(verb="reviewed").count() == 1


def test_a_side_form_sent_twice_has_one_effect(room):
    with on(MONDAY):
        case = room.clerk.registers(**APPLICATION)
        room.clerk.takes(case, "review", result="accept")
        room.clerk.takes(case, "assign", handler=room.office.clerk.pk)
        url = reverse("record_search", args=[case.pk])
        form = room.clerk.form_at(url)
        for _ in range(2):
            response = room.clerk.sends(url, form, places="库房", keywords="补偿", result="无")
            assert response.status_code == 302

    assert case.searches.count() == 1


def test_two_browsers_on_one_task(room):
    colleague = Person(factories.make_person(room.office.unit, Duty.REVIEW, name="李同事"))
    with on(MONDAY):
        case = room.clerk.registers(**APPLICATION)
        url = room.clerk.step_of(case, "review")
        one, other = room.clerk.form_at(url), colleague.form_at(url)

        won = room.clerk.sends(url, one, result="accept")
        lost = colleague.sends(url, other, result="correct", items="请写明地块。")

    assert won.status_code == 302
    assert lost.status_code == 409
    assert "already done" in words_of(lost)
    assert fresh(case).review_result == "accepted"
    assert not hasattr(fresh(case), "correction")


def test_a_task_in_somebody_elses_hands(room):
    colleague = Person(factories.make_person(room.office.unit, Duty.REVIEW, name="李同事"))
    with on(MONDAY):
        case = room.clerk.registers(**APPLICATION)
        url = room.clerk.step_of(case, "review")
        other = colleague.form_at(url)
        room.clerk.client.post(
            reverse("claim", args=[case.pk]),
            {"csrfmiddlewaretoken": room.clerk.form_at(url).fields["csrfmiddlewaretoken"]},
        )
        looked = colleague.opens(url)
        sent = colleague.sends(url, other, result="accept")

    assert looked.status_code == sent.status_code == 409
    assert "陈敏" in words_of(sent)
    assert fresh(case).review_result == ""


def test_the_session_ends_in_the_middle_of_a_long_form(room):
    url = reverse(REGISTER)
    with on(MONDAY, hour=9):
        form = room.clerk.form_at(url)
    with on(MONDAY, hour=20):  # eleven hours later; a session lasts eight
        sent = room.clerk.sends(url, form, **APPLICATION)
        assert sent.status_code == 302
        assert sent["Location"] == f"{reverse('login')}?next={url}"
        assert not Case.objects.exists()

        room.clerk.signs_in()
        late = room.clerk.sends(url, form, **APPLICATION)  # back, and the old page once more
        assert late.status_code == 403
        assert "what you typed is still there" in words_of(late)

        token = room.clerk.form_at(url).fields["csrfmiddlewaretoken"]  # what the script does
        taken = room.clerk.sends(url, form, **APPLICATION, csrfmiddlewaretoken=token)

    assert taken.status_code == 302
    assert Case.objects.count() == 1
