"""How long a save takes to arrive, beside the bare round trips that it cannot do without.

Somebody presses Save in the user interface of the local account, every ``PACE_S`` seconds: what one save takes, not how many can be
pressed at once. Its time runs from the commit in NetSuite to the moment
at which the record is written to SuiteProjects Pro. The yardstick, measured between the saves of the same run: one HTTPS request to
the intake on a connection of its own (as NetSuite opens one for each call) and one SOAP search that finds one record, on a connection that is kept.
"""

from __future__ import annotations

import asyncio
import http.client
import shutil
import ssl
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, sleep
from typing import Any
from urllib.parse import urlsplit

from landbridge.demo.arrivals import Arrival, milliseconds, saves_of, wait_for_arrivals
from landbridge.demo.observer import Observer
from landbridge.demo.setup import set_up
from landbridge.demo.stack import Stack
from landbridge.netsuite import AccountId, ClientOptions, Criterion, TokenCredentials
from landbridge.netsuite.sync import SyncClient

SAVES = 200
WARM_UP = 10
COUNTED = 10
PACE_S = 0.2
EXPORTED = {"entityStatus": "13", "custentity_oa_export_to_openair": True}


@dataclass
class Measured:
    """Milliseconds of each save and of each bare round trip."""

    saved_to_accepted: list[float] = field(default_factory=list)
    saved_to_started: list[float] = field(default_factory=list)
    saved_to_imported: list[float] = field(default_factory=list)
    http_round_trip: list[float] = field(default_factory=list)
    soap_round_trip: list[float] = field(default_factory=list)
    soap_requests: list[int] = field(default_factory=list)


def run(*, small: bool = False) -> dict[str, Any]:
    """Start everything, measure, and return the values for the report; ``small`` takes a tenth of the saves."""
    folder = Path(tempfile.mkdtemp(prefix="landbridge-bench-"))
    folder.chmod(0o755)
    try:
        with Stack(folder) as stack:
            sign_in = asyncio.run(set_up(stack))
            observer = Observer(stack.addresses["service"], sign_in)
            return _report(_measure(stack, observer, SAVES // 10 if small else SAVES))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    times, steps = values["save_to_imported_ms"], values["save_to_imported_steps_ms"]
    rows = (
        ("saved to notice accepted, p50", f"{steps['notice_accepted']:.1f} ms"),
        ("saved to run started, p50", f"{steps['run_started']:.1f} ms"),
        ("saved to imported, p50", f"{times['p50']:.1f} ms"),
        ("saved to imported, p99", f"{times['p99']:.1f} ms"),
        ("bare round trips (HTTPS + SOAP), p50", f"{times['round_trip_ms']:.1f} ms"),
        ("p50 allowed: 1.2 x round trips + 50 ms", f"{1.2 * times['round_trip_ms'] + 50:.1f} ms"),
        ("SOAP requests for one changed record", str(values["soap_requests_per_single_change"])),
    )
    return "\n".join(f"{name:<42} {value:>10}" for name, value in rows)


def _measure(stack: Stack, observer: Observer, count: int) -> Measured:
    measured = Measured()
    with _client(stack) as client:
        for number in range(WARM_UP):
            _save(stack, f"Warm-up {number}")
        _quiet(observer)
        for number in range(count):
            due = perf_counter() + PACE_S
            internal_id = _save(stack, f"Bench {number}")
            sleep(max(0, due - perf_counter()))
            if number % 4 == 0:
                measured.http_round_trip.append(_http_round_trip(stack))
                measured.soap_round_trip.append(_soap_round_trip(client, internal_id))
        _quiet(observer)
        for number in range(COUNTED):
            measured.soap_requests.append(_requests_of_one_change(stack, observer, number))
    saves = saves_of(stack)[-(count + COUNTED) : -COUNTED]
    arrivals = asyncio.run(wait_for_arrivals(observer, saves, 60))
    measured.saved_to_accepted = _times(arrivals, "accepted")
    measured.saved_to_started = _times(arrivals, "started")
    measured.saved_to_imported = _times(arrivals, "imported")
    assert len(measured.saved_to_imported) == count, "not every save arrived"
    return measured


def _times(arrivals: Sequence[Arrival], step: str) -> list[float]:
    """Return the milliseconds from the commit to a step, of all saves that reached it."""
    times = (milliseconds(one.save.committed, getattr(one, step)) for one in arrivals)
    return [time for time in times if time is not None]


def _report(measured: Measured) -> dict[str, Any]:
    times = sorted(measured.saved_to_imported)
    round_trip = statistics.median(measured.http_round_trip) + statistics.median(measured.soap_round_trip)
    return {
        "save_to_imported_ms": {
            "p50": round(statistics.median(times), 1),
            "p99": round(times[max(0, int(len(times) * 0.99) - 1)], 1),
            "round_trip_ms": round(round_trip, 1),
        },
        "save_to_imported_steps_ms": {
            "notice_accepted": round(statistics.median(measured.saved_to_accepted), 1),
            "run_started": round(statistics.median(measured.saved_to_started), 1),
        },
        "soap_requests_per_single_change": statistics.median_low(measured.soap_requests),
    }


def _client(stack: Stack) -> SyncClient:
    options = ClientOptions(
        connect_to=urlsplit(stack.addresses["netsuite_tls"]).netloc, ca_file=stack.addresses["ca"]
    )
    account = AccountId.parse(stack.control.call("GET", "/status")["account"])
    return SyncClient(account, TokenCredentials(**stack.token), "2025_2", options)


def _save(stack: Stack, name: str) -> str:
    body = {"type": "customer", "values": {"companyName": name, **EXPORTED}, "context": "USERINTERFACE"}
    return str(stack.control.call("POST", "/save", body)["id"])


def _http_round_trip(stack: Stack) -> float:
    address = urlsplit(stack.addresses["notices"])
    context = ssl.create_default_context(cafile=stack.addresses["ca"])
    begun = perf_counter()
    connection = http.client.HTTPSConnection("localhost", address.port, context=context, timeout=30)
    connection.request("GET", "/healthz")
    connection.getresponse().read()
    took = (perf_counter() - begun) * 1000
    connection.close()
    return took


def _soap_round_trip(client: SyncClient, internal_id: str) -> float:
    one = Criterion("internalIdNumber", "equalTo", (int(internal_id),))
    begun = perf_counter()
    client.soap.search("customer", [one])
    return (perf_counter() - begun) * 1000


def _requests_of_one_change(stack: Stack, observer: Observer, number: int) -> int:
    stack.control.call("DELETE", "/statistics")
    internal_id = _save(stack, f"Counted {number}")
    while not observer.records("customer", internal_id):
        pass
    requests = stack.control.call("GET", "/statistics")["requests"]
    return sum(count for kind, count in requests.items() if kind.startswith("soap."))


def _quiet(observer: Observer) -> None:
    """Return once no run waits or goes on, so that the next measurement stands alone."""
    while any(run["state"] in {"queued", "running"} for run in observer.runs()):
        pass
