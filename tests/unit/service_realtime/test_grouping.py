"""Notices that come at once are stored together; each gets its own answer, and one connection keeps no other waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import psycopg
import pytest

from landbridge.service.realtime.answers import Answer
from landbridge.service.realtime.claims import Claims
from landbridge.service.realtime.directory import KnownConnection
from landbridge.service.realtime.gate import Genuine
from landbridge.service.realtime.grouping import LARGEST_GROUP, Groups
from landbridge.service.realtime.refusals import RefusedError
from landbridge.service.realtime.repository import Asked


def asked(jti: str, connection: int = 1) -> Asked:
    known = KnownConnection(connection, active=True, real_time=True, certificates=(), live_types=frozenset())
    claims = Claims("a", "b", 0, 1, jti, "customer", "5", "edit")
    return Asked(Genuine(known, claims, "customer"))


@dataclass
class Disk:
    """What is written: groups of `jti`s, each when the gate of its connection is open."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    groups: list[list[str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    held: int = 1
    error: Exception | None = None
    unstorable: str = ""

    async def write(self, group: Sequence[Asked]) -> list[Answer | None]:
        jtis = [one.notice.claims.jti for one in group]
        self.groups.append(jtis)
        if group[0].notice.connection.id == self.held:
            await self.open.wait()
        if self.error is not None:
            raise self.error
        if self.unstorable in jtis:
            raise psycopg.DataError("value too long")
        answers = [None if jti in self.seen else Answer.QUEUED for jti in jtis]
        self.seen.update(jtis)
        return answers


async def test_what_comes_during_a_write_is_stored_together_and_other_connections_do_not_wait() -> None:
    disk = Disk()
    groups = Groups(disk.write)
    first = asyncio.create_task(groups.store(asked("first")))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(groups.store(asked(f"n{number}"))) for number in range(LARGEST_GROUP + 1)]
    assert await groups.store(asked("elsewhere", connection=2)) is Answer.QUEUED
    assert not first.done()
    disk.open.set()
    assert set(await asyncio.gather(first, *others)) == {Answer.QUEUED}
    assert [len(group) for group in disk.groups] == [1, 1, LARGEST_GROUP, 1]
    await groups.drained()


async def test_of_the_same_notice_twice_in_one_group_and_later_one_is_accepted() -> None:
    disk = Disk(held=0)
    groups = Groups(disk.write)
    outcomes = await asyncio.gather(
        *(groups.store(asked(jti)) for jti in ("a", "b", "a", "a")), return_exceptions=True
    )
    assert [type(one) for one in outcomes] == [Answer, Answer, RefusedError, RefusedError]
    with pytest.raises(RefusedError) as refused:
        await groups.store(asked("b"))
    assert refused.value.refusal.code == "replayed"


async def test_a_failed_write_is_told_to_all_and_the_next_one_is_tried() -> None:
    disk = Disk(held=0, error=ConnectionError("no disk"))
    groups = Groups(disk.write)
    outcomes = await asyncio.gather(*(groups.store(asked(jti)) for jti in "abc"), return_exceptions=True)
    assert {type(one) for one in outcomes} == {ConnectionError}
    disk.error = None
    assert await groups.store(asked("a")) is Answer.QUEUED


async def test_a_failed_write_is_told_at_once_to_those_whose_turn_has_not_come() -> None:
    disk = Disk(error=psycopg.OperationalError("no database"))
    groups = Groups(disk.write)
    waiting = [asyncio.create_task(groups.store(asked(f"n{number}"))) for number in range(3 * LARGEST_GROUP)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    late = asyncio.create_task(groups.store(asked("late")))
    await asyncio.sleep(0)
    disk.open.set()
    outcomes = await asyncio.gather(*waiting, late, return_exceptions=True)
    assert {type(one) for one in outcomes} == {psycopg.OperationalError}
    assert len(disk.groups) == 1


async def test_one_that_cannot_be_stored_fails_alone() -> None:
    disk = Disk(held=0, unstorable="b")
    groups = Groups(disk.write)
    outcomes = await asyncio.gather(
        *(groups.store(asked(jti)) for jti in ("a", "b", "c", "c")), return_exceptions=True
    )
    assert [one.refusal.code if isinstance(one, RefusedError) else one for one in outcomes] == [
        Answer.QUEUED,
        "invalid_request",
        Answer.QUEUED,
        "replayed",
    ]


async def test_who_goes_away_takes_no_answer_from_the_others() -> None:
    disk = Disk()
    groups = Groups(disk.write)
    gone, stays = (asyncio.create_task(groups.store(asked(jti))) for jti in "ab")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gone.cancel()
    disk.open.set()
    assert await stays is Answer.QUEUED
    assert gone.cancelled()
    assert disk.seen == {"a", "b"}
