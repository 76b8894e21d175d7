"""Parsing: sqlglot's Oracle grammar, with functions left as they are written, so that none is reworded on the way."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

import sqlglot
from sqlglot import TokenType, exp
from sqlglot.dialects.oracle import Oracle
from sqlglot.errors import SqlglotError

from landbridge.local.suiteql.errors import QueryRefused, malformed, unsupported

LONGEST = 200_000
"""Characters of a query (assumed)."""

DATE_LITERAL = "DATE_LITERAL"
"""What ``DATE '2026-01-31'`` and ``TIMESTAMP '...'`` are parsed as."""


@cache
def _dialect() -> type[Oracle]:
    """Build the dialect; sqlglot's classes are set up at the first query, not when the account starts."""
    inherited = Oracle.Parser

    class SuiteQL(Oracle):
        class Parser(inherited):  # type: ignore[misc, valid-type] # sqlglot's dialects find their parser as an inner class
            FUNCTIONS: ClassVar[dict[str, Any]] = {}
            FUNCTION_PARSERS = {
                name: inherited.FUNCTION_PARSERS[name] for name in ("CAST", "EXTRACT", "TRIM")
            }
            NO_PAREN_FUNCTION_PARSERS = {
                name: inherited.NO_PAREN_FUNCTION_PARSERS[name] for name in ("CASE", "SYSDATE")
            }
            PLACEHOLDER_PARSERS = {
                TokenType.PLACEHOLDER: lambda self: self.expression(
                    exp.Placeholder(this=str(self._prev.start))
                )
            }
            TYPE_LITERAL_PARSERS = {
                kind: lambda self, this, _: self.expression(
                    exp.Anonymous(this=DATE_LITERAL, expressions=[this])
                )
                for kind in (exp.DType.DATE, exp.DType.TIMESTAMP)
            }

    return SuiteQL


def parsed(text: str) -> tuple[exp.Query, list[str]]:
    """Return the one query that ``text`` is, and the names of its placeholders in their order.

    Raises ``QueryRefused`` for anything else: no query, several of them, a statement that would change something.
    """
    if len(text) > LONGEST:
        raise malformed(f": the query is longer than {LONGEST} characters")
    dialect = _dialect()
    try:
        tokens = dialect().tokenize(text)
        if any(token.token_type is TokenType.LIMIT for token in tokens):
            raise unsupported("LIMIT is not SuiteQL: use TOP, ROWNUM or FETCH FIRST.")
        statements = [one for one in sqlglot.parse(text, dialect=dialect) if one is not None]
    except SqlglotError as error:
        raise malformed(_where(error)) from None
    except RecursionError:
        raise unsupported("The query is nested too deeply.") from None
    except (ValueError, TypeError, AttributeError, IndexError, KeyError):
        raise malformed("") from None  # sqlglot's parser trips over some malformed texts
    if len(statements) != 1:
        raise malformed(": one statement is expected")
    statement = statements[0]
    if not isinstance(statement, exp.Query):
        raise unsupported("Only SELECT is allowed.")
    places = sorted(int(one.name) for one in statement.find_all(exp.Placeholder) if one.name.isdigit())
    return statement, [str(place) for place in dict.fromkeys(places)]


def _where(error: SqlglotError) -> str:
    """Return line and column of a syntax error, when the parser knows them."""
    details = getattr(error, "errors", None)
    if not details or details[0].get("line") is None:
        return ""
    return f" at line {details[0]['line']}, column {details[0]['col']}"


__all__ = ["DATE_LITERAL", "QueryRefused", "parsed"]
