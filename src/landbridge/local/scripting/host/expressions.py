"""Filter expressions of N/search: nested arrays of conditions with AND, OR and NOT."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from landbridge.local.scripting.errors import ScriptError


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as a script writes it, name and operator in lower case: `["script.scriptid", "is", "customscript_x"]`."""

    name: str
    operator: str
    values: list[Any]


@dataclass(frozen=True, slots=True)
class Expressions:
    """Evaluates expressions: `meeting` says which ids meet one condition, `everything` all ids that there are."""

    meeting: Callable[[Condition], set[str]]
    everything: Callable[[], set[str]]

    def evaluate(self, expression: Sequence[Any]) -> set[str]:
        """Return the ids that meet an expression, read from left to right.

        AND binds before OR, terms without a word between them are joined by AND. Raises :class:`ScriptError`.
        """
        if _is_condition(expression):
            return self.meeting(_condition(expression))
        alternatives: list[set[str]] = []
        current: set[str] | None = None
        negated = False
        for part in expression:
            word = part.upper() if isinstance(part, str) else ""
            if word == "NOT":
                negated = not negated
            elif word == "OR":
                alternatives.append(current if current is not None else set())
                current = None
            elif word != "AND":
                term = self._term(part, negated=negated)
                current = term if current is None else current & term
                negated = False
        alternatives.append(current if current is not None else set())
        return set[str]().union(*alternatives)

    def _term(self, part: Any, *, negated: bool) -> set[str]:
        if not isinstance(part, list):
            raise ScriptError("SSS_INVALID_SRCH_FILTER_EXPR", "Malformed search filter expression.")
        found = self.evaluate(part)
        return self.everything() - found if negated else found


def _condition(expression: Sequence[Any]) -> Condition:
    values = list(expression[2:])
    if len(values) == 1 and isinstance(values[0], list):
        values = values[0]
    return Condition(str(expression[0]).lower(), str(expression[1]).lower(), values)


def _is_condition(expression: Sequence[Any]) -> bool:
    return (
        len(expression) >= 2
        and isinstance(expression[0], str)
        and isinstance(expression[1], str)
        and expression[0].upper() != "NOT"
    )
