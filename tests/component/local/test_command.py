"""`landbridge local serve` with its flags, as people type them, and the secrets from wherever they come."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from landbridge.local.control.client import ControlClient
from landbridge.local.seeds.secrets import VARIABLES, SecretError, TokenSecrets
from landbridge.local.settings import AccountSettings, SettingsError
from tests.component.local_scripting.signing import authorization

SEED = """base: demo
records:
  - {type: vendor, external_id: by-file, values: {companyName: Named in the file}}
scripts:
  - {script_id: customscript_clock, id: 77, kind: restlet, file: clock.js, deployments: [{script_id: customdeploy_clock}]}
"""
CLOCK = """/**
 * @NApiVersion 2.1
 * @NScriptType Restlet
 */
define(['N/format'], (format) => ({
  get: () => format.format({ value: new Date(Date.UTC(2026, 0, 5, 22, 7, 9)), type: format.Type.DATETIME }),
}));
"""
BUNDLE = 'id = "77"\nname = "Offered"\ndescription = ""\n[[versions]]\nversion = "1.0"\nadds = []\n'
WSDL = '<definitions xmlns:tns="urn:platform_2025_1.webservices.netsuite.com"><mine/></definitions>'


@contextmanager
def served(flags: dict[str, str], environment: dict[str, str]) -> Iterator[list[str]]:
    """Run ``landbridge local serve`` with flags; give the three lines it prints, and end it without an error."""
    words = [word for pair in flags.items() for word in pair]
    with subprocess.Popen(
        [sys.executable, "-m", "landbridge", "local", "serve", *words],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield [process.stdout.readline().strip() for _ in range(3)]
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")


def fetched(url: str, **headers: str) -> str:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
        return str(answer.read().decode())


@pytest.mark.requirement("host-04", "host-01")
def test_every_flag_reaches_the_account(tmp_path: Path) -> None:
    secrets = TokenSecrets("c" * 64, "d" * 64, "e" * 64, "f" * 64)
    for name, text in (
        ("secret", secrets.consumer_secret + "\n"),
        ("seed.yaml", SEED),
        ("clock.js", CLOCK),
        ("netsuite.wsdl", WSDL),
        ("bundles/77/bundle.toml", BUNDLE),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    flags = {
        "--account": "TSTDRV1234567",
        "--http": "127.0.0.2:0",
        "--tls": "127.0.0.3:0",
        "--control": "localhost:0",
        "--data": str(tmp_path / "data"),
        "--seed": str(tmp_path / "seed.yaml"),
        "--tier": "tier2",
        "--licences": "1",
        "--release": "2026.1",
        "--time-zone": "Europe/Berlin",
        "--date-format": "D-Mon-YYYY",
        "--time-format": "H:mm",
        "--wsdl-dir": str(tmp_path),
        "--bundles": str(tmp_path / "bundles"),
        "--consumer-key": secrets.consumer_key,
        "--consumer-secret-file": str(tmp_path / "secret"),
        "--token-id": secrets.token_id,
    }
    with served(flags, {VARIABLES["token_secret"]: secrets.token_secret}) as lines:
        control = lines[0].removeprefix("control ")
        plain, tls = lines[2].removeprefix("ready ").split()
        assert [urlsplit(url).hostname for url in (plain, tls, control)] == [
            "127.0.0.2",
            "127.0.0.3",
            "127.0.0.1",
        ]
        status = ControlClient(control).status()
        assert (status["account"], status["release"], status["concurrency_limit"]) == (
            "TSTDRV1234567",
            "2026.1",
            20,
        )
        assert [one["name"] for one in ControlClient(control).bundles()] == ["Offered"]
        signed = partial(authorization, "GET", secrets=secrets, account="TSTDRV1234567")
        vendor = f"{plain}/services/rest/record/v1/vendor/eid:by-file"
        assert json.loads(fetched(vendor, Authorization=signed(vendor)))["companyName"] == "Named in the file"
        clock = f"{plain}/app/site/hosting/restlet.nl?script=77&deploy=1"
        text = fetched(clock, Authorization=signed(clock), **{"Content-Type": "text/plain"})
        assert text == "5-Jan-2026 23:07"
        assert "<mine/>" in fetched(f"{plain}/wsdl/v2025_1_0/netsuite.wsdl")
        page = fetched(f"{plain}/", Host="tstdrv1234567.app.netsuite.com")
        assert "<form" in page
        assert (tmp_path / "data").is_dir()
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


def test_a_bundle_that_cannot_be_read_is_said_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "77").mkdir()
    (tmp_path / "77" / "bundle.toml").write_text(BUNDLE.replace('"77"', '"78"'))
    done = subprocess.run(
        [sys.executable, "-m", "landbridge", "local", "serve", "--seed", "empty", "--bundles", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "landbridge local: 77/bundle.toml: the folder of 78 must be named 78\n"


def test_the_proxy_says_what_is_wrong() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "landbridge", "local", "proxy", "--tls", "nowhere"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "landbridge local: 'nowhere' is no HOST:PORT\n")
