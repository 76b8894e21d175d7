"""Reaching NetSuite by this library, beside PyPI's `netsuitesdk` and `netsuite`, against one local account in a process of its own.

Every reading is a process, and its own CPU is what is counted. What each asks is the same: 20,000 customers with their body fields over SOAP,
the rows of one query over SuiteQL, single customers ten at once. Then four processes of ten workers share a limit of five requests.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import plain_client
from bench.limit import at_a_limit
from bench.stand import connect_to, fill
from landbridge.demo.processes import Process
from landbridge.demo.stack import Stack
from landbridge.local.settings import AccountSettings

CUSTOMERS, GETS, AT_ONCE = 20_000, 2_000, 10
SHORT_TIMES = 3
SMALL_CUSTOMERS, SMALL_GETS = 3_000, 100
SLOW_SHARE = 10
"""The clients beside ours get this part of the single customers: seconds a record are compared, and they take their time."""

PAGE = 1000
TIMEOUT_S = 400


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure; ``small`` reads less of everything."""
    customers, gets = (SMALL_CUSTOMERS, SMALL_GETS) if small else (CUSTOMERS, GETS)
    with _account(customers) as readings:
        ids = readings.ids(gets)
        found = {
            "soap": readings.beside("soap"),
            "suiteql": readings.beside("suiteql"),
            "soap_gets": readings.beside("soap_gets", ids),
            "rest_gets": readings.beside("rest_gets", ids),
        }
        limit = at_a_limit(readings.stack, ids, small=small)
    ours = found["soap"]["ours"]
    pages = math.ceil(ours["records"] / PAGE)
    return {
        "soap_cpu_ratio_netsuitesdk": found["soap"]["cpu_ratio"],
        "suiteql_cpu_ratio_netsuite": found["suiteql"]["cpu_ratio"],
        "requests_per_page": round(ours["requests"] / pages, 2),
        "lost_of_1000_at_limit_5": limit["lost"],
        "limit_used_share": limit["share"],
        "reaching": {"pages": pages, "readings": found, "limit": limit},
    }


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    lines = ["Reading NetSuite            records  ms CPU a record  seconds  requests  connections"]
    for what, row in values["reaching"]["readings"].items():
        for who in ("ours", "theirs"):
            one = row[who]
            name = f"{what}, {row['beside'] if who == 'theirs' else 'ours'}"
            if "missing" in one:
                lines.append(f"{name:27} {one['missing']}")
                continue
            lines.append(
                f"{name:27} {one['records']:7,} {one['cpu_ms_a_record']:16.3f} {one['seconds']:8.1f} {one['requests']:9,}"
                f" {one['connections']:12,}"
            )
    limit = values["reaching"]["limit"]
    lines.append(
        f"SOAP {values['soap_cpu_ratio_netsuitesdk'] or 0:.1f} times less CPU than netsuitesdk, SuiteQL "
        f"{values['suiteql_cpu_ratio_netsuite'] or 0:.1f} times less than netsuite; {values['requests_per_page']:.2f} requests a page"
    )
    lines.append(
        f"Limit 5, ceiling {limit['ceiling']}, four processes of ten workers: {limit['answered']:,} of {limit['asked']:,} answered, "
        f"{limit['refused']:,} refusals met and none shown, {values['limit_used_share']:.0%} of the limit in use"
    )
    return "\n".join(lines)


class _Readings:
    """A local account full of customers, and what reads it."""

    def __init__(self, stack: Stack, proxy: str) -> None:
        self.stack = stack
        self._proxy = proxy
        self._given = {
            "account": stack.control.call("GET", "/status")["account"],
            "service": stack.addresses["netsuite"],
            "connect_to": connect_to(stack),
            "ca": stack.addresses["ca"],
            "wsdl": os.environ.get("NETSUITE_WSDL", str(plain_client.SCHEMA)),
            **stack.token,
        }

    def ids(self, count: int) -> list[str]:
        """Internal ids of so many customers."""
        return [str(record["id"]) for record in self.stack.control.call("GET", "/records/customer")[:count]]

    def beside(self, what: str, ids: list[str] | None = None) -> dict[str, Any]:
        """Measure a reading by this library and by the package beside it.

        A whole read of ours is short beside theirs, and a processor changes its speed: it is measured some times before and after, and
        its CPU is the mean.
        """
        package = "netsuitesdk" if what.startswith("soap") else "netsuite"
        times = 1 if ids else SHORT_TIMES
        rounds = [self._ours(what, ids or []) for _ in range(times)]
        theirs = self._theirs(package, what, (ids or [])[:: SLOW_SHARE if ids else 1])
        rounds += [] if ids else [self._ours(what, []) for _ in range(times)]
        ours = rounds[0]
        ours["cpu_ms_a_record"] = round(sum(one["cpu_ms_a_record"] for one in rounds) / len(rounds), 4)
        ratio = None
        if "missing" not in theirs:
            ratio = round(theirs["cpu_ms_a_record"] / ours["cpu_ms_a_record"], 1)
        return {"ours": ours, "theirs": theirs, "beside": package, "cpu_ratio": ratio}

    def _ours(self, what: str, ids: list[str]) -> dict[str, Any]:
        return self._measured([sys.executable, "-m", "bench.reaching_ours"], what, ids)

    def _theirs(self, package: str, what: str, ids: list[str]) -> dict[str, Any]:
        if not plain_client.PYTHON.exists():
            return {"missing": f"not measured: {package} is not installed (make bench does it)"}
        if package == "netsuitesdk" and not Path(self._given["wsdl"]).is_file():
            return {"missing": "not measured: NetSuite's WSDL is not at hand (NETSUITE_WSDL names the file)"}
        return self._measured(
            [str(plain_client.PYTHON), str(Path(__file__).with_name("reaching_theirs.py"))], what, ids
        )

    def _measured(self, command: list[str], what: str, ids: list[str]) -> dict[str, Any]:
        self.stack.control.call("DELETE", "/statistics")
        done = subprocess.run(
            command,
            input=json.dumps({**self._given, "what": what, "ids": ids, "at_once": AT_ONCE if ids else 1}),
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
            cwd=plain_client.ROOT,
            env={**os.environ, "HTTPS_PROXY": self._proxy, "SSL_CERT_FILE": self._given["ca"]},
        )
        if done.returncode:
            raise RuntimeError(f"{command[-1]} {what}: {done.stderr[-3000:]}")
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        statistics = self.stack.control.call("GET", "/statistics")
        return {
            **{name: round(value, 3) for name, value in found.items()},
            "cpu_ms_a_record": round(1000 * found["cpu_s"] / found["records"], 4),
            "requests": sum(statistics["requests"].values()),
            "connections": statistics["connections"],
        }


@contextlib.contextmanager
def _account(customers: int) -> Iterator[_Readings]:
    """Serve a local account with so many customers, and a proxy that leads NetSuite's host names to it."""
    folder = Path(tempfile.mkdtemp(prefix="landbridge-bench-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs under an account of its own
    stack = Stack(folder, local_options=("--tier", "premium"))
    proxy = None
    try:
        fill(folder / "netsuite", stack.token, customers, AccountSettings(tier="premium"))
        stack.start_netsuite()
        proxy = Process.start(
            "the proxy", *("local", "proxy", "--listen", "127.0.0.1:0", "--tls", connect_to(stack))
        )
        yield _Readings(stack, proxy.lines["ready"])
    finally:
        if proxy is not None:
            proxy.stop()
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)
