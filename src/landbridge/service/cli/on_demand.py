"""`landbridge run record`: one record, whatever version was seen before."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from landbridge.service.cli.attach import READ_HERE, Reading, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import json_line, line

if TYPE_CHECKING:
    from landbridge.service.runs.starts.on_demand import Answer

LOOK_SECONDS = 0.1


@verb
def record(
    workflow: str,
    internal_id: Annotated[str, Parameter(allow_leading_hyphen=True, help="NetSuite's internal id.")],
    *,
    wait: Annotated[
        bool, Parameter(negative="", help="Wait for its outcome; exit 1 unless it arrived.")
    ] = False,
    timeout: Annotated[float, Parameter(help="Seconds to wait at most.")] = 600,
    connection: str | None = None,
    options: Reading = READ_HERE,
) -> int:
    """Import one record by its internal id, whatever version was seen before."""
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.starts.on_demand import answer_to, ask_for_record  # noqa: PLC0415 - needs Django

    request = ask_for_record(the_connection(connection), workflow, internal_id, by=None, now=timezone.now())
    answer = wait_for(request.pk, timeout) if wait else answer_to(request.pk)
    if options.json:
        json_line(row(answer))
    else:
        line(in_words(answer))
    return _exit_code(answer) if wait else Exit.OK


def _exit_code(answer: Answer) -> Exit:
    """What a program is told of a record whose run has ended."""
    if answer.arrived:
        return Exit.OK
    return Exit.CANCELLED if answer.run and answer.run.state == "cancelled" else Exit.FAILED


def wait_for(request_id: int, timeout: float) -> Answer:
    """Return the answer once its run has ended. Raises ``CommandError`` after ``timeout`` seconds, and when nobody will answer."""
    from landbridge.service.runs.models import RunRequest  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.starts.on_demand import answer_to  # noqa: PLC0415 - needs Django

    deadline = time.monotonic() + timeout
    while True:
        try:
            answer = answer_to(request_id)
        except RunRequest.DoesNotExist:
            raise CommandError("the workflow was switched off before the record's turn came") from None
        if answer.ended:
            return answer
        if time.monotonic() > deadline:
            raise CommandError(
                f"the record has no outcome after {timeout:g} s; it stays in the queue", Exit.TIMED_OUT
            )
        time.sleep(LOOK_SECONDS)


def row(answer: Answer) -> dict[str, Any]:
    """The answer as a program reads it."""
    item = answer.item
    return {
        "request": answer.request.pk,
        "netsuite_type": answer.request.netsuite_type,
        "internal_id": answer.request.internal_id,
        "run": answer.run.pk if answer.run else None,
        "state": answer.run.state if answer.run else "queued",
        "outcome": item.outcome if item else None,
        "reason": answer.reason,
        "spp_type": item.spp_type if item else "",
        "spp_id": item.spp_id if item else "",
    }


def in_words(answer: Answer) -> str:
    """The answer for a person."""
    name = f"{answer.request.netsuite_type} {answer.request.internal_id}"
    if answer.run is None:
        return f"{name}: {answer.reason}"
    if answer.item is None:
        return f"{name}: run {answer.run.pk} {answer.run.state}. {answer.reason} {answer.run.hint}".strip()
    written = f" {answer.item.spp_type} {answer.item.spp_id}" if answer.item.spp_id else ""
    return f"{name}: {answer.item.outcome}{written}, run {answer.run.pk}. {answer.reason}".strip()
