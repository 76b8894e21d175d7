"""The intake as a process of its own, over real sockets and TLS."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import aiohttp
import pytest
import uvicorn
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from landbridge.service.connections.models import Connection
from landbridge.service.realtime.certificates.issuing import Issued
from landbridge.service.realtime.models import Notice, RefusedNotice
from landbridge.service.supervision import serving
from tests.component.service_realtime.conftest import add_certificate
from tests.component.service_realtime.mutations import mutated
from tests.component.service_realtime.signing import claims, issued, sign


@dataclass
class IntakeProcess:
    """A running intake and its address."""

    popen: subprocess.Popen[bytes]
    url: str
    port: int
    signer: Issued

    @property
    def notices(self) -> str:
        return f"{self.url}/realtime/notices"


@pytest.fixture
def intake(connection: Connection, db_committed: str, tmp_path: Path) -> Iterator[IntakeProcess]:
    """An intake under TLS, started as the supervisor starts it, with a certificate that is valid now."""
    made = issued(at=datetime.now(UTC).replace(microsecond=0))
    add_certificate(connection, made)
    certificate, key = tmp_path / "tls.pem", tmp_path / "tls.key"
    certificate.write_text(made.pem, encoding="ascii")
    key.write_bytes(made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    listening = serving.Address("127.0.0.1", 0).listen()
    reading, writing = os.pipe()
    with listening, open(reading, "rb") as ready:  # noqa: PTH123 - a descriptor, not a path
        number = str(listening.fileno())
        with subprocess.Popen(
            [
                sys.executable,
                "-m",
                "landbridge.service.supervision.child",
                "intake",
                number,
                str(certificate),
                str(key),
            ],
            pass_fds=(listening.fileno(), writing),
            env={**os.environ, "DATABASE_URL": db_committed, serving.READY_FD: str(writing)},
        ) as popen:
            os.close(writing)
            try:
                assert ready.readline() == b"ready\n"
                url = serving.url_of(listening, secure=True)
                yield IntakeProcess(popen, url, listening.getsockname()[1], made)
            finally:
                popen.kill()


def unchecked() -> aiohttp.TCPConnector:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return aiohttp.TCPConnector(ssl=context)


@pytest.mark.requirement("notice-01", "notice-02")
async def test_notices_over_https_are_taken_refused_and_survive_the_end(intake: IntakeProcess) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    good = sign(claims(at=now), intake.signer.key)

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(9):
            yield b"x" * 1000
        # The answer comes before the end; who sent on would be cut off by the closed connection.
        await asyncio.Event().wait()

    async with aiohttp.ClientSession(connector=unchecked()) as session:
        async with session.post(intake.notices, data=good) as reply:
            assert (reply.status, (await reply.json())["status"]) == (202, "running")
        async with session.post(intake.notices, data=good) as reply:
            assert (reply.status, (await reply.json())["code"]) == (409, "replayed")
        async with session.post(intake.notices, data=endless()) as reply:
            assert (reply.status, (await reply.json())["code"]) == (413, "too_large")
            assert reply.headers["Connection"] == "close"
        async with session.get(f"{intake.url}/healthz") as reply:
            assert reply.status == 200
        with pytest.raises(aiohttp.ClientError):
            await session.get(f"http://127.0.0.1:{intake.port}/healthz")
    intake.popen.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(intake.popen.wait, 20) == 0
    assert await Notice.objects.acount() == 1
    assert {row.code async for row in RefusedNotice.objects.all()} == {"replayed", "too_large"}


@pytest.mark.requirement("hostile-03")
async def test_one_notice_on_ten_connections_at_once_is_accepted_once(intake: IntakeProcess) -> None:
    now = datetime.now(UTC).replace(microsecond=0)

    async def send(body: bytes) -> int:
        async with (
            aiohttp.ClientSession(connector=unchecked()) as session,
            session.post(intake.notices, data=body) as reply,
        ):
            return reply.status

    body = sign(claims(at=now), intake.signer.key)
    assert Counter(await asyncio.gather(*(send(body) for _ in range(10)))) == {202: 1, 409: 9}
    assert await Notice.objects.acount() == 1


@pytest.mark.full
@pytest.mark.requirement("hostile-01", "hostile-04")
async def test_ten_thousand_spoilt_notices_and_slow_ones_take_bounded_memory_and_time(
    intake: IntakeProcess,
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    before = resident(intake.popen.pid)
    genuine = itertools.count()
    waiting = deque(body for _, _, body in mutated(Random(7), 10_000))
    answers: Counter[int] = Counter()

    async def send_all(session: aiohttp.ClientSession) -> None:
        while waiting:
            body = waiting.popleft()
            async with session.post(intake.notices, data=body) as reply:
                answers[reply.status] += 1
            if len(waiting) % 100 == 0:
                fresh = sign(claims(at=now, internal_id=str(next(genuine) + 1)), intake.signer.key)
                async with session.post(intake.notices, data=fresh) as reply:
                    assert reply.status == 202

    async def never_ends(session: aiohttp.ClientSession) -> int:
        async def trickle() -> AsyncIterator[bytes]:
            yield b"e"
            await asyncio.Event().wait()

        async with session.post(intake.notices, data=trickle()) as reply:
            return reply.status

    async with asyncio.timeout(300), aiohttp.ClientSession(connector=unchecked()) as session:
        slow = [asyncio.create_task(never_ends(session)) for _ in range(50)]
        await asyncio.gather(*(send_all(session) for _ in range(16)))
        assert set(await asyncio.gather(*slow)) == {408}
    assert not {200, 202, 500, 503} & set(answers)
    assert await Notice.objects.acount() == next(genuine)
    assert resident(intake.popen.pid) - before < 60 * 1024 * 1024


def resident(pid: int) -> int:
    """The memory of a process in bytes."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


async def test_a_connection_that_never_sends_its_request_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "FIRST_REQUEST_SECONDS", 0.2)

    async def application(scope: object, receive: object, send: object) -> None:
        raise AssertionError("no request ever came")

    up = asyncio.Event()
    config = uvicorn.Config(application, http=serving.ImpatientProtocol, lifespan="off", log_config=None)
    server = serving.Server(config, up.set)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = asyncio.create_task(server.serve(sockets=[listening]))
        await up.wait()
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(b"POST /realtime/notices HTTP/1.1\r\nHost: x\r\n")
        async with asyncio.timeout(10):
            assert await reader.read() == b""
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        server.should_exit = True
        await running
