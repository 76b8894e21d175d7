"""The tutorial, typed as it stands: every block, in its order, in a folder of its own and on free ports."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from landbridge.service.realtime.answers import Answer
from tests.unit.docs.commandlines import BLOCK
from tests.unit.docs.pages import page

PORTS = ("18080", "18443", "18090", "8080", "8443")
SERVERS = ("landbridge local serve", "landbridge up")


def blocks() -> list[str]:
    """Return what the tutorial tells to type, each port replaced by a free one."""
    text = page("tutorial.md")
    with ExitStack() as stack:
        for port in PORTS:
            holder = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            text = re.sub(rf"(?<=:){port}\b", str(holder.getsockname()[1]), text)
    found = [block for block in BLOCK.findall(text) if not block.startswith(("control ", "ready "))]
    return [block.replace(". .venv/bin/activate\n", "").replace("make setup\n", "") for block in found]


class Reader:
    """Types the blocks in one folder."""

    def __init__(self, folder: Path) -> None:
        programs = Path(sys.executable).parent
        self.folder = folder
        self.environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
        for name in ("DATABASE_URL", "LANDBRIDGE_SECRET_KEY", "LANDBRIDGE_DATA"):
            self.environment.pop(name, None)
        self.carried = ""

    def type(self, block: str) -> str:
        """Run a block and return what it printed. What it exports holds for the next one, as in one terminal."""
        self.carried += "".join(
            f"{line}\n" for line in block.splitlines() if line.startswith(("export ", ". "))
        )
        done = subprocess.run(
            ["/bin/bash", "-ec", self.carried + block],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    @contextmanager
    def serve(self, block: str) -> Iterator[None]:
        """Run a block that ends in a server, until the end of the ``with`` block; wait for its line `ready`."""
        command = self.carried + block.strip()
        before, _, last = command.replace("\\\n", " ").rpartition("\n")
        with subprocess.Popen(
            ["/bin/bash", "-ec", f"{before}\nexec {last}"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            assert process.stdout is not None
            try:
                assert any(line.startswith("ready ") for line in process.stdout), (
                    f"{block}\nended before it was ready"
                )
                yield
            finally:
                process.send_signal(signal.SIGINT)
                process.stdout.read()


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
