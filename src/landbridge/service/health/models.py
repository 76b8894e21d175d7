"""The totals of the whole installation, what all processes counted and timed, and what the health check found last."""

from __future__ import annotations

from django.db import models

from landbridge.service.connections.models import Connection


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


class HealthState(models.Model):
    """One line of a connection's last health check. ``since``: when it was first found in this state; ``examined_at``: when it was last."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="health_states")
    name = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    message = models.TextField()
    advice = models.TextField(blank=True)
    since = models.DateTimeField()
    examined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "name"], name="health_state_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"
