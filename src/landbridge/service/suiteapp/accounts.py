"""Which NetSuite account something is about."""

from __future__ import annotations

from landbridge.netsuite.account import AccountId, InvalidAccountId
from landbridge.service.connections.models import Connection
from landbridge.service.suiteapp import models


def is_account(one: str, other: str) -> bool:
    """Whether two spellings are of one account: ``1234567_SB1`` is ``1234567-sb1``."""
    return _key(one) == _key(other)


def forget(connection: Connection) -> None:
    """Forget what was seen in and written to the account that the connection had before; confirmations stay, as history."""
    models.Inspection.objects.filter(connection=connection).delete()
    models.Publication.objects.filter(connection=connection).delete()


def _key(account: str) -> str:
    try:
        return AccountId.parse(account).value
    except InvalidAccountId:
        return account.strip().upper()
