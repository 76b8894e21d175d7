"""The account over its sockets: TLS names, control plane, and the process from `ready` to its end."""

from __future__ import annotations

import asyncio
import http.client
import json
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from landbridge.local.addresses import Address, ListenError
from landbridge.local.cli import app
from landbridge.local.records.hooks import NoScripts
from landbridge.local.server import Listening, serve
from landbridge.local.testing import RunningAccount, running_account
from landbridge.local.tls.authority import Authority


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account() as found:
        yield found


def call(
    running: RunningAccount, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(running.control.url.removeprefix("http://"), timeout=20)
    try:
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    return answer.status, json.loads(text) if text.startswith((b"{", b"[")) else text


@pytest.mark.requirement("tls-01")
@pytest.mark.parametrize(
    "host",
    [
        "1234567-sb1.suitetalk.api.netsuite.com",
        "1234567-sb1.restlets.api.netsuite.com",
        "1234567-sb1.app.netsuite.com",
        "webservices.netsuite.com",
        "rest.netsuite.com",
        "system.netsuite.com",
        "localhost",
        "127.0.0.1",
    ],
)
def test_tls_answers_for_netsuites_names(running: RunningAccount, host: str) -> None:
    context = ssl.create_default_context(cafile=str(running.ca_file))
    address = ("127.0.0.1", int(running.connect_to.rpartition(":")[2]))
    with (
        socket.create_connection(address, timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=host) as tls,
    ):
        tls.sendall(
            f"GET /rest/datacenterurls?account=1234567_SB1 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: tls.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200")
    assert (
        json.loads(answer.partition(b"\r\n\r\n")[2])["systemDomain"] == "https://1234567-sb1.app.netsuite.com"
    )


@pytest.mark.requirement("tls-01")
def test_other_names_and_other_authorities_are_not_trusted(running: RunningAccount, tmp_path: Path) -> None:
    address = ("127.0.0.1", int(running.connect_to.rpartition(":")[2]))
    other = Authority(tmp_path)
    for ca_file, host in ((running.ca_file, "evil.example"), (other.ca_file, "rest.netsuite.com")):
        context = ssl.create_default_context(cafile=str(ca_file))
        with (
            socket.create_connection(address, timeout=10) as plain,
            pytest.raises(ssl.SSLCertVerificationError),
        ):
            context.wrap_socket(plain, server_hostname=host)


@pytest.mark.requirement("tls-01")
def test_the_authority_issues_certificates_for_others(running: RunningAccount, tmp_path: Path) -> None:
    status, issued = call(
        running, "POST", "/_control/certificates/tls", {"hosts": ["127.0.0.1", "intake.example"]}
    )
    assert status == 200
    chain = tmp_path / "server.pem"
    chain.write_text(issued["certificate"] + issued["key"])
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(chain)
    trusting = ssl.create_default_context(cadata=issued["ca"])
    client, server = (ssl.MemoryBIO(), ssl.MemoryBIO()), (ssl.MemoryBIO(), ssl.MemoryBIO())
    near = trusting.wrap_bio(*client, server_hostname="intake.example")
    far = serving.wrap_bio(*server, server_side=True)
    done = set()
    for _ in range(6):
        for side, own, peer in ((near, client, server), (far, server, client)):
            try:
                side.do_handshake()
                done.add(side)
            except ssl.SSLWantReadError:
                pass
            peer[0].write(own[1].read())
    assert done == {near, far}
    for hosts in ([], "x", [1], [""]):
        assert call(running, "POST", "/_control/certificates/tls", {"hosts": hosts})[0] == 400


def test_status_and_statistics(running: RunningAccount) -> None:
    status, found = call(running, "GET", "/_control/status")
    assert status == 200
    assert found["addresses"] == {
        "http": running.http,
        "https": running.https,
        "control": running.control.url,
    }
    assert found["ca"] == str(running.ca_file)
    call(running, "DELETE", "/_control/statistics")
    running.account.journal.add("soap.search")
    assert call(running, "GET", "/_control/statistics")[1]["requests"] == {"soap.search": 1}


def test_requests_are_held_until_released(running: RunningAccount) -> None:
    assert call(running, "POST", "/_control/holds", {"kind": "soap.search", "times": 2})[0] == 200
    waiting = threading.Thread(target=running.account.holds.wait, args=("soap.search",))
    waiting.start()
    running.account.holds.wait("soap.get")
    while not (state := call(running, "GET", "/_control/holds")[1])["held"]:
        assert waiting.is_alive()
    assert state == {"held": {"soap.search": 1}, "next": {"soap.search": 1}}
    assert call(running, "DELETE", "/_control/holds")[0] == 200
    waiting.join(10)
    assert call(running, "GET", "/_control/holds")[1] == {"held": {}, "next": {}}
    for body in ({"times": 1}, {"kind": "soap.get", "times": 0}, {"kind": "soap.get", "times": "2"}):
        assert call(running, "POST", "/_control/holds", body)[0] == 400


def get(url: str) -> int:
    """Return the status that ``url`` answers."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
    try:
        connection.request("GET", f"{address.path}?{address.query}")
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.requirement("chaos-02")
def test_faults_are_laid_listed_and_taken_away(running: RunningAccount) -> None:
    look_up = "/rest/datacenterurls?account=1234567_SB1"
    assert call(running, "POST", "/_control/faults", {"effect": "limit", "times": 1})[0] == 200
    assert get(running.http + look_up) == 429
    assert get(running.http + "/app/login/secure/enterpriselogin.nl") == 200
    assert get(running.http + look_up) == 200
    laid = call(running, "GET", "/_control/faults")[1]
    assert [(fault["kind"], fault["effect"], fault["left"], fault["met"]) for fault in laid] == [
        ("*", "limit", 0, 1)
    ]
    assert call(running, "DELETE", "/_control/faults") == (200, [])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "effect or latency_ms is missing"),
        ({"effect": "explode"}, "effects are refuse, drop, reset"),
        ({"effect": "drop", "often": 3}, "fault has no argument often"),
        ({"effect": "drop", "times": 0}, "times is a whole number from 1"),
        ({"effect": "drop", "share": 2}, "share is a number from 0 to 1"),
        ({"effect": "drop", "seed": "x"}, "seed is a whole number"),
        ({"effect": "page", "status": 99}, "status is a whole number from 200"),
        ({"effect": "stall", "seconds": -1}, "seconds is a number from 0 to 600"),
        ({"kind": 5, "effect": "drop"}, "kind is text"),
        ({"latency_ms": True}, "latency_ms is a number"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(
    running: RunningAccount, body: dict[str, Any], words: str
) -> None:
    status, answer = call(running, "POST", "/_control/faults", body)
    assert (status, words in answer["error"]) == (400, True)
    assert call(running, "GET", "/_control/faults")[1] == []


def test_saving_in_any_context(running: RunningAccount) -> None:
    body = {
        "type": "job",
        "values": {"companyName": "By CSV", "startDate": "2026-03-01", "jobPrice": 5, "subsidiary": 1},
        "external_id": "csv-1",
        "context": "CSVIMPORT",
        "user": "anna@demo.example",
    }
    status, saved = call(running, "POST", "/_control/save", body)
    assert status == 200
    assert saved["values"]["startDate"] == "2026-03-01"
    assert saved["after_submit_error"] is None
    assert call(running, "GET", f"/_control/records/job/{saved['id']}")[1]["external_id"] == "csv-1"
    listed = call(running, "GET", "/_control/records/job")[1]
    assert [one["values"]["companyName"] for one in listed if one["id"] == saved["id"]] == ["By CSV"]
    assert call(running, "GET", "/_control/records/nothing")[0] == 400
    changed = {"type": "job", "id": saved["id"], "values": {"jobPrice": None}}
    assert "jobPrice" not in call(running, "POST", "/_control/save", changed)[1]["values"]
    rows = call(running, "GET", "/_control/timeline")[1][-2:]
    assert [(row["event"], row["context"]) for row in rows] == [
        ("create", "CSVIMPORT"),
        ("edit", "USERINTERFACE"),
    ]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"type": "job", "values": {}}, 400, "Please enter value(s) for: Project Name"),
        ({"type": "ship", "values": {}}, 400, "record type ship"),
        ({"type": "job", "values": {"startDate": "soon"}}, 400, "startDate"),
        ({"values": {}}, 400, "type is missing"),
        ({"type": "job", "values": {}, "context": "SPACE"}, 400, "execution context"),
        ({"type": "job", "values": {}, "user": "who@x.example"}, 400, "no user"),
        ([], 400, "no JSON object"),
    ],
)
def test_wrong_saves_are_answered_in_words(
    running: RunningAccount, body: Any, status: int, words: str
) -> None:
    answered, found = call(running, "POST", "/_control/save", body)
    assert answered == status
    assert words in found["error"]


def test_no_web_page_reaches_the_control_plane(running: RunningAccount) -> None:
    body = {"type": "job", "values": {"companyName": "From a form"}}
    assert call(running, "POST", "/_control/save", body, **{"Content-Type": "text/plain"})[0] == 415
    assert call(running, "GET", "/_control/status", Host="rebound.example")[0] == 400


def test_the_clock_moves(running: RunningAccount) -> None:
    before = running.account.clock.now()
    status, _ = call(running, "POST", "/_control/clock", {"advance_s": 3600})
    assert status == 200
    assert (running.account.clock.now() - before).total_seconds() >= 3600
    assert call(running, "POST", "/_control/clock", {"set": "2026-03-01T00:00:00+00:00"})[1][
        "time"
    ].startswith("2026-03-01T00:00")
    assert call(running, "POST", "/_control/clock", {"set": "2026-03-01T00:00:00"})[0] == 400
    assert call(running, "POST", "/_control/clock", {"advance_s": "x"})[0] == 400


@pytest.mark.requirement("account-08")
def test_access_is_changed_while_running(running: RunningAccount) -> None:
    found = call(running, "GET", "/_control/access")[1]
    text = json.dumps(found)
    assert running.secrets.token_secret not in text
    assert running.secrets.consumer_secret not in text
    token, integration = found["tokens"][0]["id"], found["integrations"][0]["id"]
    access = running.account.access
    for path, body, holds in (
        (f"tokens/{token}", {"active": False}, lambda: not access.tokens()[0].active),
        (f"tokens/{token}", {"active": True}, lambda: access.tokens()[0].active),
        (
            f"integrations/{integration}",
            {"state": "BLOCKED"},
            lambda: access.integrations()[0].state == "BLOCKED",
        ),
        (
            "users/ben@demo.example",
            {"inactive": True},
            lambda: not access.user_by_email("ben@demo.example").active,
        ),  # type: ignore[union-attr]  # he is there
        (
            "roles/customrole_demo_sales",
            {"permission": "LIST_JOB", "level": "VIEW"},
            lambda: access.role_by_script_id("customrole_demo_sales").permissions["LIST_JOB"].name == "VIEW",  # type: ignore[union-attr]  # it is there
        ),
    ):
        assert call(running, "POST", f"/_control/access/{path}", body)[0] == 200
        assert holds(), path
    for path, body, status in (
        ("tokens/999", {"active": False}, 404),
        ("tokens/x", {"active": False}, 404),
        ("integrations/1", {"state": "ASLEEP"}, 400),
        ("roles/none", {"permission": "LIST_JOB", "level": "VIEW"}, 404),
        ("roles/customrole_demo_sales", {"permission": "LIST_JOB", "level": "SOME"}, 404),
        ("users/nobody@x.example", {"inactive": True}, 400),
    ):
        assert call(running, "POST", f"/_control/access/{path}", body)[0] == status, path


def test_the_outbox_and_the_audit_trail_are_shown(running: RunningAccount) -> None:
    running.account.outbox.send("1", ("ops@demo.example",), "Circuit open", "The service did not answer.")
    assert call(running, "GET", "/_control/outbox")[1][-1]["recipients"] == ["ops@demo.example"]
    assert isinstance(call(running, "GET", "/_control/access/audit")[1], list)


def test_a_save_holds_nothing_while_its_script_waits(running: RunningAccount) -> None:
    """From inside afterSubmit, another connection reads the saved record and writes it again."""
    answers: list[tuple[int, Any]] = []

    class Waiting(NoScripts):
        def after_submit(self, session: Any, event: str, script_type: str, new: Any, old: Any) -> None:
            if not answers:
                answers.append(call(running, "GET", f"/_control/records/{new.type}/{new.id}"))
                body = {"type": new.type, "id": new.id, "values": {"phone": "555"}}
                answers.append(call(running, "POST", "/_control/save", body))

    plain, running.account.scripting = running.account.scripting, Waiting()
    try:
        status, saved = call(
            running, "POST", "/_control/save", {"type": "customer", "values": {"companyName": "Free"}}
        )
    finally:
        running.account.scripting = plain
    assert status == 200
    assert [code for code, _ in answers] == [200, 200]
    assert answers[0][1]["id"] == saved["id"]


@pytest.mark.parametrize("text", ["", "x", "127.0.0.1", "127.0.0.1:http", "127.0.0.1:70000"])
def test_wrong_addresses(text: str) -> None:
    with pytest.raises(ListenError):
        Address.parse(text)


async def test_the_control_plane_stays_on_loopback(running: RunningAccount) -> None:
    with pytest.raises(ListenError, match="loopback"):
        await serve(running.account, Listening(control=Address("0.0.0.0")), asyncio.Event(), lambda _: None)


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """Run ``landbridge local serve`` and give the process with the lines it printed up to `ready`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "landbridge", "local", "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        yield process, dict(process.stdout.readline().rstrip("\n").split(" ", 1) for _ in range(3))
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def children(pid: int) -> set[int]:
    """Return the process ids below ``pid``."""
    found: set[int] = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(fields[1]) == pid:
            child = int(stat.parent.name)
            found |= {child} | children(child)
    return found


WAITING_SCRIPT = """/**
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 */
define(['N/https'], (https) => ({ afterSubmit: () => { https.get({ url: 'https://127.0.0.1:PORT/' }); } }));
"""
WAITING_OBJECT = """<usereventscript scriptid="customscript_waiting">
  <name>Waiting</name>
  <scriptfile>[/SuiteScripts/waiting/waiting.js]</scriptfile>
  <scriptdeployments>
    <scriptdeployment scriptid="customdeploy_waiting">
      <allroles>T</allroles>
      <isdeployed>T</isdeployed>
      <recordtype>CUSTOMER</recordtype>
      <status>RELEASED</status>
    </scriptdeployment>
  </scriptdeployments>
</usereventscript>
"""


def waiting_suiteapp(folder: Path, port: int) -> Path:
    """Write an SDF project whose afterSubmit asks a service on ``port`` and waits for its answer."""
    files = {
        "manifest.xml": '<manifest projecttype="ACCOUNTCUSTOMIZATION"><projectname>Waiting</projectname></manifest>',
        "deploy.xml": "<deploy><files><path>~/FileCabinet/*</path></files>"
        "<objects><path>~/Objects/*</path></objects></deploy>",
        "Objects/customscript_waiting.xml": WAITING_OBJECT,
        "FileCabinet/SuiteScripts/waiting/waiting.js": WAITING_SCRIPT.replace("PORT", str(port)),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.mark.requirement("account-01")
def test_a_script_that_waits_does_not_hold_the_process(tmp_path: Path) -> None:
    """A service accepts a script's call over TLS and never answers; Ctrl-C ends the account all the same."""
    data = tmp_path / "data"
    chain = tmp_path / "service.pem"
    issued = Authority(data / "tls").issue(["127.0.0.1"])
    chain.write_text(issued.certificate + issued.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        context.wrap_socket(listener, server_side=True) as service,
        serving(
            "--data",
            str(data),
            "--suiteapp",
            str(waiting_suiteapp(tmp_path / "app", service.getsockname()[1])),
        ) as (process, lines),
    ):
        service.settimeout(20)
        saving = http.client.HTTPConnection(lines["control"].removeprefix("http://"), timeout=20)
        body = json.dumps({"type": "customer", "values": {"companyName": "Patient"}})
        saving.request("POST", "/_control/save", body, {"Content-Type": "application/json"})
        asked, _ = service.accept()
        with asked:
            assert asked.recv(65536).startswith(b"GET / ")
            below = children(process.pid)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=20)
        saving.close()
    assert (process.returncode, errors) == (0, "")
    assert [pid for pid in below if Path(f"/proc/{pid}").exists()] == []


@pytest.mark.requirement("account-01")
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.full)])
def test_the_process_says_ready_and_leaves_nothing(number: signal.Signals) -> None:
    with serving() as (process, lines):
        assert list(lines) == ["control", "ca", "ready"]
        plain, tls = lines["ready"].split(" ")
        assert plain.startswith("http://127.0.0.1:")
        assert tls.startswith("https://127.0.0.1:")
        assert Path(lines["ca"]).is_file()
        below = children(process.pid)
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    assert [pid for pid in below if Path(f"/proc/{pid}").exists()] == []
    assert Path(lines["ca"]).is_file(), "the authority is the user's, and stays"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(plain.rpartition(":")[2])), timeout=5)


@pytest.mark.requirement("account-01")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--account", "no such account"], "is not an account id"),
        (["--tier", "gold"], "is no tier"),
        (["--seed", "garden"], "is no seed"),
        (["--http", "nowhere"], "is no HOST:PORT"),
        (["--control", "0.0.0.0:0"], "listens on a loopback address only"),
    ],
)
def test_the_command_says_what_is_wrong(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        app(["serve", *arguments])
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("landbridge local: ")
    assert words in said.err


def test_users_are_listed_with_how_to_sign_in() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "landbridge", "local", "users", "--json"],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    rows = json.loads(done.stdout.splitlines()[-1])
    assert {row["email"]: row["password"] for row in rows}["anna@demo.example"] == "landbridge"
