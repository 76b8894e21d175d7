"""Refusals of a query, in NetSuite's words where they have been seen (public clients' tests and issue threads)."""

from __future__ import annotations

PREFIX = "Invalid search query. Detailed unprocessed description follows. "
"""How the detail of every refused query begins (observed)."""


class QueryRefused(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """A query that is not run, or whose run was ended. ``detail`` is for the client."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.detail = f"{PREFIX}{text}"


def unknown_table(name: str) -> QueryRefused:
    """There is no such table (observed)."""
    return QueryRefused(f"Invalid search type: {name[:100]}.")


def hidden_table(name: str) -> QueryRefused:
    """The role may not view the table: it is as if it were not there (observed)."""
    return QueryRefused(f"Search error occurred: Record '{name}' was not found.")


def unknown_identifier(name: str, sources: dict[str, str]) -> QueryRefused:
    """No table of the query has such a column (observed). ``sources``: alias -> table."""
    listed = ", ".join(f"{alias}={table}" for alias, table in sources.items())
    return QueryRefused(
        f"Search error occurred: Unknown identifier '{name[:100]}'. Available identifiers are: {{{listed}}}."
    )


def ambiguous(name: str) -> QueryRefused:
    """Several tables of the query have the column (text assumed)."""
    return QueryRefused(f"Search error occurred: The identifier '{name}' is ambiguous.")


def unknown_function(name: str) -> QueryRefused:
    """There is no such function, here or in NetSuite (text assumed)."""
    return QueryRefused(f"Search error occurred: Unknown function '{name[:100]}'.")


def unsupported(reason: str) -> QueryRefused:
    """NetSuite's answer to whatever it cannot translate (observed), with our reason behind it."""
    return QueryRefused(f"Search error occurred: Invalid or unsupported search. {reason}")


def malformed(reason: str) -> QueryRefused:
    """What is no SuiteQL at all (beginning observed, reason ours)."""
    return QueryRefused(f"Search error occurred: Invalid or unsupported search. Syntax error{reason}.")
