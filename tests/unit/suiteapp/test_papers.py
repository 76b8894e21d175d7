"""The documentation names every object, setting and code of the SuiteApp."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SUITEAPP = ROOT / "suiteapp"


@pytest.mark.requirement("repo-07")
def test_every_object_and_setting_is_documented() -> None:
    text = (ROOT / "docs" / "reference" / "suiteapp.md").read_text(encoding="utf-8")
    objects = "".join(path.read_text(encoding="utf-8") for path in (SUITEAPP / "Objects").glob("*.xml"))
    ids = set(re.findall(r'scriptid="(cust\w+)"', objects))
    shown = {script_id for script_id in ids if script_id.startswith("customdeploy_oa_show_")}
    assert len(shown) == 20  # one line of the paper stands for them
    assert [script_id for script_id in sorted(ids - shown) if f"`{script_id}`" not in text] == []


@pytest.mark.requirement("repo-07")
def test_every_code_is_documented() -> None:
    text = (ROOT / "docs" / "reference" / "suiteapp.md").read_text(encoding="utf-8")
    scripts = "".join(
        path.read_text(encoding="utf-8") for path in SUITEAPP.glob("FileCabinet/SuiteScripts/landbridge/*.js")
    )
    codes = set(re.findall(r"(?:code:|this\.name =|name:) '(\w+_\w+)'", scripts))
    assert codes == {"not_announced", "circuit_open", "INVALID_REQUEST", "INTEGRATION_SETTINGS"}
    assert [code for code in sorted(codes) if f"`{code}`" not in text] == []


@pytest.mark.requirement("right-01")
def test_every_permission_of_the_role_is_documented_with_its_level_and_reason() -> None:
    text = (ROOT / "docs" / "reference" / "suiteapp.md").read_text(encoding="utf-8")
    rows = [
        line.split("|")[1:4]
        for line in text.splitlines()
        if line.startswith(("| `ADMI_", "| `LIST_", "| `TRAN_", "| `REPO_"))
    ]
    documented = {
        name: level.strip()
        for names, level, reason in rows
        for name in re.findall(r"`(\w+)`", names)
        if len(reason.strip()) > 10
    }
    role = (SUITEAPP / "Objects" / "customrole_oa_integration.xml").read_text(encoding="utf-8")
    granted = re.findall(r"<permkey>(\w+)</permkey>\s*<permlevel>(\w+)</permlevel>", role)
    assert documented == {name: level.capitalize() for name, level in granted}
