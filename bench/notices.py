"""Notices that one core takes: accepted a second, how long one waits at 200 a second, and while others are refused.

The intake is a process of its own on one core; PostgreSQL and what sends have the other one. Each notice is verified, taken once and
stored with its job in a transaction that is on the disk before the answer. The yardsticks of the same run: bodies that are no notice, which
the intake refuses at a glance, and rows that one connection inserts one by one, each committed.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from bench.notice_client import Address, at_a_pace, at_full_speed, request
from bench.notice_stand import ACCOUNT, AUDIENCE
from landbridge.service.realtime.certificates.issuing import issue
from landbridge.service.supervision import serving
from landbridge.service.supervision.postgres import EmbeddedPostgres

ROOT = Path(__file__).parents[1]
NOTICES, SMALL_NOTICES = 6000, 600
CONNECTIONS = 32
RATE, FLOOD_RATE = 200, 400
PACED_S, SMALL_PACED_S = 20, 3
INSERTS_S = 2.0
EXPECTED_A_SECOND, EXPECTED_P99_MS = 500, 50
NO_NOTICE = b"no notice"
FIRST_CORE = min(os.sched_getaffinity(0))


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure and return the values for the report; ``small`` takes seconds."""
    count = SMALL_NOTICES if small else NOTICES
    paced = RATE * (SMALL_PACED_S if small else PACED_S)
    issued = issue(ACCOUNT, datetime.now(UTC))
    with _other_cores(), _database(issued.pem) as database:
        inserts = _inserts_a_second(database)
        with _intake(database) as (address, process):
            bare = asyncio.run(at_full_speed(address, [request(NO_NOTICE)] * count, CONNECTIONS))
            asyncio.run(at_full_speed(address, _signed(issued.key, count // 10), CONNECTIONS))  # warm
            notices, before = _signed(issued.key, count), _cpu_seconds(process)
            full = asyncio.run(at_full_speed(address, notices, CONNECTIONS))
            cpu = _cpu_seconds(process) - before
            bare_paced = asyncio.run(at_a_pace(address, [request(NO_NOTICE)] * paced, RATE, CONNECTIONS))
            alone = asyncio.run(at_a_pace(address, _signed(issued.key, paced), RATE, CONNECTIONS))
            stranger = issue(ACCOUNT, datetime.now(UTC)).key
            with _flood(address, _bodies(stranger, 200)):
                flooded = asyncio.run(at_a_pace(address, _signed(issued.key, paced), RATE, CONNECTIONS))
        for one in (full, alone, flooded):
            assert set(one.statuses) == {202}, one.statuses
        stored = _stored(database)
        assert stored == count + count // 10 + 2 * paced, stored
    return {
        "notices_per_second": {
            "accepted": round(full.per_second),
            "expected": EXPECTED_A_SECOND,
            "cpu_us_each": round(cpu / count * 1e6),
            "refused_at_a_glance": round(bare.per_second),
            "inserts_one_by_one": round(inserts),
            "rate": RATE,
            "p50_ms": round(alone.percentile(0.5), 1),
            "p99_ms": round(alone.percentile(0.99), 1),
            "p99_expected_ms": EXPECTED_P99_MS,
            "p99_at_a_glance_ms": round(bare_paced.percentile(0.99), 1),
            "flood_rate": FLOOD_RATE,
            "p99_flooded_ms": round(flooded.percentile(0.99), 1),
        }
    }


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    found = values["notices_per_second"]
    rows = (
        ("accepted a second, one core", f"{found['accepted']}"),
        ("expected at least", f"{found['expected']}"),
        ("its own CPU for each", f"{found['cpu_us_each']} us"),
        ("refused a second at a glance", f"{found['refused_at_a_glance']}"),
        ("rows inserted a second, one by one", f"{found['inserts_one_by_one']}"),
        (f"p50 at {found['rate']} a second", f"{found['p50_ms']} ms"),
        (f"p99 at {found['rate']} a second", f"{found['p99_ms']} ms"),
        ("expected below", f"{found['p99_expected_ms']} ms"),
        (f"p99 refused at a glance, {found['rate']} a second", f"{found['p99_at_a_glance_ms']} ms"),
        (f"p99 beside {found['flood_rate']} refused a second", f"{found['p99_flooded_ms']} ms"),
    )
    return "\n".join(f"{name:<42} {value:>10}" for name, value in rows)


def _bodies(key: RSAPrivateKey, count: int) -> Iterator[bytes]:
    """Return so many signed notices of now, each with a `jti` of its own."""
    now = int(datetime.now(UTC).timestamp())
    header = _segment({"alg": "RS256", "typ": "JWT"})
    for number in range(count):
        claims = {
            "ver": "2",
            "app": "2.0.0",
            "iss": ACCOUNT,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + 300,
            "jti": str(uuid.uuid4()),
            "record_type": "customer",
            "internal_id": str(number + 1),
            "event": "edit",
            "context": "USERINTERFACE",
            "user": "3",
        }
        signed = header + b"." + _segment(claims)
        yield signed + b"." + _base64url(key.sign(signed, PKCS1v15(), SHA256()))


def _signed(key: RSAPrivateKey, count: int) -> list[bytes]:
    return [request(body) for body in _bodies(key, count)]


def _segment(content: dict[str, Any]) -> bytes:
    return _base64url(json.dumps(content).encode())


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


@contextmanager
def _other_cores() -> Iterator[None]:
    """Leave the first core to the intake: this process, and those that it starts, keep to the others where there are any."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores - {FIRST_CORE} or cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


@contextmanager
def _database(certificate: str) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="landbridge-bench-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs under an account of its own
    server = EmbeddedPostgres(folder / "postgres")
    try:
        url = server.start()
        subprocess.run(
            [sys.executable, "-m", "bench.notice_stand"],
            input=certificate,
            env={**os.environ, "DATABASE_URL": url},
            cwd=ROOT,
            text=True,
            check=True,
        )
        yield url
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _intake(database: str) -> Iterator[tuple[Address, int]]:
    """Serve the intake in a process that has one core for itself, as far as its own threads go."""
    reading, writing = os.pipe()
    with serving.Address("127.0.0.1", 0).listen() as listening, os.fdopen(reading, "rb") as ready:
        arguments = ["-m", "landbridge.service.supervision.child", "intake", str(listening.fileno())]
        with subprocess.Popen(
            [sys.executable, *arguments],
            pass_fds=(listening.fileno(), writing),
            env={
                **os.environ,
                "DATABASE_URL": database,
                "LANDBRIDGE_LOG_LEVEL": "ERROR",
                serving.READY_FD: str(writing),
            },
        ) as intake:
            os.close(writing)
            try:
                os.sched_setaffinity(intake.pid, {FIRST_CORE})
                if ready.readline() != b"ready\n":
                    raise RuntimeError("the intake did not start")
                yield listening.getsockname(), intake.pid
            finally:
                intake.terminate()


@contextmanager
def _flood(address: Address, bodies: Iterator[bytes]) -> Iterator[None]:
    """Let another process post notices of a stranger meanwhile."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.notice_client", f"{address[0]}:{address[1]}", str(FLOOD_RATE)],
        stdin=subprocess.PIPE,
        cwd=ROOT,
    ) as flood:
        assert flood.stdin is not None
        flood.stdin.write(b"\n".join([*bodies, b"", b""]))
        flood.stdin.flush()
        try:
            yield
            if flood.poll() is not None:
                raise RuntimeError("the flood dried up")
        finally:
            flood.terminate()


def _cpu_seconds(process: int) -> float:
    """Return the CPU time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _inserts_a_second(database: str) -> float:
    """Return how many rows one connection inserts, each in a transaction of its own."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE bench_row (id bigserial PRIMARY KEY, content text)")
        began, count = perf_counter(), 0
        while perf_counter() - began < INSERTS_S:
            connection.execute("INSERT INTO bench_row (content) VALUES (%s)", ["x" * 200])
            count += 1
        return count / (perf_counter() - began)


def _stored(database: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM realtime_notice n JOIN runs_runrequest r ON r.id = n.request_id"
        ).fetchone()
        assert row is not None
        return int(row[0])
