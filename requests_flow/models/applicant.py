from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.rules.applicants import ApplicantKind, mask_identity, mask_name, mask_phone


class Applicant(models.Model):
    """Who asked (art. 29: name, proof of identity, how to reach them). One row for each application."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind of applicant"), max_length=20, choices=[(k.value, k.value) for k in ApplicantKind]
    )
    identity_kind = models.CharField(_("kind of identity proof"), max_length=40, blank=True)
    identity_number = models.CharField(_("number of identity proof"), max_length=40, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("postal address"), max_length=240, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    agent = models.CharField(_("agent"), max_length=120, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["name"], name="applicant_name")]

    def __str__(self) -> str:
        return self.masked_name

    @property
    def is_person(self) -> bool:
        """Whether a natural person asked: the letter says 您, not 贵单位, and lists show a mask."""
        return self.kind == ApplicantKind.NATURAL_PERSON

    @property
    def masked_name(self) -> str:
        """The name as lists show it."""
        return mask_name(self.name) if self.is_person else self.name

    @property
    def masked_identity(self) -> str:
        """The number of the identity proof as pages show it."""
        return mask_identity(self.identity_number)

    @property
    def masked_phone(self) -> str:
        """The telephone number as pages show it."""
        return mask_phone(self.phone)
