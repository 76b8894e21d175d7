"""A message arrives although workers die, servers are away and time passes; and what does not arrive is listed."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from landbridge.service.notifications import channels, delivering, duties
from landbridge.service.notifications.delivering import WAITS, claim, deliver_one, delivered, failed
from landbridge.service.notifications.errors import Undelivered
from landbridge.service.notifications.models import Channel, Delivery
from landbridge.service.runs.ticking import tick
from tests.component.service_notifications.conftest import Scene
from tests.component.service_notifications.receivers import USER, Endpoint, Mailbox
from tests.waiting import eventually


def send_test(scene: Scene, channel: Channel) -> None:
    channels.send_test(channel, by=None, now=scene.stand.clock())


@pytest.mark.requirement("notify-05")
def test_a_worker_that_dies_after_it_took_a_message_leaves_it_to_another(
    scene: Scene, hook: Endpoint
) -> None:
    channel, secret = scene.webhook(hook.url)
    send_test(scene, channel)
    taken = claim(scene.stand.clock())
    assert taken is not None

    scene.deliver()
    assert hook.calls == []
    scene.stand.clock.advance(delivering.LEASE.total_seconds())
    scene.deliver()

    assert [call.headers["webhook-id"] for call in hook.calls] == [taken.message_id]
    assert hook.calls[0].verified(secret)["type"] == "test"


@pytest.mark.requirement("notify-05")
def test_a_worker_that_dies_before_it_wrote_down_that_it_sent_sends_the_same_message_again(
    scene: Scene, hook: Endpoint
) -> None:
    channel, _ = scene.webhook(hook.url)
    send_test(scene, channel)
    taken = claim(scene.stand.clock())
    assert taken is not None
    delivering.attempt(taken, scene.stand.clock())

    scene.stand.clock.advance(delivering.LEASE.total_seconds())
    scene.deliver()
    scene.stand.clock.advance(3600)
    scene.deliver()

    assert len(hook.calls) == 2
    assert len({call.headers["webhook-id"] for call in hook.calls}) == 1


@pytest.mark.requirement("notify-05")
def test_a_worker_that_comes_back_does_not_undo_what_another_did(scene: Scene, hook: Endpoint) -> None:
    channel, _ = scene.webhook(hook.url)
    send_test(scene, channel)
    slow = claim(scene.stand.clock())
    assert slow is not None
    scene.stand.clock.advance(delivering.LEASE.total_seconds())
    quick = claim(scene.stand.clock())
    assert quick is not None
    failed(slow, Undelivered("too late"), scene.stand.clock())
    assert Delivery.objects.get().last_error == ""

    delivered(quick, scene.stand.clock())
    failed(slow, Undelivered("too late"), scene.stand.clock())

    assert Delivery.objects.get().state == Delivery.State.DELIVERED


@pytest.mark.requirement("notify-05")
def test_a_message_is_tried_for_a_day_less_and_less_often_and_then_lost(
    scene: Scene, mailbox: Mailbox
) -> None:
    channel = scene.email()
    mailbox.answers = ["451 later"] * 100
    send_test(scene, channel)
    began = scene.stand.clock()
    attempts = []
    while Delivery.objects.get().state == Delivery.State.WAITING:
        due = Delivery.objects.get().next_at
        assert due is not None
        scene.stand.clock.at = due
        scene.deliver()
        attempts.append(due - began)

    waits = [later - earlier for earlier, later in pairwise(attempts)]
    assert tuple(waits[: len(WAITS)]) == WAITS
    assert attempts[-1] == timedelta(days=1)
    lost = Delivery.objects.get()
    assert (lost.state, lost.last_error) == (Delivery.State.LOST, "the mail server answered 451")
    assert mailbox.mails == []


@pytest.mark.requirement("notify-05")
def test_one_recipient_that_is_refused_costs_the_others_nothing(scene: Scene, mailbox: Mailbox) -> None:
    channel = scene.email("ada@example.com", "ben@example.com")
    mailbox.answers = ["550 no such user"]
    send_test(scene, channel)
    scene.deliver()
    scene.stand.clock.advance(5)
    scene.deliver()

    assert sorted(to for to, _ in mailbox.mails) == ["ada@example.com", "ben@example.com"]
    assert len({mail["Message-ID"] for _, mail in mailbox.mails}) == 1


@pytest.mark.requirement("notify-05")
@pytest.mark.parametrize(
    ("variable", "content", "problem"),
    [
        ("LANDBRIDGE_SMTP_PASSWORD", "wrong", "the mail server answered 535"),
        (
            "LANDBRIDGE_SMTP_URL",
            "smtps://localhost:1",
            "the mail server was not reached (ConnectionRefusedError)",
        ),
        ("LANDBRIDGE_SMTP_URL", "", "set LANDBRIDGE_SMTP_URL and LANDBRIDGE_MAIL_FROM"),
        ("LANDBRIDGE_NOTIFY_CA_FILE", "", "the certificate of the mail server is not trusted"),
        ("LANDBRIDGE_NOTIFY_CA_FILE", "/nowhere", "LANDBRIDGE_NOTIFY_CA_FILE names no file"),
    ],
)
def test_why_a_mail_does_not_arrive_is_said(
    scene: Scene,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    content: str,
    problem: str,
) -> None:
    monkeypatch.setenv(variable, content)
    send_test(scene, scene.email())
    scene.deliver()

    assert Delivery.objects.get().last_error.startswith(problem)
    assert mailbox.mails == []
    assert USER not in Delivery.objects.get().last_error


@pytest.mark.requirement("notify-05")
def test_the_tick_hands_over_to_threads_and_waits_for_nobody(
    committed_scene: Scene, hook: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = committed_scene
    monkeypatch.setattr(duties, "DELIVERER", delivering.Deliverer(scene.stand.clock))
    _, secret = scene.webhook(hook.url)
    hook.open.clear()
    scene.fail_customer()

    assert tick(scene.stand.clock())
    eventually(lambda: hook.calls, what="the call")
    assert tick(scene.stand.clock())
    assert Delivery.objects.get().state == Delivery.State.WAITING
    hook.open.set()
    duties.DELIVERER.join()

    assert [call.verified(secret)["type"] for call in hook.calls] == ["cause.failed"]
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


@pytest.mark.requirement("notify-05")
def test_several_workers_deliver_each_message_once(committed_scene: Scene, hook: Endpoint) -> None:
    scene = committed_scene
    channel, _ = scene.webhook(hook.url, channels.Wishes(limit_per_hour=100))
    for _ in range(20):
        send_test(scene, channel)
    workers = [delivering.Deliverer(scene.stand.clock) for _ in range(3)]
    for one in workers:
        one.wake(delivering.how_many_due(scene.stand.clock(), delivering.THREADS))
    for one in workers:
        one.join()

    assert len(hook.calls) == len({call.headers["webhook-id"] for call in hook.calls}) == 20


@pytest.mark.requirement("notify-05")
def test_a_channel_that_is_off_sends_nothing_and_what_waited_is_listed(scene: Scene, hook: Endpoint) -> None:
    channel, _ = scene.webhook(hook.url)
    send_test(scene, channel)
    channels.turn_off(channel)

    assert not deliver_one(scene.stand.clock)
    assert Delivery.objects.get().state == Delivery.State.LOST
    channels.turn_on(channel, scene.stand.clock())
    assert not deliver_one(scene.stand.clock)
    assert hook.calls == []


@pytest.mark.requirement("notify-05")
def test_a_message_that_breaks_the_sending_is_lost_in_the_end_and_keeps_no_other(
    scene: Scene, mailbox: Mailbox
) -> None:
    channel = scene.email()
    send_test(scene, channel)
    Delivery.objects.update(recipient="ada\n@example.com")
    send_test(scene, channel)
    scene.deliver()
    assert len(mailbox.mails) == 1

    scene.stand.clock.advance(24 * 3600)
    scene.deliver()

    lost = Delivery.objects.get(state=Delivery.State.LOST)
    assert lost.last_error == "an error that nobody foresaw (ValueError)"


@pytest.mark.requirement("notify-05")
def test_a_clock_that_is_turned_back_holds_nothing_up(scene: Scene, hook: Endpoint) -> None:
    channel, _ = scene.webhook(hook.url, channels.Wishes(limit_per_hour=2))
    scene.stand.clock.advance(30 * 24 * 3600)
    send_test(scene, channel)
    scene.deliver()
    hook.answers = [500]
    send_test(scene, channel)
    scene.deliver()
    assert len(hook.calls) == 2

    scene.stand.clock.advance(-30 * 24 * 3600)
    scene.deliver()
    send_test(scene, channel)
    scene.deliver()

    assert len(hook.calls) == 4
    assert set(Delivery.objects.values_list("state", flat=True)) == {Delivery.State.DELIVERED}
