"""Running programs of public clients against an account: they know NetSuite's host names, a proxy and a certificate authority."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from landbridge.local.access.model import ADMINISTRATOR
from landbridge.local.testing import RunningAccount

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).with_name("clients")
PYTHON = ROOT / ".venv-clients" / "bin" / "python"


def environment(running: RunningAccount, proxy: str, **more: str) -> dict[str, str]:
    """Return the environment of a client whose token acts as administrator."""
    access = running.account.access
    user = access.user_by_email("admin@demo.example")
    assert user is not None
    integration = access.applications.create_integration("Client")
    token = access.token_records.create("Client", integration.id, user.id, ADMINISTRATOR)
    keys = {
        "NETSUITE_CONSUMER_KEY": integration.consumer_key,
        "NETSUITE_CONSUMER_SECRET": integration.consumer_secret,
        "NETSUITE_TOKEN_ID": token.token_id,
        "NETSUITE_TOKEN_SECRET": token.token_secret,
    }
    return reaching(running, proxy) | keys | more


def reaching(running: RunningAccount, proxy: str) -> dict[str, str]:
    """Return the environment of a client that reaches the account and has no credentials yet."""
    return {
        "PATH": os.environ["PATH"],
        "HTTPS_PROXY": proxy,
        "REQUESTS_CA_BUNDLE": str(running.ca_file),
        "SSL_CERT_FILE": str(running.ca_file),
        "NETSUITE_ACCOUNT": running.account_id,
    }


@contextmanager
def conversing_client(name: str, *, env: dict[str, str], home: Path) -> Iterator[Callable[[Any], Any]]:
    """Start one of the Python programs that answer a line with a line; yields what asks it, both sides as JSON."""
    _installed()
    with subprocess.Popen(
        [str(PYTHON), str(PROGRAMS / name)],
        env=env | {"HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told, answers = process.stdin, process.stdout

        def ask(question: Any) -> Any:
            told.write(json.dumps(question) + "\n")
            told.flush()
            line = answers.readline()
            assert line, "the client ended; what it wrote stands above"
            return json.loads(line)

        try:
            yield ask
        finally:
            told.close()
            process.wait(timeout=30)


def python_client(name: str, *arguments: str, env: dict[str, str], home: Path) -> dict[str, Any]:
    """Run one of the Python programs and return what it found; ``home`` keeps its caches."""
    _installed()
    return _run([str(PYTHON), str(PROGRAMS / name), *arguments], env | {"HOME": str(home)})


def _installed() -> None:
    if not PYTHON.exists():
        pytest.skip("the public clients are not installed: make .venv-clients/.ready")


def php_client(name: str, *arguments: str, env: dict[str, str]) -> dict[str, Any]:
    """Run one of the PHP programs and return what it found."""
    php = shutil.which("php")
    if (
        php is None
        or "soap" not in subprocess.run([php, "-m"], capture_output=True, text=True, check=True).stdout
    ):
        pytest.skip("PHP with its SOAP extension is not installed")
    return _run([php, str(PROGRAMS / name), *arguments], env)


def _run(command: list[str], env: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
