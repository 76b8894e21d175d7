"""`make docs`: write the reference pages that are made from the code. ``--check`` writes nothing and exits 1 where one is out of date."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from landbridge.cli import app  # noqa: E402 -- the tool also runs as a script
from tools import coverage_page, spp_records_page, workflows_page  # noqa: E402 -- as above

FOLDER = ROOT / "docs" / "reference"

COMMANDS_HEAD = """\
# Commands

This page is made from the commands themselves by `make docs`; a test fails when it is out of date.

Commands of the service find the running system by `--data`, else by `DATABASE_URL`, else by `LANDBRIDGE_DATA`, else in
`~/.local/share/landbridge`. A command that reads takes `--json` and prints one last line of JSON. `--connection` may be left out while
there is only one. Secrets are never arguments: they come from stdin, a file that only you can read, or the environment. Only the local
account, whose secrets are for tests, takes them as options too.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | it failed, or something in it did; stderr says what |
| 2 | the command was used wrongly |
| 3 | nothing could be reached: no `landbridge up` on the data folder, or no database |
| 4 | what was waited for has not ended in time; it goes on |
| 5 | what was waited for was cancelled |

"""


def commands_page() -> str:
    """Return the page of all commands: cyclopts' own account of them, one heading lower."""
    made = app.generate_docs(output_format="markdown", recursive=True)
    lines = made.replace("## Table of Contents", "## All commands").splitlines()
    body = "\n".join(lines[1:]).strip()
    overview, separator, details = body.partition("**Commands**:")
    first = details.find("\n## ")
    assert separator, "cyclopts lists the commands before it describes each"
    assert first > 0, "cyclopts describes each command under a heading of its own"
    return COMMANDS_HEAD + overview.strip() + "\n" + details[first:].rstrip() + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "coverage.md": coverage_page.page,
    "workflows.md": workflows_page.page,
    "spp-records.md": spp_records_page.page,
}
"""File in docs/reference -> what makes it."""


def main() -> int:
    checking = "--check" in sys.argv[1:]
    stale = []
    for name, make in PAGES.items():
        page = FOLDER / name
        wanted = make()
        if page.is_file() and page.read_text(encoding="utf-8") == wanted:
            continue
        stale.append(name)
        if not checking:
            page.write_text(wanted, encoding="utf-8")
    word = "out of date, run `make docs`" if checking else "written"
    for name in stale:
        print(f"docs/reference/{name}: {word}")
    return 1 if checking and stale else 0


if __name__ == "__main__":
    sys.exit(main())
