"""Checking a project before it is deployed: structure, ids, references, scripts, deployments, records, JavaScript."""

from __future__ import annotations

from pathlib import Path

from landbridge.sdf import javascript
from landbridge.sdf.findings import Report
from landbridge.sdf.project import read_project
from landbridge.sdf.rules import (
    deployments,
    needs,
    records,
    references,
    scriptids,
    scripts,
    settings,
    structure,
)

RULES = (
    *structure.RULES,
    *scriptids.RULES,
    *references.RULES,
    *scripts.RULES,
    *deployments.RULES,
    *records.RULES,
    *settings.RULES,
    *needs.RULES,
)


def check(folder: Path) -> Report:
    """Examine the SDF project in a folder. What cannot be read is a finding too; nothing is raised for it."""
    project = read_project(folder)
    report = Report(findings=list(project.unreadable))
    for rule in RULES:
        report.findings += rule(project)
    javascript.examine(project, report)
    report.findings.sort()
    return report
