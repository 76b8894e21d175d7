"""The operations page, typed as it stands: backup, restore, drain, health and poll mode on a service that really runs."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from landbridge.service.supervision.datafolder import DataFolder
from tests.component.docs.reader import Reader, on_free_ports

FENCED = re.compile(r"^```([a-z]*)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture
def netsuite() -> Iterator[RunningAccount]:
    with running_account(suiteapp=suiteapp_folder()) as running:
        yield running


@pytest.fixture
def reader() -> Iterator[Reader]:
    """A terminal in a folder that PostgreSQL's own account may pass when we are root."""
    with tempfile.TemporaryDirectory(prefix="landbridge-operations-") as name:
        Path(name).chmod(0o755)
        yield Reader(Path(name))


def connect(reader: Reader, netsuite: RunningAccount) -> None:
    """What the page takes for granted: a connection with an active workflow."""
    entered = {
        "name": "Production",
        "netsuite_account": netsuite.account.settings.account_id,
        "spp_database_id": "4711",
        "connect_to": netsuite.connect_to,
        "ca_file": str(netsuite.ca_file),
        **asdict(netsuite.secrets),
    }
    file = reader.folder / "connection.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(entered), encoding="utf-8")
    reader.type("landbridge connection add --file connection.json")
    reader.type("landbridge workflow activate employees customers --real-time")


def on_another_machine(fenced: list[tuple[str, str]]) -> list[str]:
    """The commands of the blocks that need a database, a secret and a certificate of their own, on free ports."""
    lines = [line for language, block in fenced if language == "sh" for line in block.splitlines()]
    found = [
        re.sub(r"0\.0\.0\.0:\d+", "127.0.0.1:0", line) for line in lines if line.startswith("landbridge ")
    ]
    assert {line.split()[1] for line in found} == {"worker", "serve", "intake"}
    return found


def as_another_machine(reader: Reader, netsuite: RunningAccount) -> str:
    """What such a machine has: the database's address, the secret key, a certificate; no data folder."""
    certificate = netsuite.account.authority.issue(["localhost"])
    (reader.folder / "chain.pem").write_text(certificate.certificate, encoding="ascii")
    (reader.folder / "key.pem").write_text(certificate.key, encoding="ascii")
    database = DataFolder(reader.folder / "data").running().database_url
    secret = (reader.folder / "data" / "secret.key").read_text(encoding="ascii").strip()
    return f"unset LANDBRIDGE_DATA\nexport DATABASE_URL='{database}' LANDBRIDGE_SECRET_KEY={secret}\n"


@pytest.mark.full
@pytest.mark.requirement("scale-04")
@pytest.mark.timeout(240)
@pytest.mark.skipif(shutil.which("curl") is None, reason="the page uses curl")
def test_every_block_of_the_operations_page_works(reader: Reader, netsuite: RunningAccount) -> None:
    fenced = FENCED.findall(on_free_ports("operations.md", ("8080", "8443")))
    start, *others = [block for language, block in fenced if not language]
    assert "landbridge up" in start
    with reader.serve(start):
        reader.carried = 'export LANDBRIDGE_DATA="$PWD/data"\n'
        connect(reader, netsuite)
        printed = "\n".join(reader.type(block) for block in others)
        for line in on_another_machine(fenced):
            with reader.serve(as_another_machine(reader, netsuite) + line):
                pass  # it said that it is ready
    assert "it needs secret key" in printed
    assert "The database is that of" in printed
    assert "enter the credentials" not in printed
    assert '"status": "ok"' in printed.replace('":"', '": "')


@pytest.mark.requirement("scale-04")
def test_the_page_tells_what_an_operator_asks() -> None:
    text = on_free_ports("operations.md", ())
    for heading in (
        "Sizing",
        "Backup",
        "Restore",
        "Upgrade",
        "Watch",
        "What NetSuite must reach",
        "poll mode",
    ):
        assert re.search(rf"^## .*{heading}", text, re.MULTILINE), heading
