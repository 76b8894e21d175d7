"""Which SuiteProjects Pro accounts there are, by database id."""

from __future__ import annotations

from collections.abc import Callable, Collection

Accounts = Callable[[], Collection[str]]

_sources: list[Accounts] = []


def add_accounts(ask: Accounts) -> None:
    """Let an app that knows accounts name them. It calls this when Django makes it ready."""
    if ask not in _sources:
        _sources.append(ask)


def known_accounts() -> list[str]:
    """Return the database ids of the accounts into which somebody imports, in order."""
    return sorted({account for ask in _sources for account in ask()})
