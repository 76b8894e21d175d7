"""The server's CPU for a SOAP page of 1,000 customers, from the request's bytes to the reply's, in a process that does nothing else.

The yardstick is writing the same thousand records as JSON.
"""

from __future__ import annotations

import json
import statistics
import time
from typing import Any

from bench.asking import Asking
from bench.stand import customer
from landbridge.local.opening import opened_account
from landbridge.local.records.values import to_json
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.settings import AccountSettings

CUSTOMERS = 5000
PAGE = 1000
PAGES = 30


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure; ``small`` reads three pages."""
    token = TokenSecrets()
    pages = 3 if small else PAGES
    with opened_account(
        AccountSettings(), suiteapp=suiteapp_folder(), widen_role=True, secrets=token
    ) as account:
        account.records.fill(account.access.system_session(), "customer", map(customer, range(CUSTOMERS)))
        asking = Asking(account, token)
        reply = asking.search(page_size=PAGE)
        assert reply.count(b":record ") == PAGE, reply[:2000]
        measured = [asking.cpu_of_search(page_size=PAGE) for _ in range(pages)]
        ids = account.records.search("customer", [])[:PAGE]
        plain = [_cpu_of_json(list(account.records.get_many("customer", ids).values())) for _ in range(pages)]
    return {
        "soap_page_1000_cpu_ms": round(statistics.median(measured) * 1000, 1),
        "soap_page_1000": {
            "slowest_ms": round(max(measured) * 1000, 1),
            "bytes": len(reply),
            "as_json_ms": round(statistics.median(plain) * 1000, 1),
        },
    }


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    found = values["soap_page_1000"]
    return (
        f"A SOAP page of {PAGE} customers: {values['soap_page_1000_cpu_ms']:.1f} ms CPU, {found['bytes']:,} bytes, the slowest "
        f"{found['slowest_ms']:.1f} ms; the same records as JSON {found['as_json_ms']:.1f} ms"
    )


def _cpu_of_json(records: list[Any]) -> float:
    before = time.process_time()
    json.dumps([to_json(record.values) for record in records])
    return time.process_time() - before
