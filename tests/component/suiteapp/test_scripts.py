"""Types and unit tests of the SuiteScript files, run by TypeScript and Jest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import SUITEAPP, Run


@pytest.mark.requirement("suiteapp-07")
def test_scripts_type_check_against_netsuites_types(run_node: Run) -> None:
    checked = run_node(
        "node", "node_modules/typescript/bin/tsc", "--project", "jsconfig.json", "--listFilesOnly"
    )
    assert checked.returncode == 0, checked.stdout
    files = checked.stdout
    for script in (SUITEAPP / "FileCabinet" / "SuiteScripts" / "landbridge").glob("*.js"):
        assert script.name in files
    assert "@hitc/netsuite-types/N/crypto/certificate.d.ts" in files

    errors = run_node("node", "node_modules/typescript/bin/tsc", "--project", "jsconfig.json")
    assert (errors.returncode, errors.stdout) == (0, "")


@pytest.mark.requirement("suiteapp-07")
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("https.post({ uri: 'https://x.example' });", "TS2353"),
        ("https.send({ url: 'https://x.example' });", "TS2339"),
        ("const answer = https.post({ url: 'https://x.example' }); answer.status;", "TS2339"),
    ],
)
def test_the_type_check_finds_wrong_calls(run_node: Run, tmp_path: Path, wrong: str, code: str) -> None:
    parameter = "/** @param {typeof import('N/https')} https */ (https)"
    (tmp_path / "wrong.js").write_text(f"define(['N/https'], {parameter} => {{ {wrong} }});")
    paths = {"N/*": [f"{SUITEAPP}/node_modules/@hitc/netsuite-types/N/*"]}
    config = {
        "extends": f"{SUITEAPP}/jsconfig.json",
        "compilerOptions": {"paths": paths},
        "include": [str(tmp_path / "wrong.js"), f"{SUITEAPP}/types/*.d.ts"],
    }
    (tmp_path / "jsconfig.json").write_text(json.dumps(config))
    checked = run_node(
        "node", "node_modules/typescript/bin/tsc", "--project", str(tmp_path / "jsconfig.json")
    )
    assert checked.returncode != 0
    assert code in checked.stdout


@pytest.mark.parametrize(
    ("suite", "at_least"),
    [
        pytest.param(
            "send_to_spp_2",
            40,
            marks=pytest.mark.requirement("suiteapp-02", "suiteapp-03", "suiteapp-06", "suiteapp-07"),
        ),
        pytest.param("rules", 25, marks=pytest.mark.requirement("suiteapp-07", "rule-13", "rule-14")),
        pytest.param("show_answer", 12, marks=pytest.mark.requirement("suiteapp-04", "suiteapp-07")),
        pytest.param("certificate_restlet", 12, marks=pytest.mark.requirement("suiteapp-05", "suiteapp-07")),
    ],
)
def test_unit_tests_pass(unit_test_results: dict[str, Any], suite: str, at_least: int) -> None:
    results = unit_test_results[suite]["assertionResults"]
    failed = [
        f"{test['fullName']}: {test['failureMessages']}" for test in results if test["status"] != "passed"
    ]
    assert failed == []
    assert len(results) >= at_least


def test_packages_are_locked_without_a_registry() -> None:
    lock = json.loads((SUITEAPP / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(packages) > 100
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [
        name for name, entry in packages.items() if "integrity" not in entry and not entry.get("inBundle")
    ] == []


def test_every_optional_package_of_other_platforms_is_locked() -> None:
    """`npm ci` refuses a lock file that leaves one out, on the very platforms that need it."""
    packages = json.loads((SUITEAPP / "package-lock.json").read_text())["packages"]
    missing = [
        f"{name}: {dependency}"
        for name, entry in packages.items()
        for dependency in entry.get("optionalDependencies", {})
        if f"node_modules/{dependency}" not in packages
        and f"{name}/node_modules/{dependency}" not in packages
    ]
    assert missing == []
