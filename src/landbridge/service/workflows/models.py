"""What is kept about each workflow: its state per connection, its mapping rows, and the links that it made."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import NetSuiteNumber
from landbridge.service.workflows.catalogue import MAIN


class Workflow(models.Model):
    """One workflow of the catalogue on one connection.

    ``bookmark`` is the instant, on NetSuite's clock, up to which every change was read by any run; ``swept`` the instant up
    to which a run that reaches back by the long lag did. Both are ``None`` until the first run, which reads everything.
    ``rules`` counts the changes of options and mapping: what was decided under older rules is decided anew.
    ``real_time_since``: since when it is live (``None``: it is not, or it was before this was written down). ``monitored``: the NetSuite
    fields whose changes are worth a notice, ``"default"`` for those of the mapping, ``None`` for every save (``monitoring``). ``filters``: the
    filter of each mapping group that has one, in the notation of filters.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="workflows")
    key = models.CharField(max_length=40)
    active = models.BooleanField(default=False)
    real_time = models.BooleanField(default=False)
    real_time_since = models.DateTimeField(null=True, blank=True)
    bookmark = models.DateTimeField(null=True, blank=True)
    swept = models.DateTimeField(null=True, blank=True)
    options = models.JSONField(default=dict, blank=True)
    filters = models.JSONField(default=dict, blank=True)
    monitored = models.JSONField(null=True, blank=True)
    rules = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "key"], name="workflow_once_per_connection"),
            models.CheckConstraint(
                condition=models.Q(real_time=False) | models.Q(active=True), name="workflow_live_is_active"
            ),
        ]
        ordering = ["connection_id", "id"]

    def __str__(self) -> str:
        return f"{self.key} of connection {self.connection_id}"


class MappingRow(models.Model):
    """One row of a mapping group: where a value of the SuiteProjects Pro record comes from."""

    class Source(models.TextChoices):
        """The kinds of source (fact sheet 3.2)."""

        FIELD = "field", "NetSuite field"
        CONSTANT = "constant", "Constant"
        CONCATENATION = "concatenation", "Concatenation"
        MACRO = "macro", "Macro"
        LOOKUP = "lookup", "Lookup"
        VALUES = "values", "Value map"
        CONDITIONAL = "conditional", "Conditional"

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="mapping_rows")
    group = models.CharField(max_length=40, default=MAIN)
    position = models.PositiveIntegerField()
    active = models.BooleanField(default=True)
    source = models.CharField(max_length=15, choices=Source)
    field = models.CharField(max_length=80, blank=True)
    value = models.JSONField(default=None, null=True, blank=True)
    target = models.CharField(max_length=80)
    initial_only = models.BooleanField(default=False)
    required = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workflow", "group", "position"], name="mapping_row_position"),
        ]
        ordering = ["workflow_id", "group", "position"]

    def __str__(self) -> str:
        return f"{self.field or self.value!r} -> {self.target}"


class OnceMapped(models.Model):
    """A NetSuite field and a SuiteProjects Pro field that a mapping row joins, or joined once: values that came through it are still there.

    A trigger on the rows writes it, and nothing removes it (migration 0004). Rows without a NetSuite field are not here.
    """

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=80)
    target = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workflow", "field", "target"], name="once_mapped_once"),
        ]

    def __str__(self) -> str:
        return f"{self.field} -> {self.target}"


class Link(models.Model):
    """A NetSuite record, or a part of one, and the SuiteProjects Pro record that it became.

    ``internal_id`` is the key of the part (``5-1``; of a record its internal id), ``record_id`` the record's internal id. ``source_modified`` and ``source_digest`` name the version that was applied last.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="links")
    netsuite_type = models.CharField(max_length=60)
    internal_id = models.CharField(max_length=60)
    record_id = models.CharField(max_length=20)
    spp_type = models.CharField(max_length=40)
    spp_id = models.CharField(max_length=40)
    source_modified = models.DateTimeField()
    source_digest = models.CharField(max_length=32)
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(
                models.F("connection"),
                models.F("netsuite_type"),
                NetSuiteNumber("record_id"),
                name="link_by_number",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "netsuite_type", "internal_id", "spp_type"], name="link_one_per_record"
            ),
            models.UniqueConstraint(
                fields=["connection", "netsuite_type", "spp_type", "spp_id"], name="link_one_per_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.netsuite_type} {self.internal_id} -> {self.spp_type} {self.spp_id}"
