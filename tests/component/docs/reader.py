"""Typing what a page of the documentation tells to type, in a folder of its own and on free ports."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.unit.docs.pages import page


def on_free_ports(name: str, ports: Sequence[str]) -> str:
    """Return a page's text, each of its ``ports`` replaced by a free one."""
    text = page(name)
    with ExitStack() as stack:
        for port in ports:
            holder = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            text = re.sub(rf"(?<=:){port}\b", str(holder.getsockname()[1]), text)
    return text


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
        assert done.returncode == 0, f"{block}\nended with {done.returncode}\n{done.stdout}\n{done.stderr}"
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
