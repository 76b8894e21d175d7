"""Who takes part when a token is made: the account's parts, handed in once."""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.local.access.applications import Applications
from landbridge.local.access.attempts import Attempts
from landbridge.local.access.credentials import Credentials
from landbridge.local.access.installing import Installation
from landbridge.local.access.locks import Locks, Nonces
from landbridge.local.access.roles import Roles
from landbridge.local.access.tokenrecords import TokenRecords
from landbridge.local.access.users import Users
from landbridge.local.clock import Clock
from landbridge.local.storage import Database


@dataclass(frozen=True, slots=True)
class Parties:
    """The account's parts that token-based authentication needs."""

    account_id: str
    database: Database
    clock: Clock
    applications: Applications
    installing: Installation
    credentials: Credentials
    users: Users
    roles: Roles
    tokens: TokenRecords
    nonces: Nonces
    locks: Locks
    attempts: Attempts
