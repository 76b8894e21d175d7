"""What somebody would write with PyPI's `netsuitesdk` and `netsuite`: the readings that ours are measured beside.

A program of its own, for the bench's own environment (`.venv-clients`). Reads JSON from stdin: ``what``, ``account``, ``service``
(``http://host:port`` of the local account), ``wsdl`` (a file), ``size``, ``ids``, ``at_once``, the four secrets of the token. Prints JSON:
``records``, ``seconds``, ``cpu_s`` (imports and the schema not included). `netsuite` reaches the account through HTTPS_PROXY.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

QUERY = (
    "SELECT id, entityId, companyName, email, phone, isInactive, lastModifiedDate FROM customer ORDER BY id"
)
PAGE = 1000


def main() -> None:
    """Do what is asked, timed."""
    given = json.load(sys.stdin)
    work = {"soap": soap, "suiteql": suiteql, "soap_gets": soap_gets, "rest_gets": rest_gets}[given["what"]](
        given
    )
    began, cpu = time.perf_counter(), time.process_time()
    records = work()
    print(
        json.dumps(
            {
                "records": records,
                "seconds": time.perf_counter() - began,
                "cpu_s": time.process_time() - cpu,
            }
        )
    )


def soap(given: dict[str, Any]) -> Callable[[], int]:
    """Every customer, body fields only, page by page."""
    from netsuitesdk.internal.utils import PaginatedSearch  # noqa: PLC0415 - only what is measured is loaded

    client = sdk(given)
    client.set_search_preferences(page_size=PAGE, return_search_columns=True)

    def read() -> int:
        search = PaginatedSearch(client=client, type_name="Customer")
        count = len(search.records)
        for number in range(2, search.total_pages + 1):
            search.goto_page(number)
            count += len(search.records)
        return count

    return read


def soap_gets(given: dict[str, Any]) -> Callable[[], int]:
    """One customer after the other by internal id, so many threads at once."""
    client = sdk(given)

    def one(number: str) -> int:
        return 0 if client.get("customer", internalId=number) is None else 1

    def read() -> int:
        with ThreadPoolExecutor(given["at_once"]) as threads:
            return sum(threads.map(one, given["ids"]))

    return read


def suiteql(given: dict[str, Any]) -> Callable[[], int]:
    """The rows of a query, page by page."""
    rest = package(given).rest_api

    async def read() -> int:
        count, offset, more = 0, 0, True
        while more:
            page = await rest.suiteql(QUERY, limit=PAGE, offset=offset)
            count += len(page["items"])
            offset, more = offset + PAGE, page["hasMore"]
        return count

    return lambda: asyncio.run(read())


def rest_gets(given: dict[str, Any]) -> Callable[[], int]:
    """One customer after the other by internal id, so many at once as the package lets through by default."""
    rest = package(given).rest_api

    async def read() -> int:
        found = await asyncio.gather(*(rest.get(f"/record/v1/customer/{number}") for number in given["ids"]))
        return len(found)

    return lambda: asyncio.run(read())


def sdk(given: dict[str, Any]) -> Any:
    """A client of `netsuitesdk`: it has no way to a server of one's own, so two of its constants are replaced."""
    from netsuitesdk.internal.client import NetSuiteClient  # noqa: PLC0415 - only what is measured is loaded

    class LocalClient(NetSuiteClient):  # type: ignore[misc]  # the package has no types
        WSDL_URL_TEMPLATE = given["wsdl"]
        DATACENTER_URL_TEMPLATE = given["service"] + "/services/{netsuite_port_version}"

    client = LocalClient(account=given["account"], caching=False, page_size=PAGE, wsdl_version="2023_2")
    client.connect_tba(
        given["consumer_key"], given["consumer_secret"], given["token_id"], given["token_secret"]
    )
    return client


def package(given: dict[str, Any]) -> Any:
    """A client of `netsuite`."""
    from netsuite import Config, NetSuite, TokenAuth  # noqa: PLC0415 - only what is measured is loaded

    auth = TokenAuth(
        **{name: given[name] for name in ("consumer_key", "consumer_secret", "token_id", "token_secret")}
    )
    return NetSuite(Config(account=given["account"], auth=auth))


if __name__ == "__main__":
    main()
