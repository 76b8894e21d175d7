"""What is known of NetSuite's record types, how they changed, and what each workflow does about it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from landbridge.service.connections.models import Connection
from landbridge.service.workflows.models import Workflow


class KnownType(models.Model):
    """The fields of a NetSuite record type when NetSuite was asked last, by name, of a sublist as ``itemList.custcol_x``.

    Each is ``{"label", "kind", "refers_to"}``. ``tried_at``: when a look was asked for last, whatever came of it. ``seen_at`` ``None``: NetSuite
    has told nothing of the type yet.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="known_types")
    netsuite_type = models.CharField(max_length=60)
    fields: models.JSONField[Any, Any] = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["connection", "netsuite_type"], name="known_type_once")
        ]

    def __str__(self) -> str:
        return f"{self.netsuite_type} of connection {self.connection_id}"


class Drift(models.Model):
    """One field that appeared, vanished or changed. ``before`` and ``after`` are as in :class:`KnownType`, ``None`` where it was not there.

    ``open``: nobody decided yet. ``frozen``: workflows that read the field stand still. ``accepted``: by a person, or by the policy of every
    workflow of the type. ``returned``: the field is as it was before.
    """

    class Change(models.TextChoices):
        """What became of the field."""

        APPEARED = "appeared", "appeared"
        VANISHED = "vanished", "vanished"
        CHANGED = "changed", "holds something else"

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        FROZEN = "frozen", "frozen"
        RETURNED = "returned", "returned"

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="drifts")
    netsuite_type = models.CharField(max_length=60)
    field = models.CharField(max_length=160)
    change = models.CharField(max_length=10, choices=Change)
    before: models.JSONField[Any, Any] = models.JSONField(null=True)
    after: models.JSONField[Any, Any] = models.JSONField(null=True)
    noticed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-noticed_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["connection", "netsuite_type"],
                name="drift_in_force",
                condition=Q(state__in=["open", "frozen"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.netsuite_type} {self.field} {self.change}"

    @property
    def in_words(self) -> str:
        """What happened, for a list."""
        if self.change == self.Change.APPEARED:
            return f"appeared: {_shape(self.after)}"
        if self.change == self.Change.VANISHED:
            return f"vanished; it was {_shape(self.before)}"
        return f"was {_shape(self.before)}, is {_shape(self.after)}"


def _shape(field: dict[str, str] | None) -> str:
    """Return what a field holds, in words."""
    held = field or {}
    refers_to = held.get("refers_to", "")
    return f"{held.get('kind', '?')}{f' to {refers_to}' if refers_to else ''} ({held.get('label', '')})"


class DriftPolicy(models.Model):
    """What a workflow does when a field that it reads holds something else: go on, stand still, or go on and ask.

    A workflow without one asks. A field that it reads and that vanished stops it by any policy.
    """

    class Policy(models.TextChoices):
        """The policies."""

        ACCEPT = "accept", "Accept"
        FREEZE = "freeze", "Freeze"
        ASK = "ask", "Ask"

    workflow = models.OneToOneField(Workflow, on_delete=models.CASCADE, related_name="drift_policy")
    policy = models.CharField(max_length=6, choices=Policy, default=Policy.ASK)

    def __str__(self) -> str:
        return f"{self.policy}: {self.workflow_id}"
