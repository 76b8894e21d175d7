"""Project tasks: work summed from assignees and subtasks, dates from work, percent from status; what a project has of its tasks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import LineChanges, Record
from landbridge.local.records.rules import trees
from landbridge.local.records.rules.base import Lookup, Rules
from landbridge.local.records.types import TypeDefinition

TASK = "projectTask"
HOURS_A_DAY = 8
"""Of the default work calendar, Monday to Friday (assumed for every resource)."""

FIRST = {"status": "_notStarted", "constraintType": "_asSoonAsPossible", "priority": "2"}
WORK = ("estimatedWork", "plannedWork")
WEEKEND = (5, 6)
_FULL = 100.0


class ProjectTaskRules(Rules):
    """The rules of project tasks. Time is not tracked in the local account, so that actual work is 0."""

    def defaults(self, definition: TypeDefinition, script_type: str | None) -> dict[str, Any]:
        """Not started, as soon as possible, middling priority."""
        del definition, script_type
        found = dict(FIRST)
        if not self.look.exists("projectTaskPriority", found["priority"]):
            del found["priority"]
        return found

    def derive(
        self, definition: TypeDefinition, values: dict[str, Any], record_id: str | None
    ) -> dict[str, Any]:
        """Work, dates and percentage (sums documented: *Project Tasks*; dates assumed)."""
        del definition
        below = _tasks_of(self.look, TASK, record_id, "parent") if record_id else []
        if "assigneeList" in values:
            values["assigneeList"] = [_priced(line) for line in values["assigneeList"]]
        _sum_work(values, below)
        values["actualWork"] = sum(float(task.get("actualWork") or 0) for task in below)
        planned = _planned(values)
        values["remainingWork"] = max(planned - values["actualWork"], 0.0)
        values["percentTimeComplete"] = _percent(values, planned)
        self._set_dates(values, planned)
        return values

    def _set_dates(self, values: dict[str, Any], planned: float) -> None:
        project = self.look.record("job", values.get("company", ""))
        if "startDate" not in values and project and project.values.get("startDate"):
            values["startDate"] = self.look.midnight(project.values["startDate"])
        if "startDate" in values:
            values["endDate"] = _after_work(values["startDate"], 0 if values.get("isMilestone") else planned)

    def check(
        self,
        definition: TypeDefinition,
        changes: Mapping[str, Any],
        after: Mapping[str, Any],
        before: Record | None,
    ) -> None:
        """Refuse tasks of other projects as parent or predecessor, and a task below or after itself."""
        trees.check_parent(self.look, TASK, after, before, definition.label)
        if after.get("parent"):
            self._same_project("parent", after["parent"], after)
        sent = changes.get("predecessorList")
        for line in sent.lines if isinstance(sent, LineChanges) else ():
            self._same_project("task", line["task"], after)
            if before is not None and line["task"] == before.id:
                raise RecordError(
                    "CYCLE_IN_PROJECT_PLAN", "A task cannot come after itself.", field="predecessorList.task"
                )

    def _same_project(self, field: str, task_id: str, after: Mapping[str, Any]) -> None:
        task = self.look.record(TASK, task_id)
        if task is not None and task.values.get("company") != after.get("company"):
            raise RecordError("INVALID_KEY_OR_REF", f"Invalid {field} reference key {task_id}.", field=field)

    def touched(self, before: Record | None, after: Record | None) -> Iterable[tuple[str, str]]:
        """The tasks above, from the bottom up, and the project, formerly and now."""
        for record in (before, after):
            if record is None:
                continue
            for above in trees.ancestors(self.look, TASK, record.values):
                yield TASK, above.id
            yield "job", record.values["company"]

    def display(self, record: Record) -> str:
        """The title."""
        return str(record.values.get("title", record.id))


def set_totals(values: dict[str, Any], record_id: str | None, look: Lookup) -> None:
    """Set what a project has of its tasks: planned and actual work, percentage, first and last day. Without tasks it has none."""
    tasks = _tasks_of(look, "job", record_id, "company") if record_id else []
    top = [task for task in tasks if not task.get("parent")]
    if not top:
        return
    planned = sum(_planned(task) for task in top)
    values["plannedWork"] = planned
    values["actualTime"] = sum(float(task.get("actualWork") or 0) for task in top)
    values["timeRemaining"] = max(planned - values["actualTime"], 0.0)
    done = sum(_planned(task) for task in top if task.get("status") == "_completed")
    values["percentComplete"] = values["percentTimeComplete"] = (
        round(_FULL * done / planned, 2) if planned else 0.0
    )
    for name, stored, choose in (
        ("calculatedStartDate", "startDate", min),
        ("calculatedEndDate", "endDate", max),
    ):
        days = [look.day(datetime.fromisoformat(task[stored])) for task in tasks if task.get(stored)]
        if days:
            values[name] = choose(days)


def _tasks_of(look: Lookup, record_type: str, record_id: str, field: str) -> list[dict[str, Any]]:
    """Return what the tasks that point at a record by ``field`` have stored, as JSON has it."""
    names = ("parent", "status", "estimatedWork", "plannedWork", "actualWork", "startDate", "endDate")
    rows = look.referring([(record_type, record_id)], field, (TASK,), names)
    return [dict(zip(names, stored, strict=True)) for _, _, stored in rows]


def _planned(task: Mapping[str, Any]) -> float:
    return float(task.get("plannedWork") or task.get("estimatedWork") or 0)


def _priced(line: Mapping[str, Any]) -> dict[str, Any]:
    """Set cost and price of an assignment: hours times unit cost and unit price."""
    hours = _planned(line)
    priced = {"units": _FULL, **line}
    for name, unit in (("cost", "unitCost"), ("price", "unitPrice")):
        priced[name] = round(hours * float(line.get(unit) or 0), 2)
    return priced


def _sum_work(values: dict[str, Any], below: list[dict[str, Any]]) -> None:
    """A task above others has the work of those; one with assignees theirs; a milestone none."""
    parts = below or values.get("assigneeList", ())
    for name in WORK:
        if values.get("isMilestone"):
            values[name] = 0.0
        elif any(part.get(name) is not None for part in parts):
            values[name] = sum(float(part.get(name) or 0) for part in parts)


def _percent(values: Mapping[str, Any], planned: float) -> float:
    if values.get("status") == "_completed":
        return _FULL
    return min(round(_FULL * float(values["actualWork"]) / planned, 2), _FULL) if planned else 0.0


def _after_work(start: datetime, hours: float) -> datetime:
    """Return the instant of the last working day that ``hours`` of work from ``start`` reach."""
    days, end = max(math.ceil(hours / HOURS_A_DAY) - 1, 0), start
    while days:
        end += timedelta(days=1)
        if end.weekday() not in WEEKEND:
            days -= 1
    return end
