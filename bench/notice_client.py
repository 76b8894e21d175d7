"""A client that costs little: prepared requests over connections that are kept, as fast as answers come or at a pace.

`python -m bench.notice_client ADDRESS RATE` reads a body a line from stdin and posts them again and again, at that rate a second,
until its stdin is closed; it is the flood of `bench.notices`.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

Address = tuple[str, int]


def request(body: bytes) -> bytes:
    """Return the bytes of a POST of a notice."""
    head = f"POST /realtime/notices HTTP/1.1\r\nHost: bench\r\nContent-Type: application/jose\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@dataclass
class Measured:
    """HTTP statuses, and the seconds of each answer from the instant at which its request was due."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    took: float = 0.0

    @property
    def per_second(self) -> float:
        return sum(self.statuses.values()) / self.took

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which that share of the answers came."""
        return sorted(self.seconds)[max(0, int(len(self.seconds) * share) - 1)] * 1000


async def at_full_speed(address: Address, requests: Iterable[bytes], connections: int) -> Measured:
    """Send them over so many connections, each as soon as the answer before is there."""
    measured, waiting = Measured(), iter(requests)
    began = perf_counter()

    async def send_all() -> None:
        reader, writer = await asyncio.open_connection(*address)
        for one in waiting:
            due = perf_counter()
            writer.write(one)
            measured.statuses[await _status(reader)] += 1
            measured.seconds.append(perf_counter() - due)
        writer.close()

    await asyncio.gather(*(send_all() for _ in range(connections)))
    measured.took = perf_counter() - began
    return measured


async def at_a_pace(address: Address, requests: Sequence[bytes], rate: float, connections: int) -> Measured:
    """Send them at a rate a second, whether or not answers came; one that finds no free connection waits, and that counts."""
    measured = Measured()
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(connections):
        free.put_nowait(await asyncio.open_connection(*address))
    began = perf_counter()

    async def send(number: int, one: bytes) -> None:
        due = began + number / rate
        await asyncio.sleep(due - perf_counter())
        reader, writer = await free.get()
        writer.write(one)
        measured.statuses[await _status(reader)] += 1
        measured.seconds.append(perf_counter() - due)
        free.put_nowait((reader, writer))

    await asyncio.gather(*(send(number, one) for number, one in enumerate(requests)))
    measured.took = perf_counter() - began
    while not free.empty():
        free.get_nowait()[1].close()
    return measured


async def _status(reader: asyncio.StreamReader) -> int:
    """Read one answer and return its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, _, rest = head.partition(b"content-length: ")
    await reader.readexactly(int(rest.partition(b"\r")[0]))
    return int(head.split(b" ", 2)[1])


async def _flood(address: Address, bodies: Sequence[bytes], rate: float) -> None:
    for second in itertools.count():
        part = [request(bodies[(second + number) % len(bodies)]) for number in range(int(rate))]
        await at_a_pace(address, part, rate, 32)


def main(arguments: Sequence[str]) -> None:
    host, _, port = arguments[0].rpartition(":")
    bodies = [line.strip().encode() for line in iter(sys.stdin.readline, "\n")]
    asyncio.run(_flood((host, int(port)), bodies, float(arguments[1])))


if __name__ == "__main__":
    main(sys.argv[1:])
