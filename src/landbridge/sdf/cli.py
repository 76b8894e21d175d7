"""``landbridge suiteapp ...``: checking and building the SDF project for a real account."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from cyclopts import App

from landbridge.sdf.build import BuildError, Form
from landbridge.sdf.build import build as build_project
from landbridge.sdf.check import check as check_project
from landbridge.sdf.findings import Report
from landbridge.suiteapp import suiteapp_folder

app = App(name="suiteapp", help="The SuiteApp for a NetSuite account: check it, build it.")

EXIT_FAILED = 1


@app.command
def check(folder: Path | None = None, *, json: bool = False) -> int:
    """Examine an SDF project before it is deployed: structure, ids, references, scripts, deployments, types.

    Exits with 1 when something is wrong, or when Node.js or TypeScript is there and gives no result. JavaScript is examined where
    Node.js is there, its types where the development packages are installed; what was not examined is said.

    Parameters
    ----------
    folder
        The project's folder; Landbridge's own SuiteApp without it.
    json
        Print one line of JSON.
    """
    folder = folder or suiteapp_folder()
    report = check_project(folder)
    _say(folder, report, as_json=json)
    return EXIT_FAILED if report.findings else 0


@app.command
def build(*, form: Form, out: Path) -> int:
    """Write a project that Oracle's `suitecloud project:deploy` deploys, and check it.

    Parameters
    ----------
    form
        standalone: with the specification's ids. beside-native: with ids of its own, for an account with the native connector.
    out
        An empty folder, or one that does not exist yet.
    """
    try:
        build_project(suiteapp_folder(), form, out)
    except BuildError as error:
        sys.stderr.write(f"landbridge: {error}\n")
        return EXIT_FAILED
    report = check_project(out)
    _say(out, report, as_json=False)
    return EXIT_FAILED if report.findings else 0


def _say(folder: Path, report: Report, *, as_json: bool) -> None:
    if as_json:
        findings = [asdict(finding) for finding in report.findings]
        lines = [json.dumps({"folder": str(folder), "findings": findings, "not_run": report.not_run})]
    else:
        lines = [*map(str, report.findings), *(f"not examined: {what}" for what in report.not_run)]
        lines.append(
            f"{folder}: {len(report.findings)} findings" if report.findings else f"{folder}: nothing wrong"
        )
    sys.stdout.write("\n".join(lines) + "\n")
