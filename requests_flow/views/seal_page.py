"""印章: who signs for a unit gives the picture of its seal, looks at it, and withdraws it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from requests_flow.actions import sealing
from requests_flow.actions.act import Refusal
from requests_flow.letters.errors import LetterStopped
from requests_flow.letters.seals.port import Picture
from requests_flow.letters.seals.preview import on_specimen
from requests_flow.models import Seal, SealImage
from requests_flow.units import access
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User

from .files import as_file, from_vault
from .forms.sealing import SealForm
from .middleware import Conflict
from .step import OnceMixin


def organs_of(user: User) -> QuerySet[Unit]:
    """The organs that `user` signs for; a section has no seal of its own."""
    return access.units_for(user, Duty.SIGN).filter(organ=None, closed_on=None)


def organ_or_404(user: User, code: str) -> Unit:
    """Whoever does not sign for it learns nothing of it."""
    return get_object_or_404(organs_of(user), code=code)


def standing(unit: Unit) -> SealImage | None:
    """The picture that was given last and not withdrawn, in use today or not."""
    return unit.seal_images.filter(withdrawn_at=None).select_related("added_by").first()


class Seals(TemplateView):
    """The seals of those who sign for several organs; who signs for one goes straight there."""

    template_name = "requests_flow/seals.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list, the one, or nothing."""
        organs = list(organs_of(request.user).order_by("pk"))
        if not organs:
            raise Http404
        if len(organs) == 1:
            return HttpResponseRedirect(reverse("seal", args=[organs[0].code]))
        given = {one.unit_id: one for one in SealImage.objects.filter(withdrawn_at=None)}
        rows = [(unit, given.get(unit.pk)) for unit in organs]
        return self.render_to_response(self.get_context_data(rows=rows, **kwargs))


class SealPage(OnceMixin, FormView):
    """The seal of one organ."""

    form_class = SealForm
    template_name = "requests_flow/seal.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for who signs for it."""
        self.unit = organ_or_404(request.user, kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw what is in use; everything else is about a new picture."""
        if "withdraw" in request.POST:
            return self._withdraw()
        return super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """As wide as the one before; from today."""
        known = standing(self.unit)
        return {
            "valid_from": timezone.localdate(),
            "width_mm": known.width_mm if known else "42.0",
            "covers_notices": bool(known and known.covers_notices),
        }

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Show it on a specimen, or use it from now on."""
        data = form.cleaned_data
        if "look" in self.request.POST:
            return self._look(Picture(data["picture"], float(data["width_mm"])))
        if first := self.first_result():
            return first
        given = sealing.Given(
            width_mm=data["width_mm"],
            covers_notices=data["covers_notices"],
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
        )
        try:
            with transaction.atomic():
                sealing.give_picture(self.act(), unit=self.unit, data=data["picture"], given=given)
                answer = self.done(form, reverse("seal", args=[self.unit.code]))
        except (Refusal, LetterStopped) as refusal:
            return self.refuse(form, refusal)
        except IntegrityError:
            if first := self.first_result():
                return first
            raise
        messages.success(self.request, _("The picture is in use; look at the specimen beside it."))
        return answer

    def _look(self, picture: Picture) -> HttpResponse:
        try:
            pdf = on_specimen(picture, name=self.unit.name, letterhead=self.unit.letterhead)
        except LetterStopped as stopped:
            raise Conflict(str(stopped)) from stopped
        return as_file(pdf, media_type="application/pdf", name="specimen.pdf")

    def _withdraw(self) -> HttpResponse:
        try:
            sealing.withdraw_picture(self.act(), unit=self.unit, seen=self._seen())
        except Refusal as refusal:
            raise Conflict(str(refusal)) from refusal
        messages.success(self.request, _("Withdrawn. Letters are sealed by hand from now on."))
        return HttpResponseRedirect(reverse("seal", args=[self.unit.code]))

    def _seen(self) -> int:
        """The picture that the page showed; what no page sends is none."""
        key = self.request.POST["withdraw"]
        return int(key[:18]) if key.isascii() and key.isdecimal() else 0

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is in use, how letters are sealed today, and what was before."""
        history = self.unit.seal_images.select_related("added_by", "withdrawn_by").order_by("-pk")
        return super().get_context_data(
            unit=self.unit,
            standing=standing(self.unit),
            prospect=sealing.prospect(self.act(), unit=self.unit),
            history=history,
            sealed=Seal.objects.filter(letter__case__unit=self.unit).count(),
            today=timezone.localdate(),
            **kwargs,
        )


class SealPicture(View):
    """The picture in use, by itself."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """As it is kept."""
        image = standing(organ_or_404(request.user, code))
        if image is None:
            raise Http404
        return as_file(from_vault(image.sha256), media_type="image/png", name="seal.png")


class SealSpecimen(View):
    """The picture in use, on a specimen."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """One page, marked as a specimen."""
        unit = organ_or_404(request.user, code)
        image = standing(unit)
        if image is None:
            raise Http404
        picture = Picture(from_vault(image.sha256), float(image.width_mm))
        try:
            pdf = on_specimen(picture, name=unit.name, letterhead=unit.letterhead)
        except LetterStopped as stopped:
            raise Conflict(str(stopped)) from stopped
        return as_file(pdf, media_type="application/pdf", name="specimen.pdf")
