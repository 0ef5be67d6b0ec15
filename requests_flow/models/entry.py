from django.db import models

from requests_flow.units.models import User

from .case import Case


class Entry(models.Model):
    """What somebody did, when, to which case. Chained by hash; appended, never edited.

    `hash` is SHA-256 over `previous` and the canonical JSON of the rest; `previous` is unique, so the
    chain cannot fork.
    """

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="entries")
    verb = models.CharField(max_length=40)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    duty = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    on = models.DateField(null=True, blank=True)  # the legal day of the act, where it has one
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        indexes = [
            models.Index(fields=["case", "id"], name="entry_case"),
            models.Index(fields=["actor", "verb", "at"], name="entry_actor_verb"),
            # Each single filter of the audit, in the order of its list.
            models.Index(fields=["actor", "at", "id"], name="entry_actor_at"),
            models.Index(fields=["verb", "at", "id"], name="entry_verb_at"),
            models.Index(fields=["at", "id"], name="entry_at"),
        ]
