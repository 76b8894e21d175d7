"""What a browser posted."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.requests import Request

MOST_FIELDS = 400
LARGEST_FORM = 1024 * 1024


class FormTooLargeError(Exception):
    """The form is larger than any form of these pages, or does not say how large it is."""


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file that a person chose in a form."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Posted:
    """Fields of a form, of several with one name the last, as for a box behind its hidden field; and its files."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, ChosenFile] = field(default_factory=dict)


async def read_form(request: Request) -> Posted:
    """Return what a form sent; a file control that was left empty is not there.

    Raises :class:`FormTooLargeError`.
    """
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > LARGEST_FORM:
        raise FormTooLargeError
    posted = Posted()
    async with request.form(max_files=1, max_fields=MOST_FIELDS) as sent:
        for name, value in sent.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    posted.files[name] = ChosenFile(value.filename, await value.read())
            else:
                posted.fields[name] = value
    return posted
