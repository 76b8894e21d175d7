"""The totals of the whole installation: what all processes counted and timed, since it was set up."""

from __future__ import annotations

from django.db import models


class Total(models.Model):
    """One number of ``service.measures``: a counter (``part`` empty), a histogram's ``sum``, or one of its buckets by upper bound.

    ``labels`` is a JSON object. Buckets hold their own observations only, not those of the smaller ones.
    """

    measure = models.CharField(max_length=80)
    labels = models.CharField(max_length=300)
    part = models.CharField(max_length=12, blank=True)
    value = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "labels", "part"], name="total_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}{self.labels} {self.part}"
