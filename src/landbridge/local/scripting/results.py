"""What the engine says of a run, checked before anybody builds on it.

A script can put functions of its own in the place of JSON's, so a result has any shape that a script wants.
"""

from __future__ import annotations

from typing import Any

from landbridge.local.scripting.model import RESTLET

MESSAGE_TYPES = ("confirmation", "information", "warning", "error")
MALFORMED = "The script ended with a result that cannot be read."


def checked(result: Any, kind: str) -> dict[str, Any]:
    """Return ``result`` with everything that its readers expect, or with an ``error`` when it has another shape.

    ``kind`` is the script's type. Keys: ``error`` (``name``, ``message``, ``stack`` of lines) or ``None``; ``entries``, names of entry points;
    ``absent``, true without the one that was wanted; ``changes`` by field id; ``messages``; a RESTlet's ``value``.
    """
    if not isinstance(result, dict):
        return failed(MALFORMED)
    if "error" in result:
        return result if _is_error(result["error"]) else failed(MALFORMED)
    whole = {"error": None, "absent": False, "changes": {}, "messages": [], "value": None, **result}
    absent = whole["absent"] is True
    right = (
        _are_texts(whole.get("entries"))
        and isinstance(whole["changes"], dict)
        and isinstance(whole["messages"], list)
        and all(_is_message(message) for message in whole["messages"])
        and (absent or kind != RESTLET or _is_reply(whole["value"]))
    )
    return whole if right else failed(MALFORMED)


def failed(message: str, name: str = "UNEXPECTED_ERROR") -> dict[str, Any]:
    """Return the result of a run that ended by an error."""
    return {"error": {"name": name, "message": message, "stack": []}}


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_error(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("name"), str)
        and isinstance(value.get("message"), str)
        and _are_texts(value.get("stack"))
    )


def _is_message(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"type", "title", "message", "duration"}
        and value["type"] in MESSAGE_TYPES
        and isinstance(value["title"], str)
        and isinstance(value["message"], str)
        and isinstance(value["duration"], (int, float))
    )


def _is_reply(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("kind") not in ("empty", "text", "object"):
        return False
    return value["kind"] == "empty" or isinstance(value.get("text"), str)
