"""Which records a workflow imports at all, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue import Declaration, OptionValue, Rule

NOT_MARKED = "not_marked"
STAGE_EXCLUDED = "stage_excluded"
INACTIVE = "inactive"


@dataclass(frozen=True, slots=True)
class Excluded:
    """Why a record is not imported: a code, and a sentence for the run log.

    ``withdraws``: only because it has no line to be imported, and what was imported of its lines is withdrawn.
    """

    code: str
    reason: str
    withdraws: bool = False


def excluded(
    declaration: Declaration, options: Mapping[str, OptionValue], record: SourceRecord
) -> Excluded | None:
    """Return why ``record`` is not imported, ``None`` when it is. ``options`` holds every option's value."""
    if _marked(declaration, options) and record.values.get(declaration.export_flag) is not True:
        return Excluded(NOT_MARKED, "The record is not marked for export to SuiteProjects Pro.")
    stage = record.values.get("stage")
    for option, barred in declaration.stages.items():
        if stage == barred and not options.get(option, False):
            return Excluded(
                STAGE_EXCLUDED,
                f"{barred.strip('_').capitalize()}s are switched off in the workflow's settings.",
            )
    if record.values.get("isInactive") is True and not _inactive_allowed(declaration, options):
        return Excluded(INACTIVE, "The record is inactive.")
    return _ruled_out(declaration, declaration.rule, options, record) if declaration.rule else None


def _ruled_out(
    declaration: Declaration, rule: Rule, options: Mapping[str, OptionValue], record: SourceRecord
) -> Excluded | None:
    objection = rule.objection(record, options)
    if objection:
        return Excluded(rule.code, objection)
    objection = rule.of_lines(record) if rule.of_lines else None
    withdraws = any(group.withdrawn and group.each in rule.sublists for group in declaration.groups)
    return Excluded(rule.code, objection, withdraws) if objection else None


def selecting_fields(declaration: Declaration, options: Mapping[str, OptionValue]) -> frozenset[str]:
    """Return the NetSuite fields that :func:`excluded` decides by."""
    found = {declaration.export_flag} if _marked(declaration, options) else set()
    if declaration.rule:
        found |= declaration.rule.fields
    if any(not options.get(option, False) for option in declaration.stages):
        found.add("stage")
    if not _inactive_allowed(declaration, options):
        found.add("isInactive")
    return frozenset(found)


def _inactive_allowed(declaration: Declaration, options: Mapping[str, OptionValue]) -> bool:
    if declaration.inactive_option is None:
        return True
    return bool(options.get(declaration.inactive_option, False))


def _marked(declaration: Declaration, options: Mapping[str, OptionValue]) -> bool:
    """Whether records need the mark."""
    return bool(declaration.export_flag) and not options.get(declaration.unflagged_option, False)
