"""Page, API and commands: channels are set there, and their health is there to see."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from landbridge.cli import app
from landbridge.service.notifications import channels
from landbridge.service.notifications.models import CHOSEN_EVENTS, Channel, Delivery
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from tests.component.service_notifications.conftest import Scene
from tests.component.service_notifications.receivers import Endpoint

FORM = {
    "connection": "",
    "limit_per_hour": "5",
    "events": ["run.failed"],
    "digest": "weekly",
    "digest_weekday": "2",
    "digest_hour": "6",
    "time_zone": "Europe/Vienna",
}
SECRET = "whsec_"


def signed_in(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


@pytest.fixture
def browser(scene: Scene) -> Client:
    return signed_in(scene.stand.admin)


@pytest.fixture
def operator(scene: Scene) -> Client:
    return signed_in(User.objects.create_user("op@example.com", "Op", Role.OPERATOR, None))


def lose_one(scene: Scene) -> Channel:
    """A channel that could not deliver a message before it was turned off."""
    channel, _ = scene.webhook("https://hooks.example.com/secret-path")
    channels.send_test(channel, by=None, now=scene.stand.clock())
    channels.turn_off(channel, "The endpoint answered 410: it is gone.")
    return channel


@pytest.mark.requirement("notify-01", "notify-05")
def test_people_are_added_changed_tested_and_removed_on_the_page(scene: Scene, browser: Client) -> None:
    form = FORM | {"name": "Team", "target": "ada@example.com, ben@example.com"}
    browser.post(reverse("channel-new", kwargs={"kind": "email"}), form)
    channel = Channel.objects.get()
    assert channel.recipients == ["ada@example.com", "ben@example.com"]
    assert (channel.digest_weekday, channel.limit_per_hour, channel.set_by) == (2, 5, scene.stand.admin)

    place = {"pk": channel.pk}
    assert "ben@example.com" in browser.get(reverse("channel", kwargs=place)).text
    browser.post(reverse("channel", kwargs=place), form | {"name": "Crew", "target": "eve@example.com"})
    text = browser.get(reverse("notifications")).text
    assert ("Crew" in text, "eve@example.com" in text, "Team" in text) == (True, True, False)

    assert "on its way" in browser.post(reverse("channel-test", kwargs=place), follow=True).text
    assert Delivery.objects.get().message.data["sent_by"] == "Ada Admin"
    assert "Crew is off" in browser.post(reverse("channel-switch", kwargs=place), follow=True).text
    assert "turned off" in browser.post(reverse("channel-test", kwargs=place), follow=True).text
    browser.post(reverse("channel-switch", kwargs=place))
    browser.post(reverse("channel-remove", kwargs=place))
    assert not Channel.objects.exists()


@pytest.mark.requirement("notify-02")
def test_the_secret_of_a_webhook_is_shown_once(scene: Scene, browser: Client) -> None:
    form = FORM | {"name": "Program", "target": "https://hooks.example.com/in"}
    made = browser.post(reverse("channel-new", kwargs={"kind": "webhook"}), form)
    assert SECRET in made.text
    assert made.headers["Cache-Control"] == "no-store"

    channel = Channel.objects.get()
    for name, place in (("notifications", {}), ("channel", {"pk": channel.pk})):
        assert SECRET not in browser.get(reverse(name, kwargs=place)).text
    replaced = browser.post(reverse("channel-secret", kwargs={"pk": channel.pk}))
    assert SECRET in replaced.text
    assert replaced.text.split(SECRET)[1][:20] != made.text.split(SECRET)[1][:20]


@pytest.mark.requirement("notify-06")
@pytest.mark.parametrize(
    ("kind", "target", "problem"),
    [
        ("webhook", "ftp://hooks.example.com/in", "https://host/path"),
        ("webhook", "https://user:word@hooks.example.com/in", "no user, password"),
        ("email", "ada@example.com nobody", "is no e-mail address"),
    ],
)
def test_what_is_no_target_is_refused_in_words(
    scene: Scene, browser: Client, kind: str, target: str, problem: str
) -> None:
    answer = browser.post(
        reverse("channel-new", kwargs={"kind": kind}), FORM | {"name": "Wrong", "target": target}
    )
    assert problem in answer.text
    assert not Channel.objects.exists()


@pytest.mark.requirement("notify-05")
def test_health_and_what_was_lost_are_seen_by_operators_but_not_where_it_goes(
    scene: Scene, browser: Client, operator: Client
) -> None:
    channel = lose_one(scene)

    for client, whole in ((browser, True), (operator, False)):
        page = client.get(reverse("notifications")).text
        listed: Any = client.get("/api/channels").json()
        lost: Any = client.get("/api/channels/lost").json()
        assert all(part in page for part in ("hooks.example.com", "Test message to Program", "it is gone"))
        assert ("secret-path" in page, "secret-path" in str(listed)) == (whole, whole)
        assert (listed[0]["lost"], listed[0]["active"]) == (1, False)
        assert lost[0]["last_error"] == "The endpoint answered 410: it is gone."
        assert SECRET not in page + str(listed)
    assert operator.post(reverse("channel-remove", kwargs={"pk": channel.pk})).status_code == 403
    assert operator.post(f"/api/channels/{channel.pk}/test").status_code == 403


@pytest.mark.requirement("notify-05")
def test_the_api_sends_a_test_message_within_the_limit(scene: Scene, browser: Client, hook: Endpoint) -> None:
    channel, secret = scene.webhook(hook.url, channels.Wishes(limit_per_hour=1))

    sent = browser.post(f"/api/channels/{channel.pk}/test")
    again = browser.post(f"/api/channels/{channel.pk}/test")
    scene.stand.clock.advance(1)
    scene.deliver()

    assert (sent.status_code, again.status_code) == (202, 409)
    assert again.json()["code"] == "limit_reached"
    assert [call.headers["webhook-id"] for call in hook.calls] == [sent.json()["message"]]
    assert hook.calls[0].verified(secret)["data"]["sent_by"] == "Ada Admin"
    assert browser.get("/api/channels").json()[0]["last_delivered_at"] is not None


class Commands:
    """Runs commands on the test database."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str, code: int = 0) -> str:
        self._capsys.readouterr()
        ended = app(["notify", *arguments], exit_on_error=False, result_action="return_value")
        printed = self._capsys.readouterr()
        assert ended == code, printed.err
        return printed.out + printed.err

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json").splitlines()[-1])


@pytest.fixture
def command(
    db_committed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Commands:
    monkeypatch.setenv("DATABASE_URL", db_committed)
    monkeypatch.setenv("LANDBRIDGE_DATA", str(tmp_path))
    monkeypatch.setenv("LANDBRIDGE_LOG_LEVEL", "ERROR")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return Commands(capsys)


@pytest.mark.requirement("notify-01", "notify-02", "notify-05")
def test_channels_by_command(command: Commands) -> None:
    assert "is added" in command(
        "add-email", "Team", "ada@example.com", "ben@example.com", "--digest", "daily"
    )
    made = command.json("add-webhook", "Program", "https://hooks.example.com/in", "--event", "run.failed")
    assert made["secret"].startswith(SECRET)
    listed = {one["name"]: one for one in command.json("list")["channels"]}
    assert listed["Team"]["digest"] == "daily"
    assert len(listed["Team"]["events"]) == len(CHOSEN_EVENTS)
    assert listed["Program"]["events"] == ["run.failed"]
    assert SECRET not in str(listed)

    assert "on its way" in command("test", "Team")
    assert "is off" in command("off", "Team")
    assert len(command.json("lost")["lost"]) == 2
    assert "turned off" in command("test", "Team", code=1)
    assert "is on" in command("on", "Team")
    replaced = command.json("rotate-secret", "Program")
    assert replaced["secret"] != made["secret"]
    assert replaced["both_until"]
    assert "Only webhooks" in command("rotate-secret", "Team", code=1)
    assert "there is no channel" in command("remove", "Nobody", code=1)
    command("remove", "Team")
    assert [one["name"] for one in command.json("list")["channels"]] == ["Program"]


def test_a_channel_for_the_digest_alone(command: Commands) -> None:
    command("add-email", "Boss", "boss@example.com", "--digest", "weekly", "--digest-only")
    assert command.json("list")["channels"][0]["events"] == []
    assert "Choose an event or a digest" in command(
        "add-email", "Nobody", "nobody@example.com", "--digest-only", code=1
    )
