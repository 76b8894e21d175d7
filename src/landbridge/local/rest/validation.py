"""How strictly a body is judged: the headers ``X-NetSuite-PropertyNameValidation`` and ``X-NetSuite-PropertyValueValidation``.

Unknown names are left out by default and said in a ``Warning`` header, impossible values are refused by default (defaults documented; the form
of a warning is assumed).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import Asked

NAME_HEADER = "X-NetSuite-PropertyNameValidation"
VALUE_HEADER = "X-NetSuite-PropertyValueValidation"


class Strictness(Enum):
    """What becomes of something wrong."""

    ERROR = "error"
    WARNING = "warning"
    IGNORE = "ignore"


@dataclass(slots=True)
class Validation:
    """The strictness of one request, and what was left out so far."""

    names: Strictness = Strictness.WARNING
    values: Strictness = Strictness.ERROR
    warnings: list[str] = field(default_factory=list)

    def unknown_name(self, name: str, path: str) -> None:
        """Refuse, note or forget a property that the resource has not."""
        text = f"Unknown property '{name[:100]}'."
        if self.names is Strictness.ERROR:
            raise errors.invalid_body(f"{text} Provide a valid property name.", path)
        if self.names is Strictness.WARNING:
            self.warnings.append(text)

    def invalid_value(self, text: str, path: str) -> None:
        """Refuse, note or forget a value that a property cannot have."""
        if self.values is Strictness.ERROR:
            raise errors.refused(
                400, f"Error while accessing a resource. {text}", "INVALID_CONTENT", path=path
            )
        if self.values is Strictness.WARNING:
            self.warnings.append(text)

    def headers(self) -> dict[str, str]:
        """Return the headers that tell of what was left out."""
        if not self.warnings:
            return {}
        text = " ".join(self.warnings)[:1000].replace('"', "'")
        return {"Warning": f'199 - "{text.encode("ascii", "replace").decode()}"'}


def validation_of(asked: Asked) -> Validation:
    """Read the headers, in any case. Raises ``RestError`` 400 for a word that they do not take."""
    return Validation(
        _strictness(asked, NAME_HEADER, Strictness.WARNING),
        _strictness(asked, VALUE_HEADER, Strictness.ERROR),
    )


def _strictness(asked: Asked, header: str, default: Strictness) -> Strictness:
    word = asked.header(header).strip().lower()
    if not word:
        return default
    try:
        return Strictness(word)
    except ValueError:
        raise errors.invalid_header(
            header, f"The value of {header} must be Error, Warning or Ignore."
        ) from None
