"""A new project begins as a copy of its template: its tasks always, rules and settings as its ``copy_`` boxes say (fact sheet 2.6).

Assignments are part of the tasks; loaded costs are the rate of the project. Dates of tasks keep their distance from the start of the project.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from landbridge.service.ports import Applied, Change, DestinationRecord, FieldChange, JsonValue, Outcome
from landbridge.service.projects import statements
from landbridge.service.projects.batch import Planned
from landbridge.service.projects.record_types import SPP_TYPES

TEMPLATE = "template_project_id"
TASKS = "project_task"
RULES = {
    "project_billing_rule": "copy_project_billing_rules",
    "revenue_recognition_rule": "copy_revenue_recognition_rules",
}
"""Table of what a project has -> the box that copies it."""

SETTINGS = {
    "copy_approvers": ("te_approver", "ta_approver", "tb_approver", "po_approver", "pr_approver"),
    "copy_project_billing_auto_settings": ("auto_bill",),
    "copy_loaded_cost": ("rate",),
    "copy_invoice_layout_settings": ("invoice_text",),
}
"""The box -> the fields of a project that it copies where the new one has none."""

_PARENT = "parentid"
_DATES = ("starts", "fnlt_date")
_OF_TASKS = ("start_milestone", "end_milestone")
_NOT_COPIED = ("externalid", "customerpoid", "customerpo_id")

Write = Callable[[str, Sequence[Change]], Sequence[Applied]]
"""Writes changes into a table of the account."""


class TemplateNotCopiedError(ValueError):
    """What templates have cannot be written again. ``reasons`` say what and why, by the internal id of the new project."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{reason}." for reason in reasons.values()))
        self.reasons = reasons


@dataclass
class Copies:
    """New projects by internal id, with their fields and those of their templates. ``tasks`` maps a project and a task of its template to its copy."""

    account: str
    projects: dict[str, Mapping[str, JsonValue]]
    templates: Mapping[str, DestinationRecord]
    tasks: dict[tuple[str, str], str] = field(default_factory=dict)


def take_settings(account: str, planned: Iterable[Planned]) -> None:
    """Fill what new projects take from the records of their templates, in one query."""
    made = [one for one in planned if one.creates and one.fields.get(TEMPLATE)]
    templates = _templates(account, [one.fields for one in made])
    for one in made:
        template = templates.get(str(one.fields[TEMPLATE]))
        for box, names in SETTINGS.items() if template else ():
            for name in names if one.fields.get(box) else ():
                value = template.fields.get(name) if template else None
                if value is not None and name not in one.fields:
                    one.fields[name] = value
                    one.differences.append(FieldChange(name, None, value))


def copy_contents(account: str, created: Iterable[Planned], write: Write) -> None:
    """Copy tasks and rules into projects that were just created; a query for each table, a write for each level of tasks.

    Raises :class:`TemplateNotCopiedError`.
    """
    projects = {
        one.answer.spp_id: one.fields
        for one in created
        if one.answer and one.answer.spp_id and one.fields.get(TEMPLATE)
    }
    if not projects:
        return
    copies = Copies(account, dict(projects), _templates(account, projects.values()))
    _copy_tasks(copies, write)
    for table, box in RULES.items():
        wanted = [project for project, fields in projects.items() if fields.get(box)]
        contents = _contents(copies, table)
        pairs = [(project, one) for project in wanted for one in contents[str(projects[project][TEMPLATE])]]
        _write(copies, table, pairs, write)


def _templates(account: str, fields: Iterable[Mapping[str, JsonValue]]) -> dict[str, DestinationRecord]:
    ids = {str(one[TEMPLATE]) for one in fields}
    found = statements.having(account, SPP_TYPES["project"], "id", sorted(ids)) if ids else []
    return {one.spp_id: one for one in found}


def _contents(copies: Copies, table: str) -> Mapping[str, list[DestinationRecord]]:
    """Return the records of ``table`` that the templates have, by template, oldest first."""
    found = statements.having(copies.account, SPP_TYPES[table], "projectid", sorted(copies.templates))
    contents: dict[str, list[DestinationRecord]] = defaultdict(list)
    for one in sorted(found, key=lambda record: int(record.spp_id)):
        contents[str(one.fields["projectid"])].append(one)
    return contents


def _copy_tasks(copies: Copies, write: Write) -> None:
    """Copy level by level: parents before their children, since a child names its parent."""
    contents = _contents(copies, TASKS)
    rest = [
        (project, task)
        for project, fields in copies.projects.items()
        for task in contents[str(fields[TEMPLATE])]
    ]
    while rest:
        level = [one for one in rest if _parent_is_there(copies, *one)] or rest
        copied = _write(copies, TASKS, level, write)
        copies.tasks.update(
            {(project, task.spp_id): spp_id for (project, task), spp_id in zip(level, copied, strict=True)}
        )
        rest = [(project, task) for project, task in rest if (project, task.spp_id) not in copies.tasks]


def _parent_is_there(copies: Copies, project: str, task: DestinationRecord) -> bool:
    parent = task.fields.get(_PARENT)
    return parent is None or (project, str(parent)) in copies.tasks


def _write(
    copies: Copies, table: str, pairs: Sequence[tuple[str, DestinationRecord]], write: Write
) -> list[str]:
    """Write a copy of each record into its project and return their ids."""
    changes = [
        Change(f"{project}:{one.spp_id}", None, _copied(copies, project, one), None) for project, one in pairs
    ]
    answers = write(table, changes) if changes else ()
    reasons: dict[str, str] = {}
    for (project, one), answer in zip(pairs, answers, strict=True):
        if answer.outcome is not Outcome.CREATED:
            reasons.setdefault(project, f"{one.name} of the template cannot be copied: {answer.reason}")
    if reasons:
        raise TemplateNotCopiedError(reasons)
    return [str(answer.spp_id) for answer in answers]


def _copied(copies: Copies, project: str, record: DestinationRecord) -> dict[str, JsonValue]:
    kind, new = SPP_TYPES[record.type], copies.projects[project]
    fields = {
        name: value
        for name, value in record.fields.items()
        if name not in _NOT_COPIED and not kind.is_netsuite_id(name)
    }
    for name in (_PARENT, *_OF_TASKS):
        if name in fields:
            fields[name] = copies.tasks.get((project, str(fields[name])))
    if kind.table == TASKS:
        _shift(fields, copies.templates[str(new[TEMPLATE])].fields.get("start_date"), new.get("start_date"))
    return {**fields, "projectid": project, "customerid": new["customerid"]}


def _shift(fields: dict[str, JsonValue], old_start: JsonValue, new_start: JsonValue) -> None:
    if not old_start or not new_start:
        return
    distance = date.fromisoformat(str(new_start)) - date.fromisoformat(str(old_start))
    for name in _DATES:
        if fields.get(name):
            fields[name] = (date.fromisoformat(str(fields[name])) + distance).isoformat()
