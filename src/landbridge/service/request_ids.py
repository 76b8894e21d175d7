"""The id of a request: taken from `X-Request-ID` where it is plain text, else a new one; answered, and on every log line meanwhile."""

from __future__ import annotations

import re
import uuid

HEADER = "X-Request-ID"
_PLAIN = re.compile(r"[A-Za-z0-9._:-]{1,64}")


def request_id(given: str) -> str:
    """Return the id that came with a request, or a new one where none came that can stand in a log line."""
    return given if _PLAIN.fullmatch(given) else uuid.uuid4().hex
