from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.rules.applicants import (
    ApplicantKind,
    mask_address,
    mask_identity,
    mask_name,
    mask_phone,
)

from . import at_rest


class Applicant(models.Model):
    """Who asked (art. 29: name, proof of identity, how to reach them). One row for each application.

    The number of the identity proof is kept sealed; `identity_number` opens it, and to set it seals it.
    It cannot be filtered by: `identity_index__in=at_rest.indexes_of(number)` finds it.
    """

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind of applicant"), max_length=20, choices=[(k.value, k.value) for k in ApplicantKind]
    )
    identity_kind = models.CharField(_("kind of identity proof"), max_length=40, blank=True)
    # None: no number. Not null would have SQLite rebuild a guarded table.
    identity_sealed = models.TextField(null=True, editable=False)  # noqa: DJ001  see above
    identity_index = models.CharField(max_length=80, null=True, editable=False)  # noqa: DJ001
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("postal address"), max_length=240, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    agent = models.CharField(_("agent"), max_length=120, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["name"], name="applicant_name"),
            models.Index(fields=["identity_index"], name="applicant_identity"),
        ]

    def __str__(self) -> str:
        return self.masked_name

    @property
    def identity_number(self) -> str:
        """The number of the identity proof, opened. Raises at_rest.Unreadable."""
        return at_rest.unseal(self.identity_sealed) if self.identity_sealed else ""

    @identity_number.setter
    def identity_number(self, number: str) -> None:
        number = number.strip()
        self.identity_sealed = at_rest.seal(number) if number else None
        self.identity_index = at_rest.index_of(number) if number else None

    @property
    def has_identity(self) -> bool:
        """Whether a number is on file; nothing is opened for it."""
        return bool(self.identity_sealed)

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
        """The number of the identity proof as pages show it; all of it hidden if no key opens it."""
        try:
            return mask_identity(self.identity_number)
        except at_rest.Unreadable:
            return "*" * 18

    @property
    def masked_phone(self) -> str:
        """The telephone number as pages show it."""
        return mask_phone(self.phone)

    @property
    def masked_address(self) -> str:
        """The address as pages show it whose purpose is not to send something there."""
        return mask_address(self.address)
