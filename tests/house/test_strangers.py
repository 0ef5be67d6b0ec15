"""A person of another unit, and nobody at all, open every address with the keys of a case.

Nothing is shown, and not whether it exists: a key that is there and one that is not answer alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from viewflow.workflow.models import Task

from requests_flow.actions import phrasing
from requests_flow.actions.act import Act
from requests_flow.actions.phrase_checks import Words
from requests_flow.models import Case, Document, ReviewGrant, vault
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db

SECRET = "秘密地块补偿协议"
NAME = "欧阳秘密"
NOWHERE = 987_654
# Pages without a case in the address, and what a person without any case of theirs sees on them.
OPEN_TO_ALL = {"login", "logout", "set_language"}


def routes(patterns=None, prefix: str = "", names: tuple = ()) -> Iterator[tuple[str, str]]:
    """Every address of the resolver as (pattern, full name)."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            space = (*names, entry.namespace) if entry.namespace else names
            yield from routes(entry.url_patterns, here, space)
        elif isinstance(entry, URLPattern):
            yield here, ":".join((*names, entry.name or ""))


def filled(pattern: str, keys: dict[str, object]) -> str:
    """The address behind `pattern` with these keys."""
    url = "/" + pattern
    for name, value in keys.items():
        url = re.sub(f"<(int|slug):{name}>", str(value), url)
    assert "<" not in url, f"the test does not know every key of {pattern}"
    return url


def keys_of(case: Case) -> dict[str, object]:
    """The keys of `case` for every kind of address."""
    task = Task.objects.filter(process=case.process_id, flow_task_type="HUMAN").order_by("-id")[0]
    consultation = case.consultations.first()
    return {
        "pk": case.pk,
        "process_pk": case.process_id,
        "task_pk": task.pk,
        "letter_pk": case.letters.order_by("-id")[0].pk,
        "document_pk": case.documents.first().pk,
        "version": case.latest_draft.version,
        "consultation_pk": consultation.pk if consultation else NOWHERE,
        "grant_pk": grant_on(case).pk,
        "code": "L05",  # a specimen is of no case, and for all who are signed in
    }


def grant_on(case: Case) -> ReviewGrant:
    """Somebody from outside whom an adviser let in."""
    day = factories.TODAY
    return case.review_grants.first() or ReviewGrant.objects.create(
        case=case,
        reviewer=factories.make_person(),
        firm="某所",
        valid_until=day,
        granted_by=factories.make_person(),
        granted_on=day,
        granted_at=at(),
    )


def with_document(office: factories.Office, case: Case) -> Case:
    """Put a file on the case without the checks of its form; the case must be open."""
    data = SECRET.encode()
    Document.objects.create(
        case=case,
        kind="found",
        name="秘密.txt",
        media_type="text/plain",
        size=len(data),
        sha256=vault.put(data),
        added_by=office.clerk,
        added_at=at(),
    )
    return case


def a_case(office: factories.Office, stage) -> Case:
    case = stage(office, name=NAME, subject=SECRET, request_text=f"申请公开{SECRET}。")
    return with_document(office, case)


# The matrix asks every situation of every role; here the words of the answers are read.
ASKED = [("get", factories.drafted), ("get", factories.delivered), ("post", factories.issued)]


@pytest.fixture
def stranger():
    office = factories.Office("区民政局")
    person = factories.make_jack(office.unit)
    client = Client()
    client.force_login(person)
    return client


def leaks(client: Client, case: Case, method: str) -> list[str]:
    found, keys = [], keys_of(case)
    for pattern, name in routes():
        if name in OPEN_TO_ALL:
            continue
        response = getattr(client, method)(filled(pattern, keys))
        page = response.content.decode(errors="replace") if not response.streaming else ""
        has_key = "<int:" in pattern
        if has_key and response.status_code not in (302, 404, 405):
            found.append(f"{method} {pattern}: {response.status_code}")
        if SECRET in page or NAME in page or case.number in page:
            found.append(f"{method} {pattern}: shows the case")
    return found


@pytest.mark.parametrize(("method", "stage"), ASKED)
def test_a_stranger_reads_nothing(stranger, method, stage):
    case = a_case(factories.Office(), stage)

    assert leaks(stranger, case, method) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_reads_nothing(method):
    case = a_case(factories.Office(), factories.issued)

    assert leaks(Client(), case, method) == []


def test_a_stranger_cannot_tell_what_exists(stranger):
    case = a_case(factories.Office(), factories.issued)
    there, nowhere = keys_of(case), dict.fromkeys(keys_of(case), NOWHERE)

    for pattern, name in routes():
        if "<int:" not in pattern:
            continue
        for method in ("get", "post"):
            one = getattr(stranger, method)(filled(pattern, there))
            other = getattr(stranger, method)(filled(pattern, nowhere))
            assert one.status_code == other.status_code, name
            assert without_token(one.content) == without_token(other.content), name


def without_token(page: bytes) -> bytes:
    """The page without what differs between any two requests."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)
    return re.sub(rb'(href|action|value)="/[^"]*"', b"", page)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_sees_no_wording_of_another_office(stranger, method):
    office = factories.Office()
    words = Words(title=SECRET, text=f"本机关{SECRET}的说明", valid_from=factories.TODAY)
    phrase = phrasing.add_phrase(
        Act(by=office.clerk, at=at()),
        unit=office.unit,
        outcome_code="C6",
        field="reason",
        words=words,
    ).phrase
    ask = getattr(stranger, method)

    for url in ("/wording/{}/", "/wording/{}/1.pdf", "/wording/new/?unit={}"):
        key = office.unit.pk if "unit" in url else phrase.pk
        there, nowhere = ask(url.format(key)), ask(url.format(NOWHERE))
        assert there.status_code == nowhere.status_code
        assert there.status_code in (404, 405)
        assert without_token(there.content) == without_token(nowhere.content)
    assert SECRET not in ask(f"/wording/?unit={office.unit.pk}").content.decode()


def test_a_reviewer_sees_a_case_only_when_a_draft_waits(client):
    office = factories.Office()
    client.force_login(office.adviser)
    before = factories.accepted(office)
    assert client.get(before.get_absolute_url()).status_code == 404

    after = factories.drafted(office)
    assert client.get(after.get_absolute_url()).status_code == 200


def test_somebody_dismissed_sees_nothing_from_then_on(client):
    from requests_flow.units import access

    office = factories.Office()
    case = factories.accepted(office)
    client.force_login(office.clerk)
    assert client.get(case.get_absolute_url()).status_code == 200

    for duty in factories.CLERK:
        access.dismiss(office.clerk, unit=office.unit, duty=duty)

    assert client.get(case.get_absolute_url()).status_code == 404


def test_a_task_belongs_to_its_process(client):
    office = factories.Office()
    one, other = factories.accepted(office), factories.accepted(office)
    task = Task.objects.filter(process=one.process_id, status__in=["NEW", "ASSIGNED"]).get()
    client.force_login(office.clerk)
    node = task.flow_task

    right = node.reverse("execute", args=[one.process_id, task.pk])
    wrong = node.reverse("execute", args=[other.process_id, task.pk])

    assert client.get(right).status_code == 200
    assert client.get(wrong).status_code == 404
    assert client.post(wrong, {}).status_code == 404
