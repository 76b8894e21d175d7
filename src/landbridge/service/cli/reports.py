"""What Test Connection found, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbridge.service.cli.output import line

if TYPE_CHECKING:
    from landbridge.service.connections.testing import Report


def report_lines(report: Report, *, indent: str = "") -> None:
    """Print each line of a test, and below it what to do about it."""
    for one in report.lines:
        line(f"{indent}{one.state.value:8} {one.title}: {one.message}")
        if one.advice:
            line(f"{indent}{'':8} {one.advice}")
