"""Three switches: allowed on the page Administration, added and active on the page Workflows, live for real time."""

from __future__ import annotations

import pytest
from django.utils import timezone

from landbridge.service.connections.models import Connection
from landbridge.service.runs.starts.groups import create_group
from landbridge.service.runs.starts.scheduling import add_schedule
from landbridge.service.workflows import administration, catalogue
from landbridge.service.workflows.activation import activate, deactivate, set_options, set_real_time
from landbridge.service.workflows.adding import add, delete, workflows_of
from landbridge.service.workflows.catalogue import CATALOGUE
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.rows import default_rows, replace_rows


@pytest.fixture
def connection(db: None) -> Connection:
    return Connection.objects.create(
        name="Demo", netsuite_account="TSTDRV1", spp_database_id="x", credentials=b"", credentials_key=""
    )


def activate_all(connection: Connection, *keys: str) -> None:
    """Activate workflows with all that they need."""
    for key in keys:
        activate_all(connection, *CATALOGUE[key].depends_on)
        administration.allow(connection, [key], by=None)
        activate(connection, key, by=None)


def refused(code: str, words: str) -> pytest.RaisesContext[WorkflowRefused]:
    return pytest.raises(WorkflowRefused, match=words, check=lambda error: error.code == code)


@pytest.mark.requirement("switch-01")
def test_a_workflow_is_allowed_then_added_then_active_then_live(connection: Connection) -> None:
    with refused("not_allowed", r"Products \(.*page Administration"):
        add(connection, "products", by=None)
    administration.allow(connection, ["products"], by=None)
    added = add(connection, "products", by=None)
    assert (added.added, added.active, added.real_time) == (True, False, False)
    assert MappingRow.objects.filter(workflow=added).count() == len(CATALOGUE["products"].rows)

    active = activate(connection, "products", by=None)
    assert (active.active, active.real_time) == (True, False)
    assert set_real_time(connection, "products", live=True, by=None).real_time


@pytest.mark.requirement("switch-01")
def test_standard_workflows_are_allowed_from_the_start(connection: Connection) -> None:
    standard = {key for key, kind in CATALOGUE.items() if kind.standard}
    assert {"employees", "customers", "projects"} <= standard
    assert administration.allowed(connection.pk) == standard
    assert administration.disallow(connection, ["employees"], by=None).allowed == [
        key for key in CATALOGUE if key in standard - {"employees"}
    ]


@pytest.mark.requirement("switch-02")
def test_what_is_live_is_neither_changed_nor_switched_off_nor_deleted(connection: Connection) -> None:
    activate(connection, "employees", by=None)
    set_real_time(connection, "employees", live=True, by=None)
    words = r"Employees \(Employees\) is live for real time"
    with refused("live", words):
        deactivate(connection, "employees", by=None)
    with refused("live", words):
        delete(connection, "employees", by=None)
    with refused("live", words):
        set_options(connection, "employees", {"include_inactive": True}, by=None)
    with refused("live", words):
        replace_rows(connection, "employees", default_rows(CATALOGUE["employees"]), by=None)


@pytest.mark.requirement("switch-02")
def test_what_an_active_schedule_starts_is_protected_and_the_schedule_is_named(
    connection: Connection,
) -> None:
    activate(connection, "employees", by=None)
    group = create_group(connection, "Nightly", ["employees"])
    add_schedule(connection, 2, 1, group=group, by=None, now=timezone.now())
    words = "of the group Nightly .Wednesday 1:00 to 2:00 UTC"
    with refused("scheduled", words):
        delete(connection, "employees", by=None)
    with refused("scheduled", words):
        set_options(connection, "employees", {"include_inactive": True}, by=None)


@pytest.mark.requirement("switch-02")
def test_what_is_added_cannot_be_disallowed(connection: Connection) -> None:
    add(connection, "employees", by=None)
    with refused("added", r"Employees \(Employees\) stands on the page Workflows"):
        administration.disallow(connection, ["employees", "customers"], by=None)
    assert administration.allowed(connection.pk) >= {"employees", "customers"}
    delete(connection, "employees", by=None)
    assert "employees" not in (administration.disallow(connection, ["employees"], by=None).allowed or ())


@pytest.mark.requirement("switch-02")
def test_a_dependency_is_neither_switched_off_nor_deleted_under_its_dependants(
    connection: Connection,
) -> None:
    activate_all(connection, "projects")
    with refused("needed", r"Projects \(Projects\) needs Customers"):
        deactivate(connection, "customers", by=None)
    with refused("needed", r"Projects \(Projects\) needs Customers"):
        delete(connection, "customers", by=None)
    deactivate(connection, "projects", by=None)
    delete(connection, "customers", by=None)
    with refused("depends_on", r"Projects \(Projects\) needs Customers"):
        activate(connection, "projects", by=None)


@pytest.mark.requirement("import-07")
@pytest.mark.parametrize(
    ("first", "second"), [("purchase_orders", "vendor_bills"), ("vendor_bills", "purchase_orders")]
)
def test_bills_and_purchase_orders_exclude_each_other(
    connection: Connection, first: str, second: str
) -> None:
    activate_all(connection, first)
    administration.allow(connection, [second], by=None)
    with refused("excludes", r"POs \(.*exclude each other"):
        activate(connection, second, by=None)
    assert not add(connection, second, by=None).active
    deactivate(connection, first, by=None)
    assert activate(connection, second, by=None).active


@pytest.mark.requirement("switch-01")
def test_a_deleted_workflow_keeps_its_log_and_comes_back_with_the_default_mapping(
    connection: Connection,
) -> None:
    workflow = activate(connection, "customers", by=None)
    MappingRow.objects.filter(workflow=workflow, target="phone").delete()
    delete(connection, "customers", by=None)
    stored = Workflow.objects.get(pk=workflow.pk)
    assert (stored.added, stored.active, stored.mapping_rows.count()) == (False, False, 0)
    assert ("customers", None) in [(kind.key, found) for kind, found in workflows_of(connection)]
    with refused("inactive", "Activate it first"):
        set_options(connection, "customers", {"include_leads": False}, by=None)

    again = activate(connection, "customers", by=None)
    assert again.pk == workflow.pk
    assert MappingRow.objects.filter(workflow=again, target="phone").exists()


def test_types_without_notices_cannot_be_made_live(connection: Connection) -> None:
    activate(connection, "vendors", by=None)
    with refused("not_real_time", "by schedule and by hand"):
        set_real_time(connection, "vendors", live=True, by=None)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"stamp": "yes"}, "bad_setting"),
        ({"real_time_scope": "some"}, "bad_setting"),
        ({"custom_limit": -1}, "bad_setting"),
        ({"custom_limit": True}, "bad_setting"),
        ({"time_zone": "Mars/Olympus"}, "bad_setting"),
        ({"time_zone": ""}, "bad_setting"),
        ({"poems": True}, "unknown_setting"),
    ],
    ids=str,
)
def test_a_setting_that_does_not_suit_is_refused(
    connection: Connection, settings: dict[str, bool | int | str], code: str
) -> None:
    with refused(code, "."):
        administration.change(connection, by=None, **settings)


def test_settings_are_stored(connection: Connection) -> None:
    administration.change(connection, by=None, stamp=True, real_time_scope="all", custom_limit=2)
    stored = administration.of(connection.pk)
    assert (stored.stamp, stored.real_time_scope, stored.custom_limit, stored.merge_guard) == (
        True,
        "all",
        2,
        True,
    )


def test_workflows_are_known_by_key() -> None:
    assert catalogue.ordered(["projects", "employees", "poems", "projects"]) == ["employees", "projects"]
    assert catalogue.label("poems") == "poems"
    with pytest.raises(KeyError, match="poems"):
        catalogue.declaration("poems")


@pytest.mark.requirement("option-01")
@pytest.mark.parametrize(
    ("key", "option", "value"),
    [("customers", "include_leads", "false"), ("projects", "hierarchy_class", True)],
    ids=["box", "text"],
)
def test_an_option_has_no_value_of_another_kind(
    connection: Connection, key: str, option: str, value: bool | str
) -> None:
    activate_all(connection, key)
    with refused("bad_option", f"{option} is"):
        set_options(connection, key, {option: value}, by=None)
    assert Workflow.objects.get(key=key).options == {}
