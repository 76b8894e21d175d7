"""People, the tick and a link that come to the same records at the same moment: each has its turn, none ends in a deadlock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from landbridge.service.runs import queueing
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.history import attention
from landbridge.service.runs.models import Attention, Run, RunItem, RunRequest
from landbridge.service.runs.starts.starting import start_run
from tests.waiting import eventually

from .conftest import Stand
from .locks import beside, sessions_that_wait


def fail(stand: Stand, *internal_ids: str) -> None:
    """Let these customers fail, one after the other, so that their rows stand on the disk in this order."""
    for internal_id in internal_ids:
        stand.customer(internal_id, email="nowhere")
        stand.run()


def hold(internal_id: str) -> None:
    Attention.objects.select_for_update().get(internal_id=internal_id)


def waiting(sessions: int) -> Callable[[], bool]:
    return lambda: sessions_that_wait() == sessions


@pytest.mark.requirement("log-07")
def test_somebody_retries_what_the_tick_is_asking_for(committed_stand: Stand) -> None:
    stand = committed_stand
    fail(stand, "20", "21")
    Attention.objects.update(need=Attention.Need.RETRY, due_at=stand.clock())
    retried: list[attention.Asked] = []
    asked_for: list[int] = []

    def retry() -> None:
        rows = Attention.objects.order_by("pk")
        retried.append(attention.retry(rows, by=stand.admin, now=stand.clock()))

    with transaction.atomic():
        hold("20")
        person = beside(retry)
        eventually(waiting(1), what="a retry that waits")
        tick = beside(lambda: asked_for.append(attention.queue_due(stand.clock())))
        eventually(
            lambda: not tick.is_alive() or sessions_that_wait() == 2, what="a tick that waits or is done"
        )
    person.join(30)
    tick.join(30)
    assert (retried, asked_for) == ([attention.Asked(2, 0)], [1])
    assert RunRequest.objects.filter(internal_id="20").count() == 1
    stand.customer("20", email="")
    stand.customer("21", email="")
    assert stand.real_time().counts["created"] == 2


@pytest.mark.requirement("log-07")
@pytest.mark.parametrize(
    ("act", "left"),
    [(attention.dismiss, True), (attention.retry, False)],
    ids=["dismissed", "retried"],
)
def test_somebody_acts_on_records_that_a_link_is_writing_down(
    committed_stand: Stand, act: Callable[..., object], left: bool
) -> None:
    stand = committed_stand
    fail(stand, "22", "21", "20")
    for internal_id in ("20", "22"):
        stand.customer(internal_id, companyName="Changed")
    acted: list[object] = []
    runs: list[Run] = []
    with transaction.atomic():
        hold("21")
        person = beside(
            lambda: acted.append(act(Attention.objects.order_by("pk"), by=stand.admin, now=stand.clock()))
        )
        eventually(waiting(1), what="somebody who waits")
        link = beside(lambda: runs.append(stand.run()))
        eventually(waiting(2), what="a link that waits")
    person.join(30)
    link.join(30)
    (run,) = runs
    assert (len(acted), run.state, run.counts["failed"]) == (1, Run.State.COMPLETED, 2)
    assert RunItem.objects.filter(run=run).count() == 2
    dismissed = Attention.objects.filter(dismissed_at__isnull=False)
    assert dismissed.filter(internal_id="21").exists() is left
    assert not dismissed.exclude(internal_id="21").exists()  # they have changed in NetSuite


@pytest.mark.requirement("log-07")
def test_somebody_retries_a_record_while_a_link_that_holds_another_in_doubt_comes_to_it(
    committed_stand: Stand,
) -> None:
    stand = committed_stand
    for internal_id in ("20", "21", "22", "23"):
        stand.customer(internal_id)
    stand.netsuite.page_size = 2
    _, (doubted, failing) = (
        [record.internal_id for record in page] for page in stand.netsuite.changed("customer", None)
    )
    stand.customer(failing, email="nowhere")
    stand.run()
    start_run(stand.connection, queueing.FULL, ["customers"], by=stand.admin, now=stand.clock())
    stand.services.link_time = timedelta(0)
    run_link(stand.connection.pk, queueing.FULL, stand.services)  # the second page has been read
    stand.services.link_time = timedelta(seconds=30)
    stand.customer(doubted, email="new@example.com")  # within the same second of NetSuite's clock
    stand.notice("customer", doubted)
    stand.real_time()

    with transaction.atomic():
        hold(failing)
        link = beside(lambda: run_link(stand.connection.pk, queueing.FULL, stand.services))
        eventually(waiting(1), what="a link that waits")
        attention.retry(Attention.objects.all(), by=stand.admin, now=stand.clock())
    link.join(30)
    asked = RunRequest.objects.filter(run=None).values_list("internal_id", flat=True)
    assert sorted(asked) == sorted([doubted, failing])
    assert RunItem.objects.filter(internal_id=failing, run__kind=queueing.FULL).exists()
