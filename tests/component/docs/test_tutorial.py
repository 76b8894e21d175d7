"""The tutorial, typed as it stands: every block, in its order, in a folder of its own and on free ports."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pytest

from landbridge.service.realtime.answers import Answer
from tests.component.docs.reader import Reader, on_free_ports
from tests.unit.docs.commandlines import BLOCK

PORTS = ("18080", "18443", "18090", "8080", "8443")
SERVERS = ("landbridge local serve", "landbridge up")


def blocks() -> list[str]:
    """Return what the tutorial tells to type, each port replaced by a free one."""
    found = [
        block
        for block in BLOCK.findall(on_free_ports("tutorial.md", PORTS))
        if not block.startswith(("control ", "ready "))
    ]
    return [block.replace(". .venv/bin/activate\n", "").replace("make setup\n", "") for block in found]


@pytest.mark.full
@pytest.mark.requirement("repo-07")
@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("curl") is None, reason="the tutorial uses curl")
def test_every_block_of_the_tutorial_works() -> None:
    found = blocks()
    servers = [position for position, block in enumerate(found) if any(name in block for name in SERVERS)]
    assert len(servers) == 2
    first, second = servers
    # Not below pytest's own folder, which it closes to the account that PostgreSQL runs as when we are root.
    with tempfile.TemporaryDirectory(prefix="landbridge-tutorial-") as name:
        Path(name).chmod(0o755)
        reader = Reader(Path(name))
        for block in found[:first]:
            reader.type(block)
        with reader.serve(found[first]), reader.serve(found[second]):
            printed = [reader.type(block) for block in found[second + 1 :]]
            notices = json.loads(reader.type("landbridge realtime notices --json"))["notices"]
            reader.type("landbridge run --wait")  # behind the real-time run, or instead of it
            customers = json.loads(reader.type("landbridge records list --type customer --json"))["records"]
    told = "\n".join(printed)
    assert "Connection Tutorial saved." in told
    assert "real time is on" in told
    assert told.count("created") >= 5
    assert [(one["record_type"], one["event"]) for one in notices] == [("customer", "create")]
    assert notices[0]["answer"] in {answer.body["code"] for answer in (Answer.RUNNING, Answer.QUEUED)}
    assert "Elm Street Books" in [one["fields"].get("company") for one in customers]
