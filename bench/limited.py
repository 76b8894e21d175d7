"""One of several processes that share a limit: ten workers that read customers, over the budget in PostgreSQL.

A program. Reads JSON from stdin: ``account``, ``connect_to``, ``ca``, ``database``, ``ceiling``, ``workers``, ``ids``, the four secrets of the
token. Prints ``ready``, waits for one more line, reads, prints JSON: ``answered`` and ``surfaced``, the errors that a caller met.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from landbridge.netsuite import AccountId, Client, ClientOptions, TokenCredentials
from landbridge.netsuite.errors import NetSuiteError
from landbridge.service.connections.budget import PostgresBudget


async def main() -> None:
    """Read when told to."""
    given = json.loads(sys.stdin.readline())
    names = ("consumer_key", "consumer_secret", "token_id", "token_secret")
    credentials = TokenCredentials(**{name: given[name] for name in names})
    budget = PostgresBudget(given["account"], given["ceiling"], given["database"])
    options = ClientOptions(connect_to=given["connect_to"], ca_file=given["ca"], budget=budget)
    async with Client(AccountId.parse(given["account"]), credentials, options=options) as client:
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        found = await read(client, given)
    await budget.close()
    print(json.dumps(found))


async def read(client: Client, given: dict[str, Any]) -> dict[str, Any]:
    """Read every id once, so many workers side by side."""
    ids = iter(given["ids"])
    answered = 0
    surfaced: list[str] = []

    async def work() -> None:
        nonlocal answered
        for number in ids:
            try:
                await client.soap.get("customer", number)
            except NetSuiteError as error:
                surfaced.append(str(error))
            else:
                answered += 1

    await asyncio.gather(*(work() for _ in range(given["workers"])))
    return {"answered": answered, "surfaced": surfaced}


if __name__ == "__main__":
    asyncio.run(main())
