from django.db import models


class Counter(models.Model):
    """The last number given in a series and year. Its row is locked while a number is given."""

    series = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="counter_series_year", fields=["series", "year"])
        ]
