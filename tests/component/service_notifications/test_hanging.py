"""The other side takes its time: an attempt is given up, and the next one is the same message."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from threading import Event, Thread
from typing import Any

import pytest

from landbridge.service.notifications import channels, mail, webhooks
from landbridge.service.notifications.models import Delivery
from tests.component.service_notifications.conftest import Scene
from tests.component.service_notifications.receivers import HOST, Endpoint


@pytest.mark.requirement("notify-05")
def test_a_name_server_that_never_answers_holds_up_no_delivery(
    scene: Scene, hook: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, _ = scene.webhook(hook.url)
    channels.send_test(channel, by=None, now=scene.stand.clock())
    answered, ask = Event(), socket.getaddrinfo

    def hang(*parts: Any, **named: Any) -> Any:
        answered.wait()
        return ask(*parts, **named)

    with monkeypatch.context() as patched:
        patched.setattr(webhooks, "LOOK_UP_S", 0.05)
        patched.setattr(socket, "getaddrinfo", hang)
        scene.deliver()
    assert Delivery.objects.get().last_error == "no end within 0.05 s"
    answered.set()

    scene.stand.clock.advance(5)
    scene.deliver()
    assert [call.headers["webhook-id"] for call in hook.calls] == [Delivery.objects.get().message_id]


@pytest.fixture
def chatterer() -> Iterator[int]:
    """A mail server that greets line after line, each in time, and never comes to its point; its port."""
    over = Event()

    def talk(listener: socket.socket) -> None:
        client, _ = listener.accept()
        with closing(client):
            while not over.wait(0.01):
                client.sendall(b"220-one moment\r\n")

    with closing(socket.create_server((HOST, 0))) as listener:
        thread = Thread(target=talk, args=(listener,))
        thread.start()
        yield listener.getsockname()[1]
        over.set()
        thread.join()


@pytest.mark.requirement("notify-05")
def test_a_mail_server_that_never_comes_to_its_point_is_given_up(
    scene: Scene, chatterer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDBRIDGE_SMTP_URL", f"smtp://{HOST}:{chatterer}")
    monkeypatch.setenv("LANDBRIDGE_MAIL_FROM", "landbridge@example.com")
    monkeypatch.setattr(mail, "TALK_S", 0.2)
    channels.send_test(scene.email(), by=None, now=scene.stand.clock())

    scene.deliver()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error) == ("waiting", "no end within 0.2 s")
