"""Key and secret are regenerated while both accounts go on saving: no run fails, nothing is lost, nothing arrives twice."""

from __future__ import annotations

import pytest
from django.utils import timezone

from landbridge.service.connections import publishing
from landbridge.service.connections.models import Connection
from landbridge.service.connections.operations import NotPassedError
from landbridge.service.connections.publisher import PublisherRecord
from landbridge.service.runs.lanes.queue import queues
from landbridge.service.runs.models import Run, RunItem, RunRequest
from landbridge.service.runs.publisher.standing import jobs_at_work
from tests.component.service_publisher.conftest import Scene
from tests.waiting import eventually

pytestmark = [pytest.mark.full, pytest.mark.timeout(300)]
BOTH = 2


@pytest.mark.requirement("publisher-04")
def test_two_accounts_import_over_one_record_at_the_same_time(scene: Scene) -> None:
    with scene.worker():
        for number in range(5):
            scene.save_everywhere(f"Shared {number}")
        eventually(lambda: all(scene.arrived(f"Shared {number}") == BOTH for number in range(5)), 60)
    assert {run.connection_id for run in Run.objects.filter(kind="real-time", state="completed")} == {
        one.pk for one in scene.connections.values()
    }
    assert not Run.objects.filter(state="failed").exists()


@pytest.mark.requirement("publisher-03")
def test_runs_wait_while_the_pair_is_regenerated_and_go_on_with_every_record(scene: Scene) -> None:
    with scene.worker():
        scene.save_everywhere("Before the reset")
        eventually(lambda: scene.arrived("Before the reset") == BOTH, 60)
        publishing.begin_regeneration(by=scene.admin)
        eventually(lambda: jobs_at_work(list(scene.connections.values())) == 0, 60)
        renewed = scene.publisher.reset_credentials()
        scene.save_everywhere("Meanwhile")
        with pytest.raises(NotPassedError, match="Sign-in"):
            publishing.set_record(
                PublisherRecord("f" * 64, renewed.consumer_secret), by=scene.admin, connection=first(scene)
            )
        assert publishing.state().regeneration is not None
        scene.save_everywhere("Later")
        assert RunRequest.objects.filter(run=None).count() == 2 * BOTH
        assert any("being regenerated" in reason for reason in queues_of(scene))
        assert [len(one.refusals) for one in scene.customers] == [1, 0]
        publishing.set_record(renewed, by=scene.admin)
        eventually(lambda: scene.arrived("Meanwhile") == scene.arrived("Later") == BOTH, 60)
        eventually(lambda: not RunRequest.objects.filter(run=None).exists(), 60)
    nothing_lost_nothing_double(scene)


@pytest.mark.requirement("publisher-03")
def test_a_reset_that_nobody_announced_loses_nothing_either(scene: Scene) -> None:
    with scene.worker():
        scene.save_everywhere("Before the surprise")
        eventually(lambda: scene.arrived("Before the surprise") == BOTH, 60)
        renewed = scene.publisher.reset_credentials()
        scene.save_everywhere("Surprised")
        eventually(lambda: all(scene.connection(one).refused_pair for one in scene.customers), 60)
        scene.save_everywhere("After the surprise")
        assert not any(one.is_near_the_lock for one in scene.customers), [
            one.refusals for one in scene.customers
        ]
        assert scene.arrived("Surprised") == scene.arrived("After the surprise") == 0
        assert any("refused the publisher" in reason for reason in queues_of(scene))
        publishing.set_record(renewed, by=scene.admin)
        eventually(lambda: scene.arrived("Surprised") == scene.arrived("After the surprise") == BOTH, 60)
        eventually(lambda: not RunRequest.objects.filter(run=None).exists(), 60)
    nothing_lost_nothing_double(scene)


def first(scene: Scene) -> Connection:
    return scene.connection(scene.customers[0])


def queues_of(scene: Scene) -> list[str]:
    """Why what waits does so, on both connections."""
    return [place.reason for queue in queues(timezone.now()) for place in queue.places]


def nothing_lost_nothing_double(scene: Scene) -> None:
    created = RunItem.objects.filter(outcome="created").values_list("run__connection", "internal_id")
    assert len(created) == len(set(created))
    assert not Run.objects.filter(state="failed").exists()
    assert not any(one.refusals and one.refusals[0] == "temporary_locked" for one in scene.customers)
