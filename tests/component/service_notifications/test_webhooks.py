"""What a program at the other end sees: Standard Webhooks, verified with that standard's own library."""

from __future__ import annotations

import logging
import socket
from datetime import timedelta
from typing import Any

import pytest
import trustme
from standardwebhooks import WebhookVerificationError

from landbridge.netsuite.errors import SignInAgain
from landbridge.service.notifications import channels
from landbridge.service.notifications.models import Channel, Delivery
from tests.component.service_notifications.conftest import Scene
from tests.component.service_notifications.receivers import HOST, Endpoint, endpoint


def last_error() -> str:
    return Delivery.objects.latest("pk").last_error


@pytest.mark.requirement("notify-02")
def test_the_receiver_verifies_what_happened_and_reads_it(scene: Scene, hook: Endpoint) -> None:
    _, secret = scene.webhook(hook.url)

    run = scene.fail_run(SignInAgain("The token was revoked."))
    scene.pass_on()
    scene.stand.run()
    scene.pass_on()

    failed, recovered = (call.verified(secret) for call in hook.calls)
    assert (failed["type"], recovered["type"]) == ("run.failed", "run.recovered")
    assert failed["data"]["run"] == run.pk
    assert failed["data"]["link"].endswith(f"/runs/{run.pk}/")
    assert failed["timestamp"] < recovered["timestamp"]
    assert len({call.headers["webhook-id"] for call in hook.calls}) == 2
    with pytest.raises(WebhookVerificationError):
        hook.calls[0].verified("whsec_" + "b3RoZXIgc2VjcmV0" * 3)


@pytest.mark.requirement("notify-02", "notify-05")
@pytest.mark.parametrize("status", [301, 400, 404, 429, 500, 503])
def test_what_was_not_taken_comes_again_with_the_same_id(scene: Scene, hook: Endpoint, status: int) -> None:
    channel, secret = scene.webhook(hook.url)
    hook.answers = [status]
    channels.send_test(channel, by=None, now=scene.stand.clock())

    scene.deliver()
    assert last_error() == f"the endpoint answered {status}"
    scene.stand.clock.advance(5)
    scene.deliver()

    first, second = hook.calls
    assert first.path == second.path == "/hooks/in"
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) in {5, 6}
    assert second.verified(secret)["type"] == "test"
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


@pytest.mark.requirement("notify-02")
def test_while_a_secret_is_replaced_both_verify(scene: Scene, hook: Endpoint) -> None:
    channel, old = scene.webhook(hook.url)
    new = channels.rotate_secret(channel, scene.stand.clock() - timedelta(hours=23))
    channels.send_test(channel, by=None, now=scene.stand.clock())
    scene.deliver()
    assert hook.calls[0].verified(old) == hook.calls[0].verified(new)

    channels.rotate_secret(channel, scene.stand.clock() - timedelta(hours=24))
    channels.send_test(channel, by=None, now=scene.stand.clock())
    scene.deliver()
    for passed in (old, new):
        with pytest.raises(WebhookVerificationError):
            hook.calls[1].verified(passed)


@pytest.mark.requirement("notify-06")
def test_secrets_are_kept_as_ciphertext_of_one_channel(scene: Scene, hook: Endpoint) -> None:
    channel, secret = scene.webhook(hook.url)
    assert secret.removeprefix("whsec_").encode() not in bytes(channel.secret)

    other, _ = channels.add_webhook("Other", hook.url, channels.Wishes(), by=None, now=scene.stand.clock())
    Channel.objects.filter(pk=other.pk).update(secret=channel.secret)
    channels.send_test(other, by=None, now=scene.stand.clock())
    scene.deliver()

    assert hook.calls == []
    assert "damaged" in last_error()


@pytest.mark.requirement("notify-05")
def test_an_endpoint_that_is_gone_turns_the_channel_off(scene: Scene, hook: Endpoint) -> None:
    channel, _ = scene.webhook(hook.url)
    hook.answers = [410]
    channels.send_test(channel, by=None, now=scene.stand.clock())
    scene.deliver()

    channel.refresh_from_db()
    assert not channel.active
    assert "410" in channel.off_reason
    assert Delivery.objects.get().state == Delivery.State.LOST
    scene.fail_customer()
    scene.pass_on()
    assert len(hook.calls) == 1


@pytest.mark.requirement("notify-02")
def test_a_certificate_that_is_not_trusted_gets_no_message(scene: Scene, inside_allowed: None) -> None:
    with endpoint(trustme.CA()) as stranger:
        channel, _ = scene.webhook(stranger.url)
        channels.send_test(channel, by=None, now=scene.stand.clock())
        scene.deliver()

    assert stranger.calls == []
    assert last_error() == "the certificate of the endpoint is not trusted"


@pytest.mark.requirement("notify-06")
@pytest.mark.parametrize("networks", ["", "10.0.0.0/8"])
def test_an_address_inside_is_not_reached_unless_allowed(
    scene: Scene, hook: Endpoint, monkeypatch: pytest.MonkeyPatch, networks: str
) -> None:
    monkeypatch.setenv("LANDBRIDGE_WEBHOOK_ALLOW_PRIVATE", networks)
    channel, _ = scene.webhook(hook.url)
    channels.send_test(channel, by=None, now=scene.stand.clock())
    scene.deliver()

    assert hook.calls == []
    assert "address inside" in last_error()


@pytest.mark.requirement("notify-06")
def test_plain_http_reaches_what_is_allowed_inside(scene: Scene, inside_allowed: None) -> None:
    with endpoint(None) as plain:
        channel, secret = scene.webhook(plain.url)
        channels.send_test(channel, by=None, now=scene.stand.clock())
        scene.deliver()

    assert plain.calls[0].verified(secret)["type"] == "test"


@pytest.mark.requirement("notify-06")
def test_a_name_that_changes_its_address_after_the_look_leads_nowhere_else(
    scene: Scene, inside_allowed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the second answer would be another address; nobody asks for it."""
    answers = ["127.0.0.1"]

    def look_up(host: str, port: int, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(), port))]

    with endpoint(None) as plain:
        channel, secret = scene.webhook(plain.url.replace(HOST, "rebinding.example.com"))
        channels.send_test(channel, by=None, now=scene.stand.clock())
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        scene.deliver()

    assert answers == []
    assert plain.calls[0].verified(secret)["type"] == "test"
    assert plain.calls[0].headers["Host"].startswith("rebinding.example.com")


@pytest.mark.requirement("notify-06")
def test_no_value_of_a_record_and_no_secret_leaves(
    scene: Scene, hook: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _, secret = scene.webhook(hook.url)
    scene.stand.customer("20", "A Name That Is Nobody's Business", email="my secret address")
    scene.stand.run(keys=["customers"])
    scene.pass_on()
    scene.fail_run(SignInAgain("Invalid login: token 0123456789abcdef"))
    scene.pass_on()

    sent = b"".join(call.body + str(call.headers).encode() for call in hook.calls)
    assert len(hook.calls) == 2
    for word in (b"secret address", b"Nobody", b"0123456789abcdef", secret.encode(), b"whsec"):
        assert word not in sent
    assert secret not in caplog.text
    assert hook.url not in caplog.text
