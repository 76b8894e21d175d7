"""What is kept of a comparison: how far it came, what each range of ids held on both sides, and what differs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from landbridge.service.connections.models import Connection
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow


class Verification(models.Model):
    """One comparison of a connection's two accounts, workflow by workflow.

    ``first`` and ``last`` narrow it to a closed range of internal ids. ``netsuite_started_at`` is its start on NetSuite's clock.
    ``fence`` grows with everyone who goes on with it; a transaction that writes must find its own number here.
    ``by_command``: a command compares, else the workers do. ``round`` counts the readings anew of what was found;
    ``gave_way_since`` is when it began to wait for runs. ``counts`` are differences by kind and ``missed`` changes that real time missed, by
    workflow; both once it is completed.
    """

    class Kind(models.TextChoices):
        """What asked for it."""

        ASKED = "asked", "Asked for"
        WEEKLY = "weekly", "Weekly sweep"

    class State(models.TextChoices):
        """Where it is. ``interrupted``: whoever compared is gone, and nobody went on yet."""

        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        INTERRUPTED = "interrupted", "Interrupted"
        COMPLETED = "completed", "Completed"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="verifications")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ASKED)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    workflows = ArrayField(models.CharField(max_length=40))
    first = models.BigIntegerField(null=True, blank=True)
    last = models.BigIntegerField(null=True, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    netsuite_started_at = models.DateTimeField(null=True, blank=True)
    fence = models.BigIntegerField(default=0)
    by_command = models.BooleanField(default=False)
    beat_at = models.DateTimeField(null=True, blank=True)
    next_link_at = models.DateTimeField(null=True, blank=True)
    gave_way_since = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    round = models.PositiveIntegerField(default=1)
    error = models.TextField(blank=True)
    hint = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    missed = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection"],
                condition=Q(state__in=["queued", "running"]),
                name="verification_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["connection", "-id"], name="verification_latest")]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"verification {self.pk}"

    @property
    def missed_in_order(self) -> list[tuple[str, int]]:
        """``missed`` as pairs, in order of dependency; the database keeps none."""
        return [(key, self.missed[key]) for key in catalogue.ordered(self.missed)]


LIVE_STATES = (Verification.State.QUEUED, Verification.State.RUNNING)


class VerifiedRange(models.Model):
    """A closed range of internal ids of one workflow (``None``: open end), and what both sides held when it was compared.

    ``netsuite`` records were read, ``left_out`` of them are not to be imported, ``destination`` records are held for the others. The
    hashes are over the mapped fields as they should be and as they are: equal where nothing differs.
    """

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="ranges")
    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    first = models.BigIntegerField(null=True)
    last = models.BigIntegerField(null=True)
    done = models.BooleanField(default=False)
    netsuite = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    destination = models.PositiveIntegerField(default=0)
    netsuite_hash = models.CharField(max_length=32, blank=True)
    destination_hash = models.CharField(max_length=32, blank=True)
    compared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["verification", "workflow", "position"], name="verifiedrange_position"
            ),
        ]
        ordering = ["verification_id", "workflow_id", "position"]

    def __str__(self) -> str:
        return f"{self.first} to {self.last} of verification {self.verification_id}"


class Difference(models.Model):
    """One record, or part of one, that is not the same on both sides, or that is not to be imported.

    ``part`` names a part that is not the record itself, ``purchase_item 5-1``. ``fields`` are ``{"field", "expected", "found"}``. ``round`` is how often it was read anew.
    """

    class Kind(models.TextChoices):
        """In what it differs."""

        MISSING = "missing", "Missing in SuiteProjects Pro"
        DIFFERS = "differs", "Differs"
        SURPLUS = "surplus", "Surplus in SuiteProjects Pro"
        LINK_BROKEN = "link_broken", "Link broken"
        DUPLICATE = "duplicate", "Duplicate"
        NOT_IMPORTED = "not_imported", "Not to be imported"

    class State(models.TextChoices):
        """``suspect`` until it was read anew; ``on_its_way``: a fresh change that a run may still bring."""

        SUSPECT = "suspect", "To be read anew"
        CONFIRMED = "confirmed", "Confirmed"
        ON_ITS_WAY = "on_its_way", "On its way"

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="differences")
    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="+")
    internal_id = models.CharField(max_length=255)
    part = models.CharField(max_length=120, blank=True, default="", db_default="")
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.SUSPECT)
    code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    spp_type = models.CharField(max_length=40)
    spp_id = models.CharField(max_length=40, blank=True)
    fields: models.JSONField[Any, Any] = models.JSONField(default=list)
    source_modified = models.DateTimeField(null=True)
    round = models.PositiveIntegerField(default=0)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["verification", "workflow", "internal_id", "part"], name="difference_once_per_part"
            ),
        ]
        indexes = [
            models.Index(fields=["verification", "kind", "id"], name="difference_of_kind"),
            models.Index(
                fields=["verification", "workflow", "round", "id"],
                condition=Q(state="suspect"),
                name="difference_suspect",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.part or self.internal_id}"


class Sweep(models.Model):
    """When a connection is compared by itself: each week on this weekday (0 Monday to 6 Sunday), from this hour, UTC."""

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="verification_sweep"
    )
    active = models.BooleanField(default=True)
    weekday = models.PositiveSmallIntegerField(default=6)
    hour = models.PositiveSmallIntegerField(default=3)
    next_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="sweep_weekday"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="sweep_hour"),
        ]

    def __str__(self) -> str:
        return f"weekly sweep of connection {self.connection_id}"
