"""Every control is declared once: the same by HTTP, by command and from Python; refusals say what is wrong."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from landbridge.local.addresses import Address, ListenError
from landbridge.local.control.cli import app
from landbridge.local.control.client import ControlClient, ControlError, ControlUnreachable
from landbridge.local.control.registry import CONTROLS
from landbridge.local.server import Listening, serve
from landbridge.local.testing import RunningAccount


def by_command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Return exit code, stdout and stderr of `landbridge local control`, run in this process."""
    capsys.readouterr()
    try:
        app(list(words), exit_on_error=False, print_error=False, result_action="return_value")
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def by_http(running: RunningAccount, method: str, path: str, body: Any = None, **headers: str) -> Any:
    connection = http.client.HTTPConnection(running.control.url.removeprefix("http://"), timeout=30)
    try:
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.requirement("control-01")
def test_every_control_is_a_command_a_route_and_a_method() -> None:
    client = ControlClient("http://127.0.0.1:1")
    commands = {name for name in app if not name.startswith("-")}
    assert commands == {name.replace("_", "-") for name in CONTROLS}
    for name, control in CONTROLS.items():
        assert control.help, name
        assert all(argument.help for argument in control.arguments), name
        options = {argument.name for argument in app[name.replace("_", "-")].assemble_argument_collection()}
        assert {f"--{argument.name.replace('_', '-')}" for argument in control.arguments} <= options
        assert callable(getattr(client, name))
    assert len({(control.method, control.path) for control in CONTROLS.values()}) == len(CONTROLS)


@pytest.mark.requirement("control-01")
def test_the_three_ways_do_the_same(running: RunningAccount, capsys: pytest.CaptureFixture[str]) -> None:
    instant, url = "2030-01-01T00:00:00+00:00", ("--json", "--url", running.control.url)
    answers = [
        by_command(capsys, "clock", "--set", instant, *url)[1],
        by_http(running, "POST", "/_control/clock", {"set": instant})[1],
        json.dumps(running.control.clock(set=instant)),
    ]
    assert [json.loads(answer)["time"][:16] for answer in answers] == ["2030-01-01T00:00"] * 3
    values = '{"companyName": "By command"}'
    saved = json.loads(by_command(capsys, "save", "customer", values, "--external-id", "c-1", *url)[1])
    record = json.loads(by_http(running, "GET", f"/_control/records/customer/{saved['id']}")[1])
    assert record == running.control.record(type="customer", id=saved["id"])
    assert (record["external_id"], record["values"]["companyName"]) == ("c-1", "By command")


@pytest.mark.requirement("control-01")
def test_the_command_as_it_is_typed(running: RunningAccount) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "landbridge", "local", "control", "status", "--json"],
        env={**os.environ, "LANDBRIDGE_LOCAL_CONTROL": running.control.url},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout)["addresses"]["http"] == running.http


@pytest.mark.requirement("control-01")
@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("clock", {}, "set is missing"),
        ("clock", {"set": "yesterday"}, "set an instant with offset"),
        ("clock", {"set": "2030-01-01T00:00:00"}, "set an instant with offset"),
        ("clock", {"advance_s": 1e300}, "advance_s takes seconds"),
        ("clock", {"advance_s": "1"}, "advance_s is a number"),
        ("clock", {"set": "0001-01-01T00:00:00+00:00"}, "from 1970 to 2200"),
        ("clock", {"set": "2199-12-31T00:00:00Z", "advance_s": 1e6}, "from 1970 to 2200"),
        ("clock", {"advance_s": -1e10}, "from 1970 to 2200"),
        ("clock", {"advance_s": float("nan")}, "advance_s takes seconds"),
        ("snapshot", {"name": "seeded"}, "seeded is what a reset goes back to"),
        ("drop_snapshot", {"name": "seeded"}, "seeded is what a reset goes back to"),
        ("change_token", {"id": "²", "active": False}, "there is no token ²"),
        ("change_token", {"id": "9" * 30, "active": False}, "there is no token 999"),
        ("change_integration", {"id": "²", "state": "BLOCKED"}, "there is no integration ²"),
        ("limit", {"limit": 1, "integration": "²"}, "there is no integration ²"),
        ("change_user", {"id": "²", "inactive": True}, "there is no user ²"),
        ("map_certificate", {"integration": "²", "certificate": ""}, "there is no integration ²"),
        ("limit", {}, "limit is missing"),
        ("limit", {"limit": 0}, "the account's limit is at least 1"),
        ("limit", {"limit": None}, "the account has a limit always"),
        ("limit", {"limit": 1, "integration": "99"}, "there is no integration 99"),
        ("restore", {"name": "nothing"}, "there is no snapshot nothing"),
        ("drop_snapshot", {"name": "nothing"}, "there is no snapshot nothing"),
        ("snapshot", {"name": ".."}, "is no name"),
        ("snapshot", {"name": "a" * 65}, "is no name"),
        ("seed", {"seed": "garden"}, "'garden' is no seed"),
        ("seed", {"seed": "/nowhere/a.yaml"}, "/nowhere/a.yaml: No such file"),
        ("execution_log", {"integration": "99"}, "there is no integration 99"),
        ("journal", {"limit": "many"}, "limit is a whole number"),
        ("record", {"type": "customer", "id": "999999"}, "does not exist"),
        ("save", {"type": "customer", "values": []}, "values is an object"),
        ("save", {"type": "customer", "values": {}, "more": 1}, "save has no argument more"),
        ("tls_certificate", {"hosts": [1]}, "hosts is a list of texts"),
        ("fault", {"effect": "refuse", "kind": "soap.get"}, "it takes no kind"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(
    running: RunningAccount, name: str, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(ControlError, match=words) as refused:
        running.control.call(name, **arguments)
    assert refused.value.status in (400, 404)


def test_the_command_fails_as_the_page_says(
    running: RunningAccount, capsys: pytest.CaptureFixture[str]
) -> None:
    url = ("--url", running.control.url)
    refused = by_command(capsys, "restore", "nothing", *url)
    assert refused == (1, "", "landbridge local control: there is no snapshot nothing\n")
    nowhere = by_command(capsys, "status")
    assert nowhere == (2, "", "landbridge local control: give --url, or LANDBRIDGE_LOCAL_CONTROL\n")
    assert by_command(capsys, "save", "customer", "{", *url)[0] == 2
    assert by_command(capsys, "status", "--url", "http://127.0.0.1:1")[0] == 3


def test_a_client_without_an_account_or_a_control() -> None:
    client = ControlClient("http://127.0.0.1:1")
    with pytest.raises(ControlUnreachable, match=r"127\.0\.0\.1:1"):
        client.status()
    with pytest.raises(AttributeError, match="there is no control explode"):
        client.explode()


@pytest.mark.requirement("control-05")
def test_the_surface_has_no_control_and_the_control_plane_no_surface(running: RunningAccount) -> None:
    surface = http.client.HTTPConnection(running.http.removeprefix("http://"), timeout=30)
    for control in CONTROLS.values():
        surface.request(control.method, control.address, "{}", {"Content-Type": "application/json"})
        answer = surface.getresponse()
        answer.read()
        assert answer.status in (303, 404, 405), control.name
    surface.close()
    assert by_http(running, "POST", "/services/NetSuitePort_2025_2", {})[0] == 404
    assert by_http(running, "GET", "/_control/status", Host="evil.example")[0] == 400
    assert by_http(running, "POST", "/_control/reset", {}, **{"Content-Type": "text/plain"})[0] == 415


@pytest.mark.requirement("control-05", "host-05")
async def test_the_control_plane_listens_on_loopback_only(running: RunningAccount) -> None:
    with pytest.raises(ListenError, match="loopback"):
        await serve(running.account, Listening(control=Address("0.0.0.0", 0)), None, print)  # type: ignore[arg-type]  # it never comes to waiting


@pytest.mark.requirement("host-05")
def test_what_is_not_asked_for_is_loopback(running: RunningAccount) -> None:
    assert {Address().host, Listening().http.host, Listening().tls.host} == {"127.0.0.1"}
    for url in (running.http, running.https, running.control.url):
        assert url.partition("://")[2].startswith("127.0.0.1:")


def test_a_refused_move_of_the_clock_changes_nothing(running: RunningAccount) -> None:
    running.control.clock(set="2030-01-01T00:00:00Z")
    for asked in ({"set": "0001-01-01T00:00:00Z"}, {"set": "2199-12-31T00:00:00Z", "advance_s": 1e6}):
        with pytest.raises(ControlError):
            running.control.clock(**asked)
    assert running.control.status()["time"].startswith("2030-01-01T00:00:")


def test_a_defect_is_told_as_json(running: RunningAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(running.account.journal), "statistics", lambda _: 1 / 0)
    status, body = by_http(running, "GET", "/_control/statistics")
    assert (status, json.loads(body)) == (500, {"error": "an unexpected error; the account's log has it"})
