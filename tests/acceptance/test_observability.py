"""A whole system as its operator sees it: its traces, log lines, metrics and probes, and a run that is waited for on a terminal."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import re
import shutil
import ssl
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from landbridge.demo.processes import COMMAND
from landbridge.demo.setup import set_up
from landbridge.demo.stack import Stack
from tests.acceptance.conftest import System, one_record
from tests.acceptance.spans import Receiver, Seen, receiving
from tests.waiting import eventually

METRICS_TOKEN = "the-token-of-the-metrics-4711"
COLLECTOR_KEY = "the-key-of-the-collector-4712"
CHAIN = ("save", "notice", "queue", "run", "link", "apply", "write")


@dataclass
class Watched:
    """A system with one worker that tells everything it can."""

    system: System
    receiver: Receiver

    def log_lines(self) -> list[dict[str, Any]]:
        """Every line that a process of the service logged."""
        folder = self.system.stack.folder
        text = "".join((folder / name).read_text(encoding="utf-8") for name in ("service.log", "worker.log"))
        return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    folder = Path(tempfile.mkdtemp(prefix="landbridge-observed-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs under an account of its own
    with pytest.MonkeyPatch.context() as patch, receiving() as receiver:
        patch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url)
        patch.setenv("OTEL_EXPORTER_OTLP_HEADERS", f"authorization=Bearer%20{COLLECTOR_KEY}")
        patch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
        patch.setenv("LANDBRIDGE_LOG_LEVEL", "DEBUG")
        patch.setenv("LANDBRIDGE_METRICS_TOKEN", METRICS_TOKEN)
        patch.setenv("LANDBRIDGE_WORKER_HEALTH", "127.0.0.1:0")
        try:
            with Stack(folder, workers=0) as stack:
                system = System(stack, asyncio.run(set_up(stack)))
                system.start_worker()
                yield Watched(system, receiver)
                system.end_workers()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def whole(trace: dict[str, list[Seen]]) -> dict[str, list[Seen]]:
    """The trace when all of it has come, else nothing."""
    return trace if {*CHAIN, "NetSuite search"} <= set(trace) else {}


@pytest.mark.full
@pytest.mark.requirement("observe-03")
def test_one_trace_leads_from_the_save_to_the_write(watched: Watched) -> None:
    internal_id = watched.system.save_customer("Traced & Sons")
    one_record(watched.system.observer, "customer", internal_id)
    trace = eventually(
        lambda: whole(watched.receiver.trace_of("save", netsuite__internal_id=internal_id)),
        what="a whole trace",
    )
    parents = {span.span_id: span.name for spans in trace.values() for span in spans}
    above = {(name, parents.get(span.parent_id, "")) for name, spans in trace.items() for span in spans}
    assert {(name, before) for before, name in zip(("", *CHAIN), CHAIN, strict=False)} <= above
    assert {before for name, before in above if name == "NetSuite search"} == {"link"}
    by_service = {span.name: span.service for spans in trace.values() for span in spans}
    assert (by_service["notice"], by_service["write"]) == ("landbridge-intake", "landbridge-worker")
    save, write = trace["save"][0], trace["write"][-1]
    assert save.start <= trace["notice"][0].start <= write.start < write.end
    told = next(one for one in watched.system.observer.notices() if one["internal_id"] == internal_id)
    assert save.trace_id == told["jti"].replace("-", "")
    (run,) = trace["run"]
    assert run.attributes["landbridge.state"] == "completed"


@pytest.mark.full
@pytest.mark.requirement("observe-03")
def test_each_save_of_a_burst_leads_to_the_run_that_took_it(watched: Watched) -> None:
    system = watched.system
    system.hold("soap.search")
    first = system.save_customer("First of a burst")
    system.wait_until_held("soap.search")
    others = [system.save_customer(f"Burst {number}") for number in range(3)]
    system.release()
    for internal_id in (first, *others):
        one_record(system.observer, "customer", internal_id)

    def runs_of(internal_id: str) -> set[str]:
        """Ids of the runs that a save's trace holds or links to."""
        trace = watched.receiver.trace_of("save", netsuite__internal_id=internal_id)
        queued = [span.attributes["landbridge.run"] for span in trace.get("queue", ())]
        return set(queued)

    eventually(lambda: all(runs_of(one) for one in others), what="a queue span for every save")
    runs = {one: runs_of(one) for one in others}
    (run,) = set.intersection(*runs.values())
    assert run not in runs_of(first)
    linked = [span.links for span in watched.receiver.spans if span.name == "queue" and span.links]
    assert len(linked) >= 2


@pytest.mark.full
@pytest.mark.requirement("observe-01")
def test_every_line_of_a_run_names_it_and_a_refused_notice_names_its_request(watched: Watched) -> None:
    system = watched.system
    one_record(system.observer, "customer", system.save_customer("Logged GmbH"))
    ended = eventually(
        lambda: [line for line in watched.log_lines() if line["event"] == "run_ended"],
        what="the end of a run",
    )
    assert all({"run", "connection", "kind", "job"} <= set(line) for line in ended)
    answer = post(
        f"{system.stack.addresses['notices']}/realtime/notices", b"rubbish", system.stack, "asked-4711"
    )
    assert answer == (400, "asked-4711")

    def refused() -> list[str]:
        """Ids of the refused requests, as far as what the intake wrote has been read."""
        lines = [line for line in watched.log_lines() if line["event"] == "notice refused"]
        return [line["request"] for line in lines if line["code"] == "invalid_request"]

    assert eventually(refused, what="the line of the refused notice") == ["asked-4711"]
    pages = [line for line in watched.log_lines() if line["event"] == "request_answered"]
    assert pages
    assert all(line["request"] for line in pages)


def post(url: str, body: bytes, stack: Stack, request_id: str) -> tuple[int, str]:
    """POST over TLS to what answers with an error; return its status and the request's id that it names."""
    context = ssl.create_default_context(cafile=stack.addresses["ca"])
    request = urllib.request.Request(url, body, {"X-Request-ID": request_id}, method="POST")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=10, context=context)
    with caught.value as answer:
        return answer.code, answer.headers["X-Request-ID"]


@pytest.mark.full
@pytest.mark.requirement("observe-01")
def test_no_log_line_holds_a_secret(watched: Watched) -> None:
    system = watched.system
    folder = system.stack.folder
    one_record(system.observer, "customer", system.save_customer("Secretive Ltd"))
    secrets = {
        *system.stack.token.values(),
        system.sign_in.password,
        METRICS_TOKEN,
        COLLECTOR_KEY,
        os.environ["LANDBRIDGE_SECRET_KEY"],
    }
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.log"))
    assert text.count("\n") > 50
    assert "run_ended" in text
    assert [len(secret) for secret in secrets if secret in text] == []
    assert re.findall(r"(?i)oauth_signature|BEGIN [A-Z ]*PRIVATE KEY|sessionid=", text) == []


def fetch(url: str, token: str = "") -> tuple[int, str]:
    """GET; return status and text."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.full
@pytest.mark.requirement("observe-02")
def test_metrics_of_worker_and_intake_are_told_by_the_service(watched: Watched) -> None:
    system = watched.system
    one_record(system.observer, "customer", system.save_customer("Measured AG"))
    url = f"{system.stack.addresses['service']}/metrics"
    assert fetch(url)[0] == fetch(url, "another-token")[0] == 401

    def told() -> str:
        _, text = fetch(url, METRICS_TOKEN)
        wanted = (
            'landbridge_records_total{connection="Demo",outcome="created",workflow="customers"}',
            'landbridge_runs_total{connection="Demo",kind="real-time",state="completed"}',
            'landbridge_notices_total{code="started",connection="Demo"}',
            'landbridge_notice_seconds_count{connection="Demo"}',
            'operation="search",outcome="ok"',
            'landbridge_real_time_seconds_bucket{connection="Demo",le="5.0"}',
        )
        return text if all(one in text for one in wanted) else ""

    text = eventually(told, what="totals of worker and intake")
    assert "landbridge_workers_alive 1.0" in text
    assert 'landbridge_queue_length{connection="Demo",kind="real-time"} 0.0' in text
    assert "landbridge_certificate_expiry_timestamp_seconds" in text


@pytest.mark.full
@pytest.mark.requirement("observe-04")
def test_a_worker_answers_probes_where_it_is_told_to(watched: Watched) -> None:
    (line,) = [one for one in watched.log_lines() if one["event"] == "probes answered"]
    address = f"http://{line['host']}:{line['port']}"
    assert fetch(f"{address}/healthz") == (200, '{"status": "ok"}')
    status, text = fetch(f"{address}/readyz")
    assert (status, json.loads(text)["status"]) == (200, "ok")
    assert fetch(f"{address}/metrics")[0] == 404


@pytest.mark.full
@pytest.mark.requirement("progress-01")
def test_a_terminal_shows_a_run_go_on(watched: Watched) -> None:
    system = watched.system
    for number in range(3):
        system.save_customer(f"Bar {number}", context="CSVIMPORT")
    system.hold("soap.search")
    ours, theirs = pty.openpty()
    command = [*COMMAND, "run", "customers", "--kind", "full", "--wait"]
    environment = {**os.environ, **system.stack.environment, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment) as shown:
        os.close(theirs)
        system.wait_until_held("soap.search")
        system.release()
        text = _read_to_the_end(ours)
        assert shown.wait(30) == 0, text
    assert re.search(r"customers \(1 of 1\)", text)
    assert re.search(r"[\d,]+( of [\d,]+)? records", text)
    assert re.search(r"Run \d+ completed\.", text)


def _read_to_the_end(terminal: int) -> str:
    chunks = []
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux: the other side has closed the terminal
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(terminal)
    return b"".join(chunks).decode(errors="replace")
