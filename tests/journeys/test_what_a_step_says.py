"""What the steps say: what comes next, what is wrong and where, and on which day it was."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from archive.views.holdings import holdings_of
from requests_flow.models import Case
from tests.factories import TODAY
from tests.journeys.forms import forms_of
from tests.journeys.office import APPLICATION, SEARCH, searched_and_written
from tests.journeys.people import fresh, on, words_of

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)
NOT_WITHOUT = "The letter cannot do without this."


def said(room, case: Case, step: str, **values: object) -> str:
    """The page to which the step leads."""
    response = room.clerk.takes(case, step, **values)
    return room.clerk.reads(response["Location"])


def refused(person, case: Case, step: str, **values: object) -> str:
    """The page with the complaint, as it is written."""
    response = person.fills_in(person.step_of(case, step), **values)
    assert response.status_code == 422
    return response.content.decode()


def test_each_step_says_what_comes_next(room):
    with on(MONDAY):
        case = room.clerk.registers(**APPLICATION)
        assert "Now it is assigned" in said(room, case, "review", result="accept")
        assert "Assigned to 陈敏" in said(room, case, "assign", handler=room.office.clerk.pk)
        room.clerk.records(case, "record_search", **SEARCH)
        assert "Now the reply is written" in said(room, case, "handle", outcome="D1a")
        assert "what is on file stays" in said(room, case, "compose", reopen="1")
        room.clerk.takes(case, "handle", outcome="D1a")
        written = said(room, case, "compose", letter_search_scope="档案系统")

    assert "Version 1 is handed in; the legal adviser checks it next." in written


def test_a_correction_that_is_asked_for_waits_to_be_sent(room):
    with on(MONDAY):
        case = room.clerk.registers(**APPLICATION)
        page = said(room, case, "review", result="correct", items="请写明地块。", period_days=10)

    assert "waits to be sent" in page


def test_early_in_the_morning_it_is_the_day_of_the_office(room):
    with on(MONDAY, hour=7):  # in London it is still Sunday
        case = room.clerk.registers(**APPLICATION)
        page = room.clerk.reads(case.get_absolute_url())

    assert "11/02/2026" in page
    assert "11/01/2026" not in page


def test_a_step_done_in_another_tab_leads_to_the_case(room):
    with on(MONDAY):
        case = room.clerk.registers(**APPLICATION)
        url = room.clerk.step_of(case, "review")
        one, other = room.clerk.form_at(url), room.clerk.form_at(url)
        room.clerk.sends(url, one, result="accept")
        late = room.clerk.sends(url, other, result="accept")

    assert late.status_code == 409
    assert f'href="{case.get_absolute_url()}"' in late.content.decode()


def test_a_period_of_a_hundred_days_is_answered_in_our_words(room):
    with on(MONDAY):
        case = room.clerk.registers(**APPLICATION)
        page = room.clerk.tries(case, "review", result="correct", items="地块", period_days=100)

    assert "from 1 to 30" in page


def test_the_period_is_filled_in_although_another_choice_had_hidden_it(room):
    with on(MONDAY):
        case = room.clerk.registers(**APPLICATION)
        url = room.clerk.step_of(case, "review")
        form = room.clerk.form_at(url)
        sent = {"result": "D1b", "form_token": form.fields["form_token"][0]}
        sent["csrfmiddlewaretoken"] = form.fields["csrfmiddlewaretoken"][0]
        response = room.clerk.client.post(url, sent)  # as the script sends it
        again = next(f for f in forms_of(response.content.decode()) if "period_days" in f.names)

    assert response.status_code == 422
    assert again.fields["period_days"] == ["10"]


def test_without_a_verdict_the_complaint_stands_beside_it(room):
    case = searched_and_written(room)
    with on(TODAY):
        checked = refused(room.adviser, case, "review_in_law")
        room.adviser.takes(case, "review_in_law", verdict="approved")
        signed = refused(room.signatory, case, "sign")

    assert 'id="id_verdict_error">Agree, agree with changes, or return it.' in checked
    assert 'aria-describedby="id_verdict_error"' in checked
    assert 'id="id_decision_error">Sign it, or return it.' in signed


def test_an_emptied_box_is_named_as_the_page_names_it(room):
    case = searched_and_written(room)
    with on(TODAY):
        changes = {"verdict": "amended", "amended_search_scope": ""}
        page = room.adviser.tries(case, "review_in_law", **changes)
        url = reverse("amended", args=[case.pk, case.latest_draft.version])
        form = room.adviser.form_at(room.adviser.step_of(case, "review_in_law"))
        looked = room.adviser.client.post(url, form.filled(**changes))

    assert NOT_WITHOUT in page
    assert looked.status_code == 409
    for words in (page, words_of(looked)):
        assert "Where was searched" in words
        assert "L10" not in words
        assert "search_scope" not in words


def test_who_returns_a_draft_is_not_asked_for_other_words(room):
    case = searched_and_written(room)
    with on(TODAY):
        room.adviser.takes(
            case, "review_in_law", verdict="returned", comments="再查。", amended_search_scope=""
        )

    assert fresh(case).latest_draft.opinion.comments == "再查。"


def test_the_dossier_tells_agree_with_changes_from_a_return(room):
    case = searched_and_written(room)
    with on(TODAY):
        room.adviser.takes(case, "review_in_law", verdict="amended", amended_search_scope="库房")
        room.clerk.takes(case, "take_over")

    first, second = dict(holdings_of(fresh(case)).rows)["Drafts and opinions"]
    assert "to be approved as amended" in first
    assert "taken over word for word" in second


def test_a_letter_to_nobody_is_answered_beside_each_field(room):
    with on(MONDAY):
        case = room.clerk.registers(**APPLICATION)
        room.clerk.takes(case, "review", result="accept")
        room.clerk.takes(case, "assign", handler=room.office.clerk.pk)
        response = room.clerk.fills_in(reverse("consult", args=[case.pk]), name="", sent_on="")
        page = words_of(response)

    assert response.status_code == 422
    for sentence in ("Say who is asked", "Say what is asked", "On which day did the letter leave"):
        assert page.count(sentence) == 2  # above, and beside the field
    assert not case.consultations.exists()
