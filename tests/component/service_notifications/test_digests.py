"""The digest: a day or a week in figures, at the hour that the channel wants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from landbridge.service.notifications.channels import Wishes
from landbridge.service.notifications.models import Channel, Message
from tests.component.service_notifications.conftest import Scene
from tests.component.service_notifications.receivers import Endpoint, Mailbox

FRIDAY = datetime(2026, 3, 27, 9, tzinfo=UTC)
"""Clocks in Berlin go forward on Sunday, the 29th."""


def daily(**more: int | str) -> Wishes:
    return Wishes(events=(), digest="daily", digest_hour=7, time_zone="Europe/Berlin", **more)  # type: ignore[arg-type]  # the types are Wishes'


@pytest.mark.requirement("notify-03")
def test_a_digest_tells_runs_outcomes_and_open_causes(scene: Scene, mailbox: Mailbox) -> None:
    scene.email(wishes=daily())
    scene.stand.clock.advance(60)
    scene.stand.customer("19")
    scene.fail_customer("20")
    scene.stand.project("30", "999")
    scene.stand.run()

    scene.pass_on(24 * 3600)

    assert len(mailbox.mails) == 1
    text = mailbox.text()
    assert "- Manual | Completed | 2" in text
    assert "- created | 1" in text
    assert "- failed | 1" in text
    assert (
        "- Demo: Customers (Customers) | map | unmappable | email | 1 | Correct the field in NetSuite" in text
    )
    assert "Changes that real time missed: 1" in text
    html = mailbox.mails[0][1].get_body(("html",))
    assert html is not None
    assert "<td>unmappable</td>" in html.get_content()


@pytest.mark.requirement("notify-03")
def test_digests_come_at_the_hour_of_their_time_zone_and_cover_all_between(
    scene: Scene, mailbox: Mailbox
) -> None:
    scene.stand.clock.at = FRIDAY
    channel = scene.email(wishes=daily())
    told = []
    for _ in range(4 * 24):
        scene.pass_on(3600)
        told += [scene.stand.clock()] * (len(mailbox.mails) - len(told))

    assert [f"{at:%a %H:%M}" for at in told] == [
        "Sat 06:00",
        "Sun 05:00",
        "Mon 05:00",
        "Tue 05:00",
    ]
    spans = sorted(
        (one.data["from"], one.data["until"]) for one in Message.objects.filter(deliveries__channel=channel)
    )
    assert [start for start, _ in spans[1:]] == [end for _, end in spans[:-1]]


@pytest.mark.requirement("notify-03")
def test_a_weekly_digest_as_a_webhook(scene: Scene, hook: Endpoint) -> None:
    scene.stand.clock.at = FRIDAY
    channel, _ = scene.webhook(hook.url, Wishes(events=(), digest="weekly", digest_weekday=2, digest_hour=6))
    scene.stand.customer("20")
    scene.stand.run()
    for _ in range(8):
        scene.pass_on(24 * 3600)

    (message,) = Message.objects.filter(deliveries__channel=channel)
    assert message.created_at - FRIDAY < timedelta(days=7)
    assert f"{message.created_at:%A}" == "Wednesday"
    assert message.data["outcomes"]["created"] == 1
    assert message.data["runs"] == [{"kind": "manual", "state": "completed", "runs": 1}]


@pytest.mark.requirement("notify-03", "notify-04")
def test_a_digest_waits_for_room(scene: Scene, mailbox: Mailbox) -> None:
    wishes = daily()
    channel = scene.email(wishes=Wishes(digest="daily", digest_hour=wishes.digest_hour, limit_per_hour=1))
    Channel.objects.update(digest_at=scene.stand.clock())
    scene.fail_customer()
    scene.pass_on()
    assert len(mailbox.mails) == 1

    scene.pass_on(1800)
    assert len(mailbox.mails) == 1
    scene.pass_on(1900)
    channel.refresh_from_db()
    assert [subject.endswith(f"{scene.stand.clock():%Y-%m-%d}") for subject in mailbox.subjects()] == [
        False,
        True,
    ]
