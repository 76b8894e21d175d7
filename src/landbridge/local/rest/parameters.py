"""What a request says beside its body: query parameters, content type, preferences. Anything wrong is a ``RestError``."""

from __future__ import annotations

from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import Asked

LARGEST_PAGE = 1000
"""Default and maximum of ``limit`` (documented)."""

MOST_PAGES = 1000
"""Pages of one collection (documented)."""

JSON_TYPES = ("application/json", "application/vnd.oracle.resource+json")


def only(asked: Asked, *known: str) -> None:
    """Refuse a query parameter that the resource has not (assumed)."""
    for name, _ in asked.query:
        if name not in known:
            raise errors.invalid_parameter(
                name, f"Invalid query parameter name '{name[:100]}'. Provide a valid query parameter name."
            )


def flag(asked: Asked, name: str) -> bool:
    """Return a parameter that is ``true`` or ``false``; false when it is not there."""
    value = (asked.parameter(name) or "false").lower()
    if value not in ("true", "false"):
        raise errors.invalid_parameter(name, f"The value of {name} must be true or false.")
    return value == "true"


def names(asked: Asked, name: str) -> list[str]:
    """Return the comma-separated names of a parameter."""
    value = asked.parameter(name)
    return [] if value is None else [part.strip() for part in value.split(",") if part.strip()]


def page(asked: Asked) -> tuple[int, int]:
    """Return limit and offset: a limit of 1 to 1000, an offset that is a multiple of it, no page beyond the thousandth (documented)."""
    limit = _whole(asked, "limit", LARGEST_PAGE)
    offset = _whole(asked, "offset", 0)
    if not 1 <= limit <= LARGEST_PAGE:
        raise errors.invalid_parameter("limit", f"The limit must be from 1 to {LARGEST_PAGE}.")
    if offset % limit:
        raise errors.invalid_parameter("offset", "The offset must be divisible by the limit.")
    if offset // limit >= MOST_PAGES:
        raise errors.invalid_parameter("offset", f"A collection has at most {MOST_PAGES} pages.")
    return limit, offset


def _whole(asked: Asked, name: str, default: int) -> int:
    value = asked.parameter(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise errors.invalid_parameter(name, f"The value of {name} must be a whole number.")
    return int(value)


def synchronous(asked: Asked) -> None:
    """Refuse ``Prefer: respond-async``: asynchronous jobs and batches are not there yet."""
    wanted = [part.partition(";")[0].strip().lower() for part in asked.header("prefer").split(",")]
    if "respond-async" in wanted:
        raise errors.unsupported("asynchronous requests", header="Prefer")


def json_body(asked: Asked) -> None:
    """Refuse a body that is not said to be JSON (415), and a batch of records."""
    given = [part.strip().lower() for part in asked.header("content-type").split(";")]
    if given[0] and given[0] not in JSON_TYPES:
        raise errors.refused(
            415,
            f"The media type '{given[0][:100]}' is not supported. Provide application/json.",
            "INVALID_HEADER",
            header="Content-Type",
        )
    if "type=collection" in given:
        raise errors.unsupported("batches of records", header="Content-Type")


def no_form(asked: Asked) -> None:
    """Refuse the forms and select options that ``Accept`` may ask for."""
    accepted = asked.header("accept").lower()
    if any(form in accepted for form in ("create-form", "edit-form", "select-options")):
        raise errors.unsupported("forms and select options", header="Accept")
