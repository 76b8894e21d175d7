"""`landbridge local serve` with its flags, as people type them, and the secrets from wherever they come."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from landbridge.local.control.client import ControlClient
from landbridge.local.seeds.secrets import VARIABLES, SecretError, TokenSecrets
from landbridge.local.settings import AccountSettings, SettingsError
from tests.component.local_scripting.signing import authorization


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.mark.requirement("host-04", "host-01")
def test_every_flag_reaches_the_account(tmp_path: Path) -> None:
    plain, tls, control = (free_port() for _ in range(3))
    secrets = TokenSecrets("c" * 64, "d" * 64, "e" * 64, "f" * 64)
    (tmp_path / "secret").write_text(secrets.consumer_secret + "\n")
    flags = {
        "--account": "TSTDRV1234567",
        "--http": f"127.0.0.1:{plain}",
        "--tls": f"127.0.0.1:{tls}",
        "--control": f"127.0.0.1:{control}",
        "--data": str(tmp_path / "data"),
        "--seed": "demo",
        "--tier": "tier2",
        "--licences": "1",
        "--release": "2026.1",
        "--time-zone": "Europe/Berlin",
        "--date-format": "D-Mon-YYYY",
        "--time-format": "H:mm",
        "--consumer-key": secrets.consumer_key,
        "--consumer-secret-file": str(tmp_path / "secret"),
        "--token-id": secrets.token_id,
    }
    words = [word for pair in flags.items() for word in pair]
    environment = {**os.environ, VARIABLES["token_secret"]: secrets.token_secret}
    with subprocess.Popen(
        [sys.executable, "-m", "landbridge", "local", "serve", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(3)]
        try:
            assert lines[0] == f"control http://127.0.0.1:{control}"
            assert lines[2] == f"ready http://127.0.0.1:{plain} https://127.0.0.1:{tls}"
            status = ControlClient(f"http://127.0.0.1:{control}").status()
            assert (status["account"], status["release"], status["concurrency_limit"]) == (
                "TSTDRV1234567",
                "2026.1",
                20,
            )
            url = f"http://127.0.0.1:{plain}/services/rest/record/v1/vendor/1"
            header = authorization("GET", url, secrets, "TSTDRV1234567")
            request = urllib.request.Request(url, headers={"Authorization": header})
            with urllib.request.urlopen(request, timeout=20) as answer:
                assert json.loads(answer.read())["companyName"] == "Elm Office Supply"
            page = http.client.HTTPConnection("127.0.0.1", plain, timeout=20)
            page.request("GET", "/", headers={"Host": "tstdrv1234567.app.netsuite.com"})
            assert page.getresponse().status < 400
            page.close()
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    for secret in (secrets.consumer_secret, secrets.token_secret):
        assert secret not in "".join(lines)


@pytest.mark.requirement("host-04")
def test_secrets_come_from_options_files_and_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    file.write_text("from-file\n")
    monkeypatch.setenv(VARIABLES["token_id"], "from-environment")
    monkeypatch.setenv(VARIABLES["token_secret"], "from-environment")
    found = TokenSecrets.from_environment(
        {"consumer_key": "given", "token_id": None}, {"token_secret": file, "token_id": None}
    )
    assert (found.consumer_key, found.token_id, found.token_secret) == (
        "given",
        "from-environment",
        "from-file",
    )
    assert found.consumer_secret == TokenSecrets().consumer_secret
    assert "from-file" not in repr(found)


@pytest.mark.requirement("host-04")
def test_secrets_that_cannot_be_used_are_refused_unseen(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"hunter2\xff")
    for given, files, words in (
        ({"token_id": "hunter2"}, {"token_id": file}, "give --token-id or --token-id-file, not both"),
        ({}, {"token_id": file}, "no plain text"),
        ({}, {"token_id": tmp_path / "nowhere"}, "No such file"),
        ({"token_id": "hunter2 and more"}, {}, "--token-id has characters"),
        ({"token_id": "hunter2\n"}, {}, "--token-id has characters"),
    ):
        with pytest.raises(SecretError, match=words) as refused:
            TokenSecrets.from_environment(given, files)
        assert "hunter2" not in str(refused.value)


@pytest.mark.requirement("host-04")
@pytest.mark.parametrize(
    "wrong",
    [
        {"date_format": "YY"},
        {"time_format": "h"},
        {"release": "1999.1"},
        {"tier": "gold", "licences": -1},
        {"account_id": "tstdrv1"},
    ],
)
def test_settings_that_no_account_has(wrong: dict[str, str | int]) -> None:
    with pytest.raises(SettingsError):
        AccountSettings(**wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_the_proxy_says_what_is_wrong() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "landbridge", "local", "proxy", "--tls", "nowhere"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "landbridge local: 'nowhere' is no HOST:PORT\n")
