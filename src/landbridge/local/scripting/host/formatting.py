"""N/format: texts to dates and numbers and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler

SERVER_ZONE = ZoneInfo("America/Los_Angeles")
"""Where the engine's local time is (see `engine.process.SERVER_TIME_ZONE`)."""


def _parse(execution: Execution, arguments: dict[str, Any]) -> int:
    """Return milliseconds: of the instant, or of the day's midnight in the engine's zone."""
    formats = execution.scripting.formats
    text = arguments["value"]
    if arguments["type"] == "date":
        instant = datetime.combine(formats.date_of(text), time.min, SERVER_ZONE)
    elif arguments["type"] == "timeofday":
        today = formats.text(execution.account.clock.now()).split(" ")[0]
        instant = formats.instant_of(f"{today} {text}")
    else:
        instant = formats.instant_of(text, formats.zone_named(arguments.get("timezone", "")))
    return int(instant.timestamp() * 1000)


def _format(execution: Execution, arguments: dict[str, Any]) -> str:
    formats = execution.scripting.formats
    instant = datetime.fromtimestamp(arguments["value"] / 1000, UTC)
    if arguments["type"] == "date":
        local: date = instant.astimezone(SERVER_ZONE).date()
        return formats.text(local)
    zone = formats.zone_named(arguments.get("timezone", ""))
    text = formats.text(instant, zone)
    return text.split(" ", 1)[1] if arguments["type"] == "timeofday" else text


def _number(_execution: Execution, arguments: dict[str, Any]) -> float | int:
    text = arguments["value"].replace(",", "").replace("%", "").strip()
    try:
        number = float(text)
    except ValueError:
        raise ScriptError("INVALID_NUMBER", f"{arguments['value']!r} is not a number.") from None
    return int(number) if "integer" in arguments["type"] or number.is_integer() else number


def _number_text(_execution: Execution, arguments: dict[str, Any]) -> str:
    try:
        number = float(arguments["value"])
    except (TypeError, ValueError):
        return str(arguments["value"])
    if "currency" in arguments["type"]:
        return f"{number:,.2f}"
    if "integer" in arguments["type"] or number.is_integer():
        return str(int(number))
    return str(number)


HANDLERS: dict[str, Handler] = {
    "format.parse": _parse,
    "format.format": _format,
    "format.number": _number,
    "format.numberText": _number_text,
}
