"""Who signs for a unit gives the picture of its seal; nobody else learns of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pypdfium2 as pdfium
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from requests_flow.models import FormToken, SealImage
from requests_flow.units import access
from requests_flow.units.duties import Duty
from tests import factories
from tests.requests_flow.letters.seals.conftest import picture_of_a_seal
from tests.requests_flow.sealed_office import give_key, give_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today_in_english():
    with time_machine.travel(factories.at(), tick=False), translation.override("en"):
        yield


@pytest.fixture
def office() -> factories.Office:
    return factories.Office()


def as_(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page_of(office) -> str:
    return reverse("seal", args=[office.unit.code])


def given(client: Client, office, data: bytes | None = None, **more):
    """The form as a browser would send it."""
    form = client.get(page_of(office)).context["form"]
    picture = SimpleUploadedFile("印章.png", picture_of_a_seal() if data is None else data)
    said = {
        "form_token": form["form_token"].value(),
        "picture": picture,
        "width_mm": "42.0",
        "valid_from": "2026-11-23",
        **more,
    }
    return client.post(page_of(office), said)


def test_the_signatory_gives_the_picture(office):
    client = as_(office.signatory)
    response = given(client, office, covers_notices="on", valid_until="2027-12-31")

    assert response.status_code == 302
    image = SealImage.objects.get()
    assert (image.unit, image.width_mm, image.covers_notices) == (office.unit, Decimal(42), True)
    assert (image.valid_from, image.valid_until) == (date(2026, 11, 23), date(2027, 12, 31))
    assert image.added_by == office.signatory
    page = client.get(page_of(office)).content.decode()
    assert "The picture is in use" in page
    assert reverse("seal_picture", args=[office.unit.code]) in page


def test_sent_twice_it_is_given_once(office):
    client = as_(office.signatory)
    form = client.get(page_of(office)).context["form"]
    token = form["form_token"].value()
    first = given(client, office, form_token=token)
    second = given(client, office, form_token=token)

    assert first.url == second.url
    assert SealImage.objects.count() == FormToken.objects.count() == 1


def test_the_picture_and_the_specimen_are_shown(office):
    client = as_(office.signatory)
    give_picture(office)
    picture = client.get(reverse("seal_picture", args=[office.unit.code]))
    specimen = client.get(reverse("seal_specimen", args=[office.unit.code]))

    assert picture["Content-Type"] == "image/png"
    assert specimen["Content-Type"] == "application/pdf"
    with pdfium.PdfDocument(specimen.content) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range()
        assert office.unit.name in text
        assert "样张" in text
        image = document[0].render(scale=1).to_pil().convert("RGB")
    red = sum(one[0] > 180 and one[1] < 90 for one in image.get_flattened_data())
    assert red > 500


def test_it_can_be_looked_at_before_it_is_given(office):
    response = given(as_(office.signatory), office, look="1")
    assert response["Content-Type"] == "application/pdf"
    assert not SealImage.objects.exists()


def test_it_can_be_withdrawn_once(office):
    client = as_(office.signatory)
    seen = {"withdraw": give_picture(office).pk}
    assert client.post(page_of(office), seen).status_code == 302
    assert SealImage.objects.get().withdrawn_by == office.signatory
    assert client.post(page_of(office), seen).status_code == 409
    for name in ("seal_picture", "seal_specimen"):
        assert client.get(reverse(name, args=[office.unit.code])).status_code == 404
    assert "What was given and withdrawn" in client.get(page_of(office)).content.decode()


@pytest.mark.parametrize("key", ["", "1x", "²", "9" * 30])
def test_who_looked_at_the_one_before_withdraws_nothing(office, key):
    seen = give_picture(office).pk
    other = give_picture(office)

    for one in (seen, key):
        answer = as_(office.signatory).post(page_of(office), {"withdraw": one})
        assert answer.status_code == 409
    assert SealImage.objects.get(withdrawn_at=None) == other


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"data": b"%PDF-1.7"}, "picture", "not a PNG"),
        ({"data": b""}, "picture", "empty"),
        ({"data": picture_of_a_seal(ground=(255, 255, 255, 255))}, "picture", "transparent"),
        ({"picture": ""}, "picture", "required"),
        ({"width_mm": "4.2"}, "width_mm", "20"),
        ({"width_mm": "420"}, "width_mm", "60"),
        ({"width_mm": "wide"}, "width_mm", "number"),
        ({"valid_from": "soon"}, "valid_from", "valid date"),
        ({"valid_until": "2026-11-22"}, "valid_until", "before it begins"),
        (
            {"valid_from": "2026-01-01", "valid_until": "2026-11-22"},
            "valid_until",
            "over already",
        ),
    ],
)
def test_bad_input_is_told_beside_its_field(office, change, field, sentence):
    response = given(as_(office.signatory), office, **change)
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors[field])
    assert not SealImage.objects.exists()


def test_what_was_typed_is_kept(office):
    response = given(as_(office.signatory), office, data=b"x", width_mm="45.5")
    assert response.context["form"]["width_mm"].value() == "45.5"


NAMES = ("seal", "seal_picture", "seal_specimen")


@pytest.mark.parametrize("name", NAMES)
def test_nobody_else_learns_of_it(office, name):
    give_picture(office)
    other = factories.Office("区民政局")
    section = factories.make_section(office.unit)
    in_a_section = factories.make_person(section, Duty.SIGN)
    for person in (office.clerk, office.adviser, other.signatory, in_a_section):
        for code in (office.unit.code, "nowhere"):
            client, url = as_(person), reverse(name, args=[code])
            assert client.get(url).status_code == 404
            assert client.post(url, {"withdraw": "1"}).status_code in (404, 405)
    assert SealImage.objects.get().withdrawn_at is None


def test_a_section_has_no_seal_of_its_own(office):
    section = factories.make_section(office.unit)
    url = reverse("seal", args=[section.code])
    assert as_(office.signatory).get(url).status_code == 404


def test_who_signs_for_one_unit_goes_straight_to_its_seal(office):
    response = as_(office.signatory).get(reverse("seals"))
    assert response.url == page_of(office)
    assert reverse("seals") in as_(office.signatory).get(page_of(office)).content.decode()
    assert as_(office.clerk).get(reverse("seals")).status_code == 404


def test_who_signs_for_several_chooses(office):
    other = factories.Office("区民政局")
    access.appoint(office.signatory, unit=other.unit, duty=Duty.SIGN)
    give_picture(office)
    page = as_(office.signatory).get(reverse("seals")).content.decode()
    assert page_of(office) in page
    assert page_of(other) in page
    assert "in use from 2026-11-01" in page


def test_the_page_says_how_letters_are_sealed_today(office, tmp_path, settings):
    client = as_(office.signatory)

    def said() -> str:
        return client.get(page_of(office)).content.decode()

    assert "There is no certificate for this unit" in said()
    give_key(tmp_path, settings, office)
    assert "no signatory has given the picture" in said()
    give_picture(office)
    assert f"Certificate: CN={office.unit.name}（测试）" in said()
    settings.YISHEN_SEAL_PASSPHRASE = "another"
    assert "cannot be opened" in said()
    settings.YISHEN_SEALER = "remote"
    assert "by the seal service" in said()


# On the pages of a letter


def test_before_it_is_printed_one_reads_how_it_will_be_sealed(office, tmp_path, settings):
    from tests.requests_flow.views.test_leaving import step_of

    case = factories.signed(office)
    assert "somebody seals them by hand" in as_(office.clerk).get(step_of(case)).content.decode()
    give_key(tmp_path, settings, office)
    give_picture(office)
    page = as_(office.clerk).get(step_of(case)).content.decode()
    assert "sealed electronically when they are numbered" in page


def test_a_letter_that_cannot_be_sealed_is_refused_on_the_page(office, tmp_path, settings):
    from tests.requests_flow.views.test_leaving import node_of, send

    give_key(tmp_path, settings, office)
    give_picture(office)
    case = factories.signed(office)
    settings.YISHEN_SEAL_PASSPHRASE = "another"
    response = send(as_(office.clerk), case)
    assert response.status_code == 422
    assert "cannot be opened" in response.content.decode()
    assert node_of(case) == "issue"


@pytest.mark.parametrize("is_sealed", [True, False])
def test_after_it_is_printed_too(office, tmp_path, settings, is_sealed):
    from tests.requests_flow.views.test_leaving import send, step_of

    if is_sealed:
        give_key(tmp_path, settings, office)
        give_picture(office)
    client, case = as_(office.clerk), factories.signed(office)
    assert send(client, case).status_code == 302
    told = "and sealed electronically" if is_sealed else "to be sealed by hand"
    shown = "Sealed electronically on 2026-11-23" if is_sealed else "To be sealed by hand"
    page = client.get(case.get_absolute_url()).content.decode()
    assert told in page
    assert (" · sealed electronically" in page) is is_sealed
    assert shown in client.get(step_of(case)).content.decode()


def test_the_file_of_the_letter_is_the_sealed_one(office, tmp_path, settings):
    give_key(tmp_path, settings, office)
    give_picture(office)
    letter = factories.issued(office).reply
    url = reverse("case_letter", args=[letter.case_id, letter.pk])
    import hashlib

    content = as_(office.clerk).get(url).content
    assert hashlib.sha256(content).hexdigest() == letter.seal.sha256
