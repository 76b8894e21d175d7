"""JavaScript as a program reads it: syntax by Node's own parser, types by the TypeScript of the development packages.

Both are there only where somebody develops; a check without them says so.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from landbridge.sdf.findings import Finding, Report
from landbridge.sdf.project import Project

TYPESCRIPT = "node_modules/typescript/bin/tsc"
CONFIGURATION = "jsconfig.json"
LONGEST_S = 120
_PARSE = """
const { readFileSync } = require('fs');
const { Script } = require('vm');
for (const filename of process.argv.slice(1)) {
  try { new Script(readFileSync(filename, 'utf8'), { filename }); } catch (error) {
    const line = Number((/:([0-9]+)\\n/.exec(error.stack) || [0, 0])[1]);
    console.log(JSON.stringify({ filename, line, message: error.message }));
  }
}
"""
_TYPE_ERROR = re.compile(
    r"^(?:(?P<file>[^\s(]+)\((?P<line>\d+),\d+\): )?error (?P<code>TS\d+): (?P<message>.*)$", re.MULTILINE
)
"""Without a file it is about the configuration."""


class _ToolFailed(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """Node or TypeScript gave no result; the text says how it ended."""


def node() -> str | None:
    """Return the Node that lies beside this Python or on the path."""
    return shutil.which(
        "node", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    )


def examine(project: Project, report: Report) -> None:
    """Add what Node and TypeScript find, or why they were not asked."""
    program = node()
    if program is None:
        report.not_run.append("JavaScript syntax and types: there is no Node.js")
        return
    report.findings += _asked("Node.js", _syntax, project, program)
    if not (project.folder / TYPESCRIPT).is_file() or not (project.folder / CONFIGURATION).is_file():
        report.not_run.append(
            "types: the development packages are not installed (npm ci in the SuiteApp's folder)"
        )
        return
    report.findings += _asked("TypeScript", _types, project, program)


def _asked(
    tool: str, question: Callable[[Project, str], list[Finding]], project: Project, program: str
) -> list[Finding]:
    """Return what a tool finds. One that is installed and gives no result is a finding: nothing is known to be right."""
    try:
        return question(project, program)
    except _ToolFailed as error:
        return [Finding(".", 0, tool, f"it gave no result: {error}", "Mend its installation and check again")]


def _syntax(project: Project, program: str) -> list[Finding]:
    files = [script.file for script in project.scripts.values()]
    done = _run(project, program, "-e", _PARSE, "--", *files)
    if done.returncode:
        raise _ToolFailed(_ending(done))
    errors = [json.loads(line) for line in done.stdout.splitlines()]
    return [
        Finding(one["filename"], one["line"], "syntax", one["message"], "Correct the script")
        for one in errors
    ]


def _types(project: Project, program: str) -> list[Finding]:
    done = _run(project, program, TYPESCRIPT, "--project", CONFIGURATION)
    found = [
        Finding(
            error["file"] or CONFIGURATION,
            int(error["line"] or 0),
            error["code"],
            error["message"].rstrip("."),
            "Correct the script or its types",
        )
        for error in _TYPE_ERROR.finditer(done.stdout)
    ]
    if done.returncode and not found:
        raise _ToolFailed(_ending(done))
    return found


def _run(project: Project, *command: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, cwd=project.folder, capture_output=True, text=True, timeout=LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise _ToolFailed(f"it did not end within {LONGEST_S} s") from None
    except OSError as error:
        raise _ToolFailed(f"it does not start ({error.strerror})") from None


def _ending(done: subprocess.CompletedProcess[str]) -> str:
    """Return the exit code and the line that names the error."""
    said = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    named = next((line for line in said if "Error" in line), said[0] if said else "it said nothing")
    return f"exit code {done.returncode}, {named}"
