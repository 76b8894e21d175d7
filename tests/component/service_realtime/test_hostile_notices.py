"""Bad notices: each is refused with its code, the genuine ones among them arrive, and nothing else is stored."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from random import Random

import pytest
from asgiref.sync import sync_to_async
from django.db import connection as database
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.service.connections.models import Connection
from landbridge.service.realtime import http
from landbridge.service.realtime.directory import Directory, KnownCertificate, KnownConnection
from landbridge.service.realtime.gate import check
from landbridge.service.realtime.models import Certificate, Notice, RefusedNotice, SeenNotice
from landbridge.service.realtime.refusals import RefusedError
from landbridge.service.runs.models import RunRequest
from tests.component.service_realtime.conftest import RunningIntake
from tests.component.service_realtime.mutations import MUTATIONS, Mutation
from tests.component.service_realtime.mutations import mutated as mutations_of
from tests.component.service_realtime.signing import ACCOUNT, DATABASE, NOW, claims, issued, sign

Opening = Callable[[], AbstractAsyncContextManager[RunningIntake]]
EVERY = 20
"""One genuine notice after so many spoilt ones."""

MOST_MEMORY = 16 * 1024 * 1024


@sync_to_async
def jobs() -> int:
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


@pytest.mark.requirement("hostile-01", "hostile-04")
@pytest.mark.parametrize("count", [600, pytest.param(10_000, marks=pytest.mark.full)])
async def test_spoilt_notices_are_refused_with_their_code_and_genuine_ones_among_them_arrive(
    connection: Connection, certificate: Certificate, opened_intake: Opening, count: int
) -> None:
    random = Random(count)
    wrong: list[tuple[str, int, str]] = []
    codes: Counter[str] = Counter()
    genuine: list[str] = []
    async with opened_intake() as intake:
        tracemalloc.start()
        for number, (what, allowed, body) in enumerate(mutations_of(random, count)):
            status, answer = await intake.post(body)
            codes[answer["code"]] += 1
            if answer["code"] not in allowed or answer["status"] != "refused" or not 400 <= status < 500:
                wrong.append((what, status, answer["code"]))
            if number % EVERY == 0:
                genuine.append(str(number + 1))
                assert (await intake.post(sign(claims(internal_id=genuine[-1]), issued().key)))[0] == 202
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        await intake.store.flush_refusals()
    assert wrong == []
    assert most < MOST_MEMORY
    assert {one async for one in Notice.objects.values_list("internal_id", flat=True)} == set(genuine)
    asked = [one async for one in RunRequest.objects.values_list("internal_id", flat=True)]
    assert sorted(asked) == sorted(genuine)
    assert await SeenNotice.objects.acount() == len(genuine)
    assert await jobs() == 1
    counted = Counter(
        {row.code: row.count async for row in RefusedNotice.objects.filter(connection=connection)}
    )
    unknown = Counter({row.code: row.count async for row in RefusedNotice.objects.filter(connection=None)})
    assert counted + unknown == codes


KNOWN = Directory.of(
    [
        (
            ACCOUNT,
            DATABASE,
            KnownConnection(
                id=1,
                active=True,
                real_time=True,
                certificates=(KnownCertificate.load(issued().pem, None),),
                live_types=frozenset({"customer"}),
            ),
        )
    ]
)
GENUINE = sign(claims(), issued().key)


@pytest.mark.requirement("hostile-02")
@pytest.mark.parametrize("mutation", list(MUTATIONS), ids=lambda one: one.__name__)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_each_way_to_be_wrong_has_its_code(mutation: Mutation, seed: int) -> None:
    body = mutation(Random(seed), GENUINE)
    if body == GENUINE or len(body) > http.LARGEST_BODY:  # too large is said before the gate
        return
    with pytest.raises(RefusedError) as refused:
        check(body, KNOWN, NOW)
    assert refused.value.refusal.code in MUTATIONS[mutation]


@pytest.mark.requirement("hostile-03")
async def test_the_same_notice_at_once_on_ten_connections_is_accepted_once(
    connection: Connection, certificate: Certificate, opened_intake: Opening
) -> None:
    async with opened_intake() as intake:
        for _ in range(5):
            body = sign(claims(), issued().key)
            answers = Counter(
                status for status, _ in await asyncio.gather(*(intake.post(body) for _ in range(10)))
            )
            assert answers == {202: 1, 409: 9}
    assert await Notice.objects.acount() == 5
    assert await RunRequest.objects.acount() == 5
    assert await jobs() == 1


@pytest.mark.requirement("hostile-04")
async def test_slow_bodies_end_in_time_and_keep_nobody_waiting(
    connection: Connection, certificate: Certificate, opened_intake: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "BODY_SECONDS", 0.3)
    async with opened_intake() as intake:
        part = {"type": "http.request", "body": b"e", "more_body": True}
        slow = [asyncio.create_task(intake.exchange([part])) for _ in range(200)]
        async with asyncio.timeout(5):
            assert (await intake.post(sign(claims(), issued().key)))[0] == 202
            answers = {(status, body["code"]) for status, body in await asyncio.gather(*slow)}
    assert answers == {(408, "timeout")}
    assert await Notice.objects.acount() == 1
