"""A printer that fails stops the letter, not the registration; the receipt is printed later."""

import pytest

from requests_flow.letters import engine
from requests_flow.models import Entry, Letter
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_fonts(monkeypatch):
    def stop(code, context):
        raise engine.MissingFont("Gov FangSong")

    original = engine.render
    monkeypatch.setattr(engine, "render", stop)
    return lambda: monkeypatch.setattr(engine, "render", original)


def test_an_application_is_registered_all_the_same(no_fonts):
    case = factories.open_case(factories.Office())

    assert not case.letters.exists()
    assert Entry.objects.filter(case=case, verb="letter_stopped").count() == 1


def test_its_receipt_is_printed_later_and_once(no_fonts, client):
    office = factories.Office()
    case = factories.open_case(office)
    no_fonts()
    client.force_login(office.clerk)
    url = f"/cases/{case.pk}/record/receipt/"
    assert url in client.get(case.get_absolute_url()).content.decode()
    form = client.get(url).context["form"]
    token = form["form_token"].value()

    first = client.post(url, {"form_token": token, "next": ""})
    again = client.post(url, {"form_token": token, "next": ""})
    other = client.get(url)

    assert first.status_code == again.status_code == 302
    assert other.status_code == 409
    assert Letter.objects.filter(case=case, code="L01").count() == 1
    # The number that the stopped letter would have had was not used up.
    assert Letter.objects.get(case=case).sequence == 1
