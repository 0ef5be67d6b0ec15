"""Setting up a second factor, new recovery codes, and doing without."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from requests_flow.actions import second_factors
from requests_flow.actions.act import Act, Refusal
from requests_flow.actions.sign_ins import end_sessions_of

from .account import next_url
from .forms.account import EnrolForm, FactorForm
from .session_limits import VERIFIED, is_fresh, lacks_factor
from .where_from import address_of

KEY = "key_being_set_up"  # until the phone has answered with a code


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SecondFactor(FormView):
    """One page: without a second factor it is set up here, with one it is looked after."""

    has_factor: bool

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who has one and came in without it signs in anew, with it."""
        self.has_factor = second_factors.has_factor(request.user)
        if self.has_factor and lacks_factor(request):
            auth.logout(request)
            return HttpResponseRedirect(reverse("login"))
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        """By whether there is one."""
        name = "second_factor" if self.has_factor else "second_factor_new"
        return [f"registration/{name}.html"]

    def get_form(self, form_class: Any = None) -> EnrolForm | FactorForm:
        """The code of the phone, or the password and what is to be done."""
        kwargs = {**self.get_form_kwargs(), "request": self.request}
        if self.has_factor:
            return FactorForm(**kwargs)
        return EnrolForm(is_fresh=is_fresh(self.request), **kwargs)

    def form_valid(self, form: EnrolForm | FactorForm) -> HttpResponse:
        """Do it; recovery codes are shown by the very answer, and never again."""
        if not self.has_factor:
            return self.enrol(form)
        act, user = Act(by=self.request.user, at=timezone.now()), self.request.user
        where = address_of(self.request)
        if form.cleaned_data["deed"] == "codes":
            return self.show(second_factors.make_codes(act, user=user, address=where))
        if second_factors.is_needed(user):
            form.add_error(None, _("Your duties ask for a second factor: it cannot be removed."))
            return self.form_invalid(form)
        second_factors.remove_factor(act, user=user, address=where)
        self.request.session.pop(VERIFIED, None)
        self.keep_only_this_session()
        messages.success(self.request, _("The second factor is removed."))
        return HttpResponseRedirect(reverse("account"))

    def enrol(self, form: EnrolForm) -> HttpResponse:
        """Take the phone, if its code fits the key that was shown."""
        request = self.request
        try:
            codes = second_factors.add_factor(
                Act(by=request.user, at=timezone.now()),
                user=request.user,
                key=self.key(),
                code=form.cleaned_data["code"],
                address=address_of(request),
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.form_invalid(form)
        del request.session[KEY]
        request.session[VERIFIED] = True
        self.keep_only_this_session()
        return self.show(codes)

    def keep_only_this_session(self) -> None:
        """Others began under the old rules; ours gets a new key."""
        end_sessions_of(self.request.user, keep=self.request.session.session_key)
        self.request.session.cycle_key()

    def show(self, codes: list[str]) -> HttpResponse:
        """The recovery codes, this once."""
        self.template_name = "registration/recovery_codes.html"
        context = {"codes": codes, "next": next_url(self.request) or reverse("account")}
        return self.response_class(
            request=self.request, template=[self.template_name], context=context, using=None
        )

    def key(self) -> str:
        """The key that this session is shown until the phone answers; the table has it sealed."""
        session, user = self.request.session, self.request.user
        if key := second_factors.taken_up(user, str(session.get(KEY, ""))):
            return key
        key = second_factors.new_key()
        session[KEY] = second_factors.put_by(user, key)
        return key

    def form_invalid(self, form: EnrolForm | FactorForm) -> HttpResponse:
        """The page again, with the same picture."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picture and the words of the key; or how many codes are left."""
        user = self.request.user
        kwargs |= {"next": next_url(self.request), "is_needed": second_factors.is_needed(user)}
        if self.has_factor:
            return super().get_context_data(codes_left=second_factors.codes_left(user), **kwargs)
        secret = second_factors.secret_of(user, self.key())
        picture = segno.make(secret.address, error="m").svg_data_uri(scale=5, dark="#14202e")
        return super().get_context_data(secret=secret, picture=picture, **kwargs)
