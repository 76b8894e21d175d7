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
    r"^(?P<file>[^\s(]+)\((?P<line>\d+),\d+\): error (?P<code>TS\d+): (?P<message>.*)$", re.MULTILINE
)


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
    report.findings += _syntax(project, program)
    if not (project.folder / TYPESCRIPT).is_file() or not (project.folder / CONFIGURATION).is_file():
        report.not_run.append(
            "types: the development packages are not installed (npm ci in the SuiteApp's folder)"
        )
        return
    report.findings += _types(project, program)


def _syntax(project: Project, program: str) -> list[Finding]:
    files = [script.file for script in project.scripts.values()]
    lines = _run(project, program, "-e", _PARSE, "--", *files).splitlines()
    errors = [json.loads(line) for line in lines]
    return [
        Finding(one["filename"], one["line"], "syntax", one["message"], "Correct the script")
        for one in errors
    ]


def _types(project: Project, program: str) -> list[Finding]:
    said = _run(project, program, TYPESCRIPT, "--project", CONFIGURATION)
    return [
        Finding(
            found["file"],
            int(found["line"]),
            found["code"],
            found["message"].rstrip("."),
            "Correct the script or its types",
        )
        for found in _TYPE_ERROR.finditer(said)
    ]


def _run(project: Project, *command: str) -> str:
    done = subprocess.run(
        command, cwd=project.folder, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    return done.stdout
