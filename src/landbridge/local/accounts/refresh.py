"""Refreshing a sandbox: a copy of its production account takes the place of everything in it.

Documented: data, settings, passwords and customizations are copied (*Requesting a Refresh*, ``bridgehead_4177890138``); integration records
of production overwrite the sandbox's, and those that only the sandbox had are gone (``section_1515139626``); tokens are neither kept nor
copied (``section_1515141510``, ``bridgehead_4254081947``), nor are mappings of OAuth 2.0 certificates. Observed in public check lists:
system notes stay behind. Assumed: so do logs of requests and sign-ins; production owns the records that it owned before.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from landbridge.local.access.integration import Integration
from landbridge.local.accounts.settling import settle

if TYPE_CHECKING:
    from landbridge.local.account import Account

_ROW = "refresh of "


class RefreshRefused(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """There is no such sandbox of this account; the text says which there are."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a refresh did: names of integration records and tokens, ids of certificate mappings. ``by`` is who asked for it."""

    sandbox: str
    at: datetime
    by: str
    copied: tuple[str, ...]
    overwritten: tuple[str, ...]
    removed: tuple[str, ...]
    tokens: tuple[str, ...]
    certificates: tuple[str, ...]


def is_production(account: Account) -> bool:
    """Say whether an account can have sandboxes."""
    return "_" not in account.settings.account_id


def sandboxes(production: Account) -> list[Account]:
    """Return the sandboxes of a production account that are served beside it, by id."""
    if production.neighbours is None:
        return []
    own = re.compile(re.escape(production.settings.account_id) + r"_SB\d*")
    found = [one for one in production.neighbours.accounts() if own.fullmatch(one.settings.account_id)]
    return sorted(found, key=lambda one: one.settings.account_id)


def last_refresh(production: Account, sandbox_id: str) -> Refresh | None:
    """Return what the last refresh of a sandbox did, or ``None``."""
    row = production.database.row("SELECT value FROM setting WHERE name = ?", (_ROW + sandbox_id,))
    return msgspec.json.decode(row["value"], type=Refresh) if row else None


def refresh(production: Account, sandbox_id: str, *, by: str) -> Refresh:
    """Copy ``production`` over one of its sandboxes. Requests that the sandbox has begun are refused.

    Not inside a transaction: both accounts are locked, one after the other. Raises ``RefreshRefused``.
    """
    sandbox = _sandbox(production, sandbox_id)
    assert sandbox.states is not None, "accounts that are served side by side were opened with a seed"
    before = sandbox.access.applications.integrations()
    tokens = tuple(token.name for token in sandbox.access.token_records.all() if token.revoked_at is None)
    certificates = tuple(
        row["id"] for row in sandbox.database.rows("SELECT id FROM grant_certificate ORDER BY id")
    )
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as copy:
        production.database.copy_to(copy)
        settle(copy, sandbox)
        sandbox.states.take_over(copy)
    after = sandbox.access.applications.integrations()
    done = Refresh(
        sandbox=sandbox_id,
        at=production.clock.now(),
        by=by,
        copied=_names(after, without=before),
        overwritten=_names(after, among=before),
        removed=_names(before, without=after),
        tokens=tokens,
        certificates=certificates,
    )
    _note(production, done)
    return done


def _sandbox(production: Account, sandbox_id: str) -> Account:
    own = sandboxes(production)
    for one in own:
        if one.settings.account_id == sandbox_id:
            return one
    known = ", ".join(one.settings.account_id for one in own) or "none is served beside it"
    raise RefreshRefused(
        f"{sandbox_id!r} is no sandbox of {production.settings.account_id}; its sandboxes: {known}"
    )


def _names(
    records: Collection[Integration],
    *,
    among: Collection[Integration] | None = None,
    without: Collection[Integration] = (),
) -> tuple[str, ...]:
    """Return the names of records, of those that stand ``among`` others where these are given, and not in ``without``."""
    left_out = {one.application_id for one in without}
    taken = {one.application_id for one in (records if among is None else among)}
    return tuple(one.name for one in records if one.application_id in taken - left_out)


def _note(production: Account, done: Refresh) -> None:
    with production.database.transaction() as connection:
        connection.execute(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (_ROW + done.sandbox, msgspec.json.encode(done).decode()),
        )
