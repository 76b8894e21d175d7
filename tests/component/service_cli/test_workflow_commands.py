"""`landbridge workflows`: the list, the three switches, options, settings, custom workflows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from landbridge.cli import app
from landbridge.service.workflows.catalogue import CATALOGUE

from .conftest import Commands

KEYS = {
    "name",
    "netsuite_type",
    "spp_type",
    "real_time",
    "monitored_fields",
    "depends_on",
    "mapping_rows",
}


@pytest.mark.requirement("import-12")
def test_the_list_tells_every_workflow_also_where_nothing_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("LANDBRIDGE_DATA", str(tmp_path))
    assert app(["workflows", "list", "--json"], exit_on_error=False, result_action="return_value") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in listed] == list(CATALOGUE)
    assert all(one.keys() >= KEYS for one in listed)
    by_name = {one["name"]: one for one in listed}
    assert by_name["projects"]["netsuite_type"] == "job"
    assert by_name["projects"]["depends_on"] == ["customers"]
    assert by_name["customers"]["netsuite_types"] == ["customer", "lead", "prospect"]
    assert by_name["services"]["netsuite_type"] == "serviceitem"
    assert by_name["vendor_bills"]["spp_types"][:2] == ["purchaseorder", "purchase_item"]
    assert {"custentity_oa_export_to_openair", "isInactive", "entityId"} <= set(
        by_name["customers"]["monitored_fields"]
    )
    assert {(row["target"], row["source"], row["field"]) for row in by_name["employees"]["mapping_rows"]} >= {
        ("nickname", "field", "entityId")
    }


@pytest.mark.requirement("switch-01", "switch-02", "custom-01", "import-12")
def test_workflows_are_allowed_added_configured_and_deleted(connected: Commands) -> None:
    assert "not allowed" in connected("workflows", "add", "products", code=1)
    assert "products" in connected("workflows", "allow", "products")
    assert connected("workflows", "add", "products") == "Products (Purchase Items): added\n"
    assert "stands on the page Workflows" in connected("workflows", "disallow", "products", code=1)
    assert connected("workflows", "delete", "products") == "products: deleted\n"
    assert "products" not in connected("workflows", "disallow", "products")
    assert "There is no workflow nosuch" in connected("workflows", "disallow", "nosuch", code=1)

    connected("workflows", "activate", "employees")
    said = connected("workflows", "options", "employees", "include_inactive=on")
    assert "include_inactive=on" in said.splitlines()
    assert "is on or off" in connected("workflows", "options", "employees", "include_inactive=2", code=2)
    assert "is not name=value" in connected("workflows", "options", "employees", "x", code=2)
    settings = connected("workflows", "settings", "stamp=on", "real_time_scope=all", "custom_limit=1")
    assert {"stamp=on", "real_time_scope=all", "custom_limit=1"} <= set(settings.splitlines())
    assert "There is no setting poems" in connected("workflows", "settings", "poems=on", code=1)

    gone = connected("workflows", "custom", "gone", "customrecord_nosuch", "job_code", code=1)
    assert "NetSuite has no record type customrecord_nosuch" in gone
    stages = "customrecord_oa_project_stages"
    key, label = (
        connected("workflows", "custom", "skills", stages, "job_code", "--label", "Skills")
        .strip()
        .split(": ")
    )
    assert label == "Skills"
    connected("workflows", "activate", key)
    (skills,) = [one for one in connected.json("workflows", "list") if one["name"] == key]
    assert (skills["active"], skills["real_time"], skills["netsuite_type"]) == (
        True,
        False,
        stages,
    )
    assert key in connected("workflow", "list")


@pytest.mark.requirement("switch-01")
def test_without_names_all_that_are_allowed_are_activated_parents_first(connected: Commands) -> None:
    connected("workflow", "allow", "reimbursements")
    connected("workflow", "disallow", "expense_reports")
    said = connected("workflow", "activate", "--real-time")
    assert "left off, since it needs Expense Reports" in said.split("Reimbursements", 1)[1].split("\n", 1)[0]
    connected("workflow", "disallow", "reimbursements")
    listed = connected.json("workflow", "list")
    assert [one["name"] for one in listed if one["allowed"]] == [
        one["name"] for one in listed if one["active"]
    ]
    assert [one["name"] for one in listed if one["live"]] == [
        one["name"] for one in listed if one["active"] and one["real_time"]
    ]
