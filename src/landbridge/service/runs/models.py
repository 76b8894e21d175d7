"""Runs and what stands around them: the lane of a connection, its schedule, what asked for a run, and what needs attention."""

from __future__ import annotations

import calendar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from landbridge.service.connections.models import Connection
from landbridge.service.runs import queueing
from landbridge.service.workflows.models import Workflow


class Lane(models.Model):
    """The one lane on which the runs of a connection go, one at a time.

    ``fence`` grows with every attempt at a link; a transaction that writes must find its own number here. While ``draining``, what
    is under way comes to its end, nothing else starts, and then the lane is paused. ``real_time_between``: real-time runs go between
    the links of manual and full ones. ``poll_s``: how often changes are asked for where NetSuite cannot reach us (``None``: not at
    all). ``keep_log_days``: how long the run log is kept (``None``: for ever); ``forgot_at``: when nothing older was left; ``forgot_to``: the
    last record of the log that was looked at since.
    """

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="lane"
    )
    fence = models.BigIntegerField(default=0)
    paused = models.BooleanField(default=False)
    draining = models.BooleanField(default=False, db_default=False)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    paused_at = models.DateTimeField(null=True, blank=True)
    real_time_between = models.BooleanField(default=False, db_default=False)
    poll_s = models.PositiveIntegerField(null=True, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    keep_log_days = models.PositiveIntegerField(null=True, blank=True)
    forgot_at = models.DateTimeField(null=True, blank=True)
    forgot_to = models.BigIntegerField(default=0, db_default=0)
    caught_up_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"lane of connection {self.connection_id}"

    @property
    def state(self) -> str:
        """`open`, `draining` or `paused`."""
        if self.paused:
            return "paused"
        return "draining" if self.draining else "open"


class WorkflowGroup(models.Model):
    """A named set of workflows, for schedules, manual runs and commands (help article_159713066013)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="workflow_groups")
    name = models.CharField(max_length=80)
    workflows = ArrayField(models.CharField(max_length=40))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "name"], name="group_name_once_per_connection"),
        ]
        ordering = ["connection_id", "name"]

    def __str__(self) -> str:
        return self.name


class Schedule(models.Model):
    """A scheduled run: a weekday (0 Monday to 6 Sunday) and the hour in which it may start, or a cron expression, in a time zone.

    It runs the workflows of ``group``, else ``workflows``, else all that are active. ``last_missed_at``: the first start of the latest
    stretch that came to nothing; ``missed_because`` says why.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="schedules")
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    hour = models.PositiveSmallIntegerField(null=True, blank=True)
    cron = models.CharField(max_length=120, blank=True, default="", db_default="")
    group = models.ForeignKey(
        WorkflowGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="schedules"
    )
    time_zone = models.CharField(max_length=60, default="UTC")
    workflows = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    active = models.BooleanField(default=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    next_at = models.DateTimeField()
    last_started_at = models.DateTimeField(null=True, blank=True)
    last_missed_at = models.DateTimeField(null=True, blank=True)
    missed_because = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="schedule_weekday"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="schedule_hour"),
            models.CheckConstraint(
                condition=Q(cron="", weekday__isnull=False, hour__isnull=False)
                | (~Q(cron="") & Q(weekday=None, hour=None)),
                name="schedule_one_kind",
            ),
        ]
        ordering = ["connection_id", "weekday", "hour"]

    def __str__(self) -> str:
        if self.cron:
            return f"cron {self.cron} {self.time_zone}"
        day = calendar.day_name[self.weekday or 0]
        return f"{day} {self.hour}:00 to {(self.hour or 0) + 1}:00 {self.time_zone}"


class Run(models.Model):
    """One execution: a chain of jobs, each at most 30 seconds long.

    ``since``: a full run reads what was modified at or after it (``None``: everything). ``trace``: the W3C ``traceparent`` under which
    its spans go. ``noted``: whoever tells people about ends of runs has looked at this one's.
    """

    class Kind(models.TextChoices):
        """What asked for it."""

        MANUAL = queueing.MANUAL, "Manual"
        SCHEDULED = queueing.SCHEDULED, "Scheduled"
        REAL_TIME = queueing.REAL_TIME, "Real-time"
        FULL = queueing.FULL, "Full synchronization"
        CATCH_UP = queueing.CATCH_UP, "Catch-up"

    class State(models.TextChoices):
        """Where it is. ``completed`` may hold failed records; ``failed`` could not go on."""

        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        COMPLETED = "completed", "Completed"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)
    workflows = ArrayField(models.CharField(max_length=40), default=list)
    since = models.DateTimeField(null=True, blank=True)
    trace = models.CharField(max_length=55, blank=True, default="", db_default="")
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    links = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    next_link_at = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    hint = models.TextField(blank=True)
    noted = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "kind"], condition=Q(state="queued"), name="run_one_waiting_of_a_kind"
            ),
            models.UniqueConstraint(
                fields=["connection", "kind"], condition=Q(state="running"), name="run_one_running_of_a_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["connection", "-id"], name="run_latest"),
            models.Index(
                fields=["id"], condition=Q(noted=False, finished_at__isnull=False), name="run_to_note"
            ),
            models.Index(
                fields=["connection", "kind", "-finished_at"],
                condition=Q(finished_at__isnull=False),
                name="run_ended_last",
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} run {self.pk}"


class RunStep(models.Model):
    """One workflow of a run and the window it reads.

    ``since`` is where the reading starts (``None``: everything), ``until`` the bookmark when it is done (``None`` until the
    reading starts), both on NetSuite's clock. ``rules`` are the workflow's when the reading started: the bookmark moves only
    while they hold, since what was decided under older ones is to be read again. ``expected`` is how many records NetSuite said the
    window holds (``None``: not known). ``stopped`` says why the step was given up while the run went on with the others. ``passed_over``: records
    that had changed in no monitored field.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    rules = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(null=True, blank=True)
    done = models.BooleanField(default=False)
    passed_over = models.PositiveIntegerField(default=0, db_default=0)
    stopped = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "workflow"], name="step_once_per_run"),
        ]
        ordering = ["run_id", "position"]

    def __str__(self) -> str:
        return f"step {self.position} of run {self.run_id}"


class RunItem(models.Model):
    """What became of one record in one run. ``attempts``: which attempt at the record this was.

    ``changes`` are ``{"field", "before", "after"}``, the first of them where there are very many; ``changes_left_out`` counts the others.
    """

    class Outcome(models.TextChoices):
        """Words of the design, section 4."""

        CREATED = "created", "Created"
        UPDATED = "updated", "Updated"
        UNCHANGED = "unchanged", "Unchanged"
        SKIPPED = "skipped", "Skipped"
        WAITING = "waiting", "Waiting"
        FAILED = "failed", "Failed"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items")
    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="+")
    internal_id = models.CharField(max_length=20)
    name = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    stage = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    field = models.CharField(max_length=80, blank=True)
    value = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    changes_left_out = models.PositiveIntegerField(default=0, db_default=0)
    spp_type = models.CharField(max_length=40, blank=True)
    spp_id = models.CharField(max_length=40, blank=True)
    source_modified = models.DateTimeField(null=True, blank=True)
    source_digest = models.CharField(max_length=32, blank=True)
    monitored_digest = models.CharField(max_length=32, blank=True, default="", db_default="")
    rules = models.PositiveIntegerField(default=1)
    attempts = models.PositiveIntegerField(default=1, db_default=1)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["run", "outcome", "id"], name="item_of_run"),
            models.Index(fields=["workflow", "internal_id", "source_modified"], name="item_version"),
            models.Index(fields=["outcome", "id"], name="item_outcome"),
            models.Index(fields=["internal_id"], name="item_internal_id"),
            models.Index(fields=["spp_id"], condition=~Q(spp_id=""), name="item_spp_id"),
            BrinIndex(fields=["at"], name="item_at"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.internal_id}"


class RunNote(models.Model):
    """Something that was not well when the run started, a line of the health check, kept where the run's log is read.

    ``state`` is ``warning`` or ``failed``, ``title`` what it is about.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="notes")
    state = models.CharField(max_length=10)
    title = models.CharField(max_length=80)
    message = models.TextField()
    advice = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.state}: {self.title}"


class RunRequest(models.Model):
    """A record that something asked to import: a notice, a person. Open until a run claims it.

    The intake inserts it beside its notice, in the same transaction as the job. ``requested_by``: the person who asked, if one did.
    ``trace``: the W3C ``traceparent`` of what asked.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="run_requests")
    netsuite_type = models.CharField(max_length=60)
    internal_id = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, db_default="notice")
    requested_at = models.DateTimeField(db_default=Now())
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    trace = models.CharField(max_length=55, blank=True, default="", db_default="")
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="requests")

    class Meta:
        indexes = [
            models.Index(fields=["connection"], condition=Q(run=None), name="request_open"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.reason}: {self.netsuite_type} {self.internal_id}"


class Settle(models.Model):
    """A pass that is due for a record type: read again what changed, though no notice asks for it.

    It follows the last notice (``reason`` empty), or somebody polls.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    netsuite_type = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    reason = models.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "netsuite_type"], name="settle_once_per_type"),
        ]

    def __str__(self) -> str:
        return f"settle {self.netsuite_type}"


class Attention(models.Model):
    """A record without a durable outcome yet: it waits for its parent, is retried, or somebody must mend something.

    ``source_digest`` and ``rules``: the version of the record and of its workflow's rules that this is about; a dismissal lasts as long
    as both are the same. Empty and 0: written down before they were kept.
    """

    class Need(models.TextChoices):
        """The three classes of the design, rule 10; ``parent`` and ``retry`` both wait."""

        PARENT = "parent", "Waits for its parent"
        RETRY = "retry", "Is tried again"
        RECORD = "record", "Fix the record"
        SETUP = "setup", "Fix the set-up"

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="attention")
    internal_id = models.CharField(max_length=20)
    name = models.CharField(max_length=200, blank=True)
    need = models.CharField(max_length=10, choices=Need)
    stage = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=80, blank=True, default="", db_default="")
    reason = models.TextField()
    parent_type = models.CharField(max_length=60, blank=True)
    parent_id = models.CharField(max_length=20, blank=True)
    parent_table = models.CharField(max_length=40, blank=True, default="", db_default="")
    source_digest = models.CharField(max_length=32, blank=True, default="", db_default="")
    rules = models.PositiveIntegerField(default=0, db_default=0)
    attempts = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dismissed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="", db_default="")
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workflow", "internal_id"], name="attention_once_per_record"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(dismissed_at=None), name="attention_due"),
            models.Index(fields=["parent_type", "parent_id"], name="attention_parent"),
            models.Index(fields=["code", "stage", "field"], name="attention_cause"),
        ]
        ordering = ["-last_at"]

    def __str__(self) -> str:
        return f"{self.need}: {self.internal_id}"


class OpenReference(models.Model):
    """A reference of an imported record to one that is not there yet: when that one is imported, this one is imported again.

    The parent is named as links are: by NetSuite type, internal id and table of SuiteProjects Pro.
    """

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="+")
    internal_id = models.CharField(max_length=20)
    parent_type = models.CharField(max_length=60)
    parent_id = models.CharField(max_length=20)
    parent_table = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workflow", "internal_id", "parent_type", "parent_id", "parent_table"],
                name="reference_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.internal_id} refers to {self.parent_type} {self.parent_id}"


class Upkeep(models.Model):
    """One row: when old rows of runs were last forgotten."""

    forgot_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"forgot at {self.forgot_at}"
