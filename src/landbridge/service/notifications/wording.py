"""A message as a person reads it, in a mail and on the page: the same facts that a webhook carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landbridge.service.notifications.models import Event, Message
from landbridge.service.runs.models import Run
from landbridge.service.workflows import catalogue

LABELS = {
    "connection": "Connection",
    "subjects": "Subjects",
    "workflow": "Workflow",
    "workflows": "Workflows",
    "kind": "Kind of run",
    "stage": "Stage",
    "code": "Code",
    "field": "Field",
    "records": "Records",
    "internal_ids": "Internal IDs of the first",
    "since": "Since",
    "dismissed": "Dismissed by a person",
    "from": "From",
    "until": "Until",
    "waiting_for_parents": "Records waiting for their parent",
    "missed": "Changes that real time missed",
    "open_causes": "Causes that are open",
    "messages": "Messages held back",
    "sent_by": "Sent by",
    "advice": "What to do",
}
"""Names in a message's data that are shown, in this order."""

INSTANTS = frozenset({"since", "from", "until"})

INTRODUCTIONS = {
    Event.RUN_FAILED: "A run could not go on. You are not told again until runs go through.",
    Event.CAUSE_FAILED: "Records fail, for a cause that was not there before. You are not told again until it is gone.",
    Event.CAUSE_RECOVERED: "No record fails for this cause any more.",
    Event.RUN_RECOVERED: "What failed goes through again.",
    Event.CERTIFICATE_FAILED: "The certificate that NetSuite signs notices with could not be renewed. It is tried again, and you are told once it is done.",
    Event.CERTIFICATE_RENEWED: "NetSuite signs notices with a certificate that is in order.",
    Event.HEALTH_FAILED: "The health check found what keeps records from arriving. You are not told of it again until it is mended.",
    Event.HEALTH_RECOVERED: "What the health check had found is mended.",
    Event.DRIFT_NOTICED: "NetSuite has fields that mappings read no more, or they hold something else. You are told of each once.",
    Event.DRIFT_SETTLED: "What was to be decided about NetSuite's fields is settled.",
    Event.HELD_BACK: "More happened than the limit of this channel lets through.",
    Event.DIGEST: "This is what Landbridge did.",
    Event.TEST: "If you read this, messages arrive.",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a message: title, heads of the columns, rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def shown(message: Message) -> dict[str, Any]:
    """Return what a mail's templates need."""
    return {
        "message": message,
        "introduction": INTRODUCTIONS[Event(message.event)],
        "facts": facts(message),
        "parts": parts(message),
    }


def facts(message: Message) -> list[tuple[str, str]]:
    """Return label and text of everything that has a value."""
    return [
        (label, _text(name, message.data[name]))
        for name, label in LABELS.items()
        if message.data.get(name) not in (None, "", [])
    ]


def parts(message: Message) -> list[Part]:
    """Return the tables of a digest, or of what was held back; other messages have none."""
    made = {Event.DIGEST: _of_digest, Event.HELD_BACK: _of_sum}.get(Event(message.event))
    return [part for part in made(message.data) if part.rows] if made else []


def _of_digest(data: dict[str, Any]) -> list[Part]:
    kinds, states = dict(Run.Kind.choices), dict(Run.State.choices)
    return [
        Part(
            "Runs",
            ("Kind", "State", "Runs"),
            [(kinds[row["kind"]], states[row["state"]], str(row["runs"])) for row in data["runs"]],
        ),
        Part(
            "Records",
            ("Outcome", "Records"),
            [(name, str(count)) for name, count in data["outcomes"].items() if count],
        ),
        Part(
            "Causes that are open",
            ("Workflow", "Stage", "Code", "Field", "Records", "What to do"),
            [
                (
                    f"{row['connection']}: {catalogue.label(row['workflow'])}",
                    row["stage"],
                    row["code"],
                    row["field"],
                    str(row["records"]),
                    row["advice"],
                )
                for row in data["causes"]
            ],
        ),
    ]


def _of_sum(data: dict[str, Any]) -> list[Part]:
    return [
        Part(
            "How many of what",
            ("What", "Messages"),
            [(str(Event(name).label), str(count)) for name, count in data["counts"].items()],
        ),
        Part(
            "The first of them", ("Message", "Page"), [(row["title"], row["link"]) for row in data["first"]]
        ),
    ]


def _text(name: str, value: Any) -> str:
    if name in INSTANTS:
        return f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M} UTC"
    if name == "workflow":
        return catalogue.label(value)
    if name == "kind":
        return str(dict(Run.Kind.choices).get(value, value))
    if isinstance(value, list):
        return ", ".join(catalogue.label(one) if name == "workflows" else str(one) for one in value)
    return str(value)
