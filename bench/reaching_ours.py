"""The readings of the bench by the library of this project, as a program, so that its CPU is counted alone.

Reads JSON from stdin: ``what``, ``account``, ``connect_to``, ``ca``, ``size``, ``ids``, ``at_once``, the four secrets of the token. Prints
JSON: ``records``, ``seconds``, ``cpu_s`` (imports not included).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from landbridge.netsuite import AccountId, Client, ClientOptions, LocalBudget, TokenCredentials

SELECT = "SELECT id, entityId, companyName, email, phone, isInactive, lastModifiedDate FROM customer"


async def main() -> None:
    """Do what is asked, timed."""
    given = json.load(sys.stdin)
    names = ("consumer_key", "consumer_secret", "token_id", "token_secret")
    credentials = TokenCredentials(**{name: given[name] for name in names})
    options = ClientOptions(
        connect_to=given["connect_to"], ca_file=given["ca"], budget=LocalBudget(given["at_once"])
    )
    began, cpu = time.perf_counter(), time.process_time()
    async with Client(AccountId.parse(given["account"]), credentials, options=options) as client:
        records = await READINGS[given["what"]](client, given)
    print(
        json.dumps(
            {
                "records": records,
                "seconds": time.perf_counter() - began,
                "cpu_s": time.process_time() - cpu,
            }
        )
    )


async def soap(client: Client, _given: dict[str, Any]) -> int:
    """Every customer, body fields only."""
    return sum([len(batch) async for batch in client.matching("customer", [])])


async def suiteql(client: Client, _given: dict[str, Any]) -> int:
    """The rows of a query, by key ranges."""
    return sum([len(batch) async for batch in client.suiteql.query_by_key(SELECT)])


async def soap_gets(client: Client, given: dict[str, Any]) -> int:
    """One customer after the other by internal id, so many at once."""
    return await _each(given, lambda number: client.soap.get("customer", number))


async def rest_gets(client: Client, given: dict[str, Any]) -> int:
    """The same over REST."""
    return await _each(given, lambda number: client.rest.get("customer", number, sublists=False))


async def _each(given: dict[str, Any], get: Callable[[str], Awaitable[object]]) -> int:
    ids = iter(given["ids"])
    count = 0

    async def work() -> None:
        nonlocal count
        for number in ids:
            await get(number)
            count += 1

    await asyncio.gather(*(work() for _ in range(given["at_once"])))
    return count


READINGS = {"soap": soap, "suiteql": suiteql, "soap_gets": soap_gets, "rest_gets": rest_gets}

if __name__ == "__main__":
    asyncio.run(main())
