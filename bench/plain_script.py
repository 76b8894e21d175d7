"""What somebody would write with PyPI's `netsuitesdk`: read every customer page by page and keep what SuiteProjects Pro needs in a table.

A program of its own, for the bench's own environment (`.venv-clients`). Reads JSON from stdin: ``account``, ``service`` (``http://host:port`` of
the local account), ``wsdl`` (a file), the four secrets of the token. Prints JSON: ``records``, ``seconds`` (the schema not included).
The client has no way to a server of one's own, so two of its constants are replaced; it reads one page at a time and writes no log.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from typing import Any

from netsuitesdk.internal.client import NetSuiteClient
from netsuitesdk.internal.utils import PaginatedSearch

PAGE_SIZE = 1000


def main() -> None:
    """Do it, timed."""
    given = json.load(sys.stdin)

    class LocalClient(NetSuiteClient):  # type: ignore[misc]  # the package has no types
        WSDL_URL_TEMPLATE = given["wsdl"]
        DATACENTER_URL_TEMPLATE = given["service"] + "/services/{netsuite_port_version}"

    client = LocalClient(account=given["account"], caching=False, page_size=PAGE_SIZE, wsdl_version="2023_2")
    client.connect_tba(
        given["consumer_key"], given["consumer_secret"], given["token_id"], given["token_secret"]
    )
    began = time.perf_counter()
    records = imported(client)
    print(json.dumps({"records": records, "seconds": time.perf_counter() - began}))


def imported(client: NetSuiteClient) -> int:
    """Read and keep every customer; return how many."""
    table = sqlite3.connect(":memory:")
    table.execute(
        "CREATE TABLE customer (netsuite_id TEXT PRIMARY KEY, name, company, email, phone, type, active)"
    )
    count = 0
    for page in pages(client):
        with table:
            rows = [row(record) for record in page]
            table.executemany("INSERT OR REPLACE INTO customer VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        count += len(rows)
    return count


def pages(client: NetSuiteClient) -> Iterator[list[Any]]:
    """Yield the pages of a search of everything."""
    search = PaginatedSearch(client=client, type_name="Customer")
    yield search.records
    for number in range(2, search.total_pages + 1):
        search.goto_page(number)
        yield search.records


def row(record: Any) -> tuple[object, ...]:
    """Return what is kept of a customer."""
    kind = "C" if record.stage == "_customer" else "P"
    return (
        *(record.internalId, record.entityId, record.companyName, record.email, record.phone),
        *(kind, not record.isInactive),
    )


if __name__ == "__main__":
    main()
