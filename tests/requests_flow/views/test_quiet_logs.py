"""What is logged and mailed: where an error was, and nothing of what people typed."""

from __future__ import annotations

import io
import logging

import pytest
from django.conf import settings as configured
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.log import configure_logging
from django.views.debug import get_default_exception_reporter_filter, get_exception_reporter_class

from requests_flow import urls
from requests_flow.views import quiet_logs
from requests_flow.views.failures import broken

NUMBER, PHONE, NAME = "33020319900101123X", "13800001234", "欧阳秘密"
PRIVATE = (NUMBER, PHONE, NAME, "zhang@example.com")


def raising(request):
    """A view with personal data in its variables, its message and its form."""
    applicant = {"name": NAME, "email": "zhang@example.com"}
    raise ValueError(f"{request.POST['identity_number']} is not {PHONE}", len(applicant))


urlpatterns = [*urls.urlpatterns, path("raising/", raising)]
handler500 = broken


@pytest.fixture
def said(monkeypatch):
    """All that the logging of our settings writes, at DEBUG, for one test."""
    out = io.StringIO()
    configure_logging("logging.config.dictConfig", configured.LOGGING)
    handler = logging.StreamHandler(out)
    handler.addFilter(quiet_logs.WithoutNumbers())
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [handler])
    monkeypatch.setattr(root, "level", logging.DEBUG)
    return out


def post(client: Client):
    return client.post(
        f"/raising/?q={NAME}",
        {"identity_number": NUMBER, "name": NAME, "email": "zhang@example.com"},
        headers={"referer": f"https://example.gov.cn/?q={NAME}"},
    )


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_an_error_of_a_view_tells_nothing_of_its_form(
    said, settings, admin_address, django_user_model
):
    client = Client(raise_request_exception=False)
    client.force_login(django_user_model.objects.create_user("someone", password="x"))
    response = post(client)

    assert response.status_code == 500
    (letter,) = mail.outbox
    told = {
        "page": response.content.decode(),
        "mail": letter.subject + letter.body + str(letter.alternatives),
        "log": said.getvalue(),
    }
    assert {
        (where, word) for where, text in told.items() for word in PRIVATE if word in text
    } == set()
    for where in ("mail", "log"):
        assert "ValueError" in told[where]
        assert "330203********123X is not 138****1234" in told[where]
        assert "raising" in told[where]
    assert "identity_number = '********************'" in letter.body


@pytest.fixture
def admin_address(settings):
    settings.ADMINS = [("Office", "office@example.gov.cn")]


def test_the_page_of_a_mail_tells_nothing_either(rf: RequestFactory):
    request = rf.post(f"/raising/?q={NAME}", {"identity_number": NUMBER, "name": NAME})
    try:
        raising(request)
    except ValueError as error:
        reporter = get_exception_reporter_class(request)(
            request, type(error), error, error.__traceback__, is_email=True
        )
        page = reporter.get_traceback_html()
    assert "ValueError" in page
    assert [word for word in PRIVATE if word in page] == []
    assert isinstance(get_default_exception_reporter_filter(), quiet_logs.QuietFilter)


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("number %s of %s", (NUMBER, PHONE)),
        (f"number {NUMBER} of {PHONE}", ()),
        ("number %(n)s of %(p)s", ({"n": NUMBER, "p": PHONE},)),
    ],
)
def test_numbers_are_masked_wherever_they_stand_in_a_record(said, message, args):
    logging.getLogger("requests_flow.anything").debug(message, *args)

    assert said.getvalue() == "number 330203********123X of 138****1234\n"


def test_a_row_that_the_database_refused_is_not_told(said):
    try:
        raise RuntimeError(f'null value in "x"\nDETAIL:  Failing row contains (7, {NAME}).')
    except RuntimeError:
        logging.getLogger("requests_flow.anything").exception("refused")

    assert NAME not in said.getvalue()
    assert "RuntimeError" in said.getvalue()


def test_an_address_is_logged_without_what_was_searched_for(said):
    logger = logging.getLogger("django.server")
    record = logger.makeRecord(
        "django.server", logging.INFO, "", 0, '"%s" %s %s', (f"GET /?q={NAME} HTTP/1.1", "200", "1"), None
    )  # fmt: skip
    assert quiet_logs.WithoutNumbers().filter(record)
    assert record.getMessage() == '"GET /?… HTTP/1.1" 200 1'


def test_every_handler_has_the_filter():
    assert all(
        "numbers" in handler["filters"] for handler in configured.LOGGING["handlers"].values()
    )
    configure_logging("logging.config.dictConfig", configured.LOGGING)
    for name in ("", "django", "django.server", "django.request"):
        for handler in logging.getLogger(name).handlers:
            if type(handler).__module__.startswith(("logging", "django")):
                assert any(isinstance(one, quiet_logs.WithoutNumbers) for one in handler.filters), (
                    name,
                    handler,
                )


def test_sql_is_never_logged():
    configure_logging("logging.config.dictConfig", configured.LOGGING)

    assert logging.getLogger("django.db.backends").getEffectiveLevel() == logging.INFO
