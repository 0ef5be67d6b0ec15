"""Somebody at a browser: signs in, opens pages, fills in what is on them, and sends it."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from datetime import date
from html import unescape
from typing import Any

import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from requests_flow.models import Case
from requests_flow.units.models import User
from requests_flow.views.walking import open_task
from requests_flow.views.worklist import task_url
from tests.factories import at
from tests.journeys.forms import Form, forms_of


def on(day: date, hour: int = 10) -> AbstractContextManager[Any]:
    """That day, at ten in the morning in Beijing unless said otherwise."""
    return time_machine.travel(at(day, hour), tick=True)


def words_of(response: HttpResponse) -> str:
    """What can be read on the page, without its tags."""
    page = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


class Person:
    """A user with a browser of their own. Pages are in English, forgery checks are on."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})

    def signs_in(self) -> HttpResponse:
        """Through the login page, with name and password."""
        page = self.client.get(reverse("login"))
        form = next(form for form in forms_of(page.content.decode()) if "username" in form.names)
        data = form.filled(username=self.user.username, password="test")
        return self.client.post(reverse("login"), data)

    def opens(self, url: str) -> HttpResponse:
        """The page at `url`; on a new day one signs in anew."""
        response = self.client.get(url)
        if response.status_code == 302 and response["Location"].startswith(reverse("login")):
            self.client.force_login(self.user)
            response = self.client.get(url)
        return response

    def reads(self, url: str) -> str:
        """What stands on the page, which must be there."""
        response = self.opens(url)
        assert response.status_code == 200, f"{url}: {response.status_code}"
        return words_of(response)

    def form_at(self, url: str, *having: str) -> Form:
        """The form of the page that has these fields; without any, the one sent to itself."""
        response = self.opens(url)
        assert response.status_code == 200, f"{url}: {response.status_code}"
        found = [
            form
            for form in forms_of(response.content.decode())
            if "form_token" in form.names
            and set(having) <= form.names
            and (having or form.action in ("", url))
        ]
        assert found, f"{url} has no form of its own with {having}"
        return found[0]

    def sends(self, url: str, form: Form, **values: Any) -> HttpResponse:
        """The form of the page at `url`, with `values` filled in."""
        return self.client.post(form.action or url, form.filled(**values))

    def fills_in(self, url: str, **values: Any) -> HttpResponse:
        """Open the page, fill in its main form, send it."""
        return self.sends(url, self.form_at(url), **values)

    def step_of(self, case: Case, name: str) -> str:
        """Where the step that the case waits for is taken; it must be the one called `name`."""
        task = open_task(case)
        assert task is not None, f"{case} waits for nobody"
        assert task.flow_task.name == name
        return task_url(task)

    def takes(self, case: Case, step: str, **values: Any) -> HttpResponse:
        """Take the step as it is meant: the form is accepted and leads on."""
        response = self.fills_in(self.step_of(case, step), **values)
        assert response.status_code == 302, words_of(response)
        return response

    def tries(self, case: Case, step: str, **values: Any) -> str:
        """Take the step with something wrong; what the page answers, the case where it was."""
        url = self.step_of(case, step)
        response = self.fills_in(url, **values)
        assert response.status_code == 422, words_of(response)
        assert self.step_of(case, step) == url
        return words_of(response)

    def checks(
        self, case: Case, verdict: str, reason: str, *, step: str = "check_secrecy"
    ) -> dict[str, str]:
        """The same result for everything that the page of the secrecy check lists."""
        form = self.form_at(self.step_of(case, step))
        return {
            name: verdict if name.endswith("-verdict") else reason
            for name in sorted(form.names)
            if name.endswith(("-verdict", "-reason"))
        }

    def registers(self, **values: Any) -> Case:
        """Register an application; the case that came of it."""
        response = self.fills_in(reverse("flow:register:execute"), **values)
        assert response.status_code == 302, words_of(response)
        number = re.fullmatch(r"/cases/(\d+)/", response["Location"])
        assert number, response["Location"]
        return Case.objects.get(pk=int(number[1]))

    def records(self, case: Case, name: str, **values: Any) -> None:
        """Put something on file beside the flow."""
        response = self.fills_in(reverse(name, args=[case.pk]), **values)
        assert response.status_code == 302, words_of(response)


def fresh(case: Case) -> Case:
    """The case as it is now."""
    return Case.objects.get(pk=case.pk)
