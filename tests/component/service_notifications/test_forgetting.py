"""Old messages go, those that did not arrive later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from landbridge.service.notifications import channels, forgetting
from landbridge.service.notifications.models import Message, Trouble
from tests.component.service_notifications.conftest import Scene
from tests.component.service_notifications.receivers import Mailbox


@pytest.mark.requirement("notify-05")
def test_what_arrived_goes_after_a_month_and_what_was_lost_after_three(
    scene: Scene, mailbox: Mailbox
) -> None:
    channel = scene.email()
    scene.fail_customer()
    scene.pass_on()
    scene.mend_customer()
    scene.pass_on()
    mailbox.answers = ["451 later"] * 20
    channels.send_test(channel, by=None, now=scene.stand.clock())
    scene.deliver()
    channels.turn_off(channel)

    def left(days: int) -> list[str]:
        forgetting.forget_due(scene.stand.clock() + timedelta(days=days))
        return list(Message.objects.order_by("created_at").values_list("event", flat=True))

    assert left(29) == ["cause.failed", "cause.recovered", "test"]
    assert Trouble.objects.count() == 1
    assert left(31) == ["test"]
    assert not Trouble.objects.exists()
    assert left(89) == ["test"]
    assert left(91) == []
