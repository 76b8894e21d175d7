"""Deletions in NetSuite that were found, what each workflow does about them, and relinkings that are proposed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from landbridge.service.workflows.models import Workflow


class DeletePolicy(models.Model):
    """What happens to the SuiteProjects Pro record when its NetSuite record is deleted. A workflow without one marks.

    ``swept_at``: the deletions are known up to here, on NetSuite's clock. ``tried_at``: when a sweep was asked for last, whatever came of it.
    ``problem``: why the last sweep found out nothing.
    """

    class Policy(models.TextChoices):
        """The policies."""

        MARK = "mark", "Mark as deleted in NetSuite"
        DEACTIVATE = "deactivate", "Mark and make inactive"
        LEAVE = "leave", "Leave as it is"

    workflow = models.OneToOneField(Workflow, on_delete=models.CASCADE, related_name="delete_policy")
    policy = models.CharField(max_length=10, choices=Policy, default=Policy.MARK)
    swept_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.policy}: {self.workflow_id}"


class Deletion(models.Model):
    """A NetSuite record that was imported once and is not there any more.

    ``spp_id`` is the first record that it became; lines went the same way. ``policy`` is what was done, ``error`` why that was refused.
    """

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="deletions")
    internal_id = models.CharField(max_length=20)
    name = models.CharField(max_length=200, blank=True)
    spp_type = models.CharField(max_length=40)
    spp_id = models.CharField(max_length=40)
    deleted_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    policy = models.CharField(max_length=10, choices=DeletePolicy.Policy)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("-found_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workflow", "internal_id"], name="deletion_once_per_record")
        ]

    def __str__(self) -> str:
        return f"{self.internal_id} of {self.workflow_id}"


class Relinking(models.Model):
    """A proposal: NetSuite record ``survivor_id`` has the name of ``gone_id``, which was deleted; its SuiteProjects Pro record is the other's.

    NetSuite merges two records into one: one id is gone, the other stays.
    """

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        DISMISSED = "dismissed", "dismissed"

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="relinkings")
    gone_id = models.CharField(max_length=20)
    survivor_id = models.CharField(max_length=20)
    name = models.CharField(max_length=200, blank=True)
    spp_type = models.CharField(max_length=40)
    spp_id = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workflow", "gone_id", "survivor_id"], name="relinking_proposed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} -> {self.survivor_id}"
