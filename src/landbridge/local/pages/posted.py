"""What a browser posted."""

from __future__ import annotations

from starlette.requests import Request

MOST_FIELDS = 400
LARGEST_FORM = 1024 * 1024


class FormTooLargeError(Exception):
    """The form is larger than any form of these pages, or does not say how large it is."""


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a posted form; of several with one name the last, as for a box behind its hidden field.

    Raises :class:`FormTooLargeError`.
    """
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > LARGEST_FORM:
        raise FormTooLargeError
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as sent:
        return {name: value for name, value in sent.multi_items() if isinstance(value, str)}
