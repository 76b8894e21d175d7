"""`landbridge suiteapp check` where the development packages are installed: TypeScript's findings are its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from landbridge.sdf.check import check
from tests.unit.sdf.copies import copied, replace
from tools.node_packages import SUITEAPP, install

SEND = "FileCabinet/SuiteScripts/landbridge/send_to_spp_2.js"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    install()
    copy = copied(tmp_path / "suiteapp")
    (copy / "node_modules").symlink_to(SUITEAPP / "node_modules")
    return copy


@pytest.mark.requirement("app-02")
def test_the_suiteapps_types_are_right(project: Path) -> None:
    report = check(project)
    assert (list(map(str, report.findings)), report.not_run) == ([], [])


@pytest.mark.requirement("app-02")
def test_a_wrong_type_is_found_with_its_line(project: Path) -> None:
    replace(project, SEND, "const save = {", "const save = {\n          account: 5,")
    found = [one for one in check(project).findings if one.place.startswith("TS")]
    assert SEND in {one.file for one in found}
    assert all(one.line and one.wrong for one in found)
