"""Lines out of the findings of the apps that know NetSuite's side."""

from __future__ import annotations

from collections.abc import Iterable

from landbridge.service.health.check.lines import Line, State, Subject, worst
from landbridge.service.suiteapp import findings as judged
from landbridge.service.suiteapp.findings import Finding


def line_of(subject: Subject, findings: Iterable[Finding]) -> Line:
    """Return the line that the findings of a subject make: the failed ones in words, else the warnings, else that all is well."""
    mine = [finding for finding in findings if finding.subject == subject.name]
    state = judged.worst(mine)
    told = [finding for finding in mine if finding.state == state]
    message, advice = _joined(one.message for one in told), _joined(one.advice for one in told)
    if state == "failed":
        return subject.failed(message, advice)
    return subject.warning(message, advice) if state == "warning" else subject.ok(message)


def worse_of(one: Line, other: Line) -> Line:
    """Return the line in the graver state; the first of equals, but of two that are well both messages."""
    if one.state is other.state is State.OK:
        return Line(one.name, one.title, State.OK, f"{one.message} {other.message}")
    return one if worst((one.state, other.state)) == one.state else other


def _joined(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(text for text in texts if text))
