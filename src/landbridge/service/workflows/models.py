"""What is kept about each workflow: its state per connection, its mapping rows, and the links that it made."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import NetSuiteNumber
from landbridge.service.workflows.catalogue import MAIN
from landbridge.service.workflows.catalogue.custom import CUSTOM_PREFIX


class Workflow(models.Model):
    """One workflow on one connection, one of the catalogue or a custom one.

    ``added``: it stands on the Mapping page; one that was deleted there keeps its row for the log, without its mapping.
    ``bookmark`` is the instant, on NetSuite's clock, up to which every change was read by any run; ``swept`` the instant up
    to which a run that reaches back by the long lag did. Both are ``None`` until the first run, which reads everything.
    ``rules`` counts the changes of options and mapping: what was decided under older rules is decided anew.
    ``real_time_since``: since when it is live (``None``: it is not, or it was before this was written down). ``monitored``: the NetSuite
    fields whose changes are worth a notice, ``"default"`` for those of the mapping, ``None`` for every save (``monitoring``). ``filters``: the
    filter of each mapping group that has one, in the notation of filters. ``stopped_because``: why its runs import nothing, in whole
    sentences, empty where they do; apps above this one write it.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="workflows")
    key = models.CharField(max_length=40)
    added = models.BooleanField(default=True, db_default=True)
    active = models.BooleanField(default=False)
    real_time = models.BooleanField(default=False)
    real_time_since = models.DateTimeField(null=True, blank=True)
    bookmark = models.DateTimeField(null=True, blank=True)
    swept = models.DateTimeField(null=True, blank=True)
    options = models.JSONField(default=dict, blank=True)
    filters = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True)
    monitored = models.JSONField(null=True, blank=True)
    rules = models.PositiveIntegerField(default=1)
    stopped_because = models.TextField(blank=True, default="", db_default="")
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
            models.CheckConstraint(
                condition=models.Q(active=False) | models.Q(added=True), name="workflow_active_is_added"
            ),
        ]
        ordering = ["connection_id", "id"]

    def __str__(self) -> str:
        return f"{self.key} of connection {self.connection_id}"


class CustomWorkflow(models.Model):
    """A workflow that an administrator made: a service item or a custom record into a record type of SuiteProjects Pro.

    Its key is ``custom_<id>``. Nothing but ``deleted_at`` changes: the log and its records go on naming it after that. ``netsuite_type`` is
    ``serviceitem`` or a custom record type's script id.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="custom_workflows")
    name = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    netsuite_type = models.CharField(max_length=60)
    spp_type = models.CharField(max_length=40)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "name"],
                condition=models.Q(deleted_at=None),
                name="custom_name_once_per_connection",
            ),
            models.UniqueConstraint(
                fields=["connection", "netsuite_type", "spp_type"],
                condition=models.Q(deleted_at=None),
                name="custom_types_once_per_connection",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """The key of the workflow."""
        return f"{CUSTOM_PREFIX}{self.pk}"


class Administration(models.Model):
    """What the administration page of a connection holds; a connection without a row has the defaults (``administration``).

    ``allowed`` are the workflows that may be added, ``None`` those that are standard. ``merge_guard``: a name match never replaces another
    NetSuite id. ``custom_limit``: custom workflows that may be active. ``stamp``: NetSuite's records say when they were imported.
    ``time_zone`` is the account's, by its IANA name: it says on which day an instant lies.
    """

    class Scope(models.TextChoices):
        """What a real-time run reads."""

        OWN = "own", "The record types that notices came for"
        ALL = "all", "Every live record type"

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="administration")
    allowed = ArrayField(models.CharField(max_length=40), null=True, blank=True)
    strict_validation = models.BooleanField(default=False)
    show_account_information = models.BooleanField(default=False)
    full_since_control = models.BooleanField(default=True)
    real_time_scope = models.CharField(max_length=3, choices=Scope, default=Scope.OWN)
    merge_guard = models.BooleanField(default=True)
    custom_limit = models.PositiveSmallIntegerField(default=4)
    stamp = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=60, default="UTC", db_default="UTC")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"administration of connection {self.connection_id}"


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
        PART = "part", "Other group"

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="mapping_rows")
    group = models.CharField(max_length=40, default=MAIN, db_default=MAIN)
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


class MappingVersion(models.Model):
    """A mapping as it was stored once: ``content`` as ``content.Content.plain`` writes it, ``changes`` as ``history.changes`` finds them.

    ``number`` counts the versions of a workflow from 1. ``origin`` says in words where it came from; empty: a change by hand.
    """

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    changes = models.JSONField()
    origin = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workflow", "number"], name="mapping_version_number"),
        ]
        ordering = ["workflow_id", "-number"]

    def __str__(self) -> str:
        return f"version {self.number} of workflow {self.workflow_id}"


class MappingDraft(models.Model):
    """A mapping that somebody edits and has not stored: ``content`` as of a version, without options.

    ``based_on`` is the number of the version that it was begun from. ``revision`` counts the edits: a page shown before the last one
    changes nothing.
    """

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    based_on = models.PositiveIntegerField()
    content = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workflow", "user"], name="mapping_draft_once_a_user"),
        ]

    def __str__(self) -> str:
        return f"draft of user {self.user_id} for workflow {self.workflow_id}"


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


class Separation(models.Model):
    """A NetSuite record, or a part of one, and a SuiteProjects Pro record that a person separated: a name does not join them again."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="separations")
    netsuite_type = models.CharField(max_length=60)
    internal_id = models.CharField(max_length=60)
    spp_type = models.CharField(max_length=40)
    spp_id = models.CharField(max_length=40)
    separated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    separated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "netsuite_type", "internal_id", "spp_type", "spp_id"],
                name="separated_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.netsuite_type} {self.internal_id} is not {self.spp_type} {self.spp_id}"


class Link(models.Model):
    """A NetSuite record, or a part of one, and the SuiteProjects Pro record that it became.

    ``internal_id`` is the key of the part (``5-1``; of a record its internal id), ``record_id`` the record's internal id.
    ``source_modified`` and ``source_digest`` name the version that was applied last.
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
