"""Switching workflows on and off."""

from __future__ import annotations

import pytest

from landbridge.service.connections.models import Connection
from landbridge.service.workflows.activation import (
    activate,
    deactivate,
    set_options,
    set_real_time,
)
from landbridge.service.workflows.adding import workflows_of
from landbridge.service.workflows.catalogue import CATALOGUE
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import MappingRow
from landbridge.service.workflows.store import prepare


@pytest.fixture
def connection(db: None) -> Connection:
    return Connection.objects.create(
        name="Demo", netsuite_account="TSTDRV1", spp_database_id="x", credentials=b"", credentials_key=""
    )


@pytest.mark.requirement("flow-01")
def test_projects_need_customers(connection: Connection) -> None:
    with pytest.raises(WorkflowRefused, match=r"Customers \(Customers\)") as caught:
        activate(connection, "projects", by=None)
    assert caught.value.code == "depends_on"

    activate(connection, "customers", by=None)
    activate(connection, "projects", by=None)
    with pytest.raises(WorkflowRefused, match="Projects") as caught:
        deactivate(connection, "customers", by=None)
    assert caught.value.code == "needed"
    deactivate(connection, "projects", by=None)
    assert not deactivate(connection, "customers", by=None).active


@pytest.mark.requirement("flow-01")
def test_the_default_mapping_is_written_once_and_kept(connection: Connection) -> None:
    workflow = activate(connection, "customers", by=None)
    [prepared] = prepare([workflow])
    assert prepared.rows == CATALOGUE["customers"].rows
    MappingRow.objects.filter(workflow=workflow, target="phone").update(active=False)

    deactivate(connection, "customers", by=None)
    [prepared] = prepare([activate(connection, "customers", by=None)])

    assert "phone" not in {row.target for row in prepared.rows}


def test_a_live_workflow_is_protected(connection: Connection) -> None:
    activate(connection, "employees", by=None)
    set_real_time(connection, "employees", live=True, by=None)
    with pytest.raises(WorkflowRefused, match="real time") as caught:
        deactivate(connection, "employees", by=None)
    assert caught.value.code == "live"
    set_real_time(connection, "employees", live=False, by=None)
    deactivate(connection, "employees", by=None)
    with pytest.raises(WorkflowRefused, match="Activate it first"):
        set_real_time(connection, "employees", live=True, by=None)


def test_what_does_not_exist_is_refused(connection: Connection) -> None:
    with pytest.raises(WorkflowRefused, match="no workflow"):
        activate(connection, "poems", by=None)
    with pytest.raises(WorkflowRefused, match="never activated"):
        deactivate(connection, "employees", by=None)
    activate(connection, "employees", by=None)
    with pytest.raises(WorkflowRefused, match="no option"):
        set_options(connection, "employees", {"include_leads": True}, by=None)


def test_an_option_changes_its_rows_and_lets_everything_be_read_again(connection: Connection) -> None:
    workflow = activate(connection, "employees", by=None)
    workflow.bookmark = workflow.swept = workflow.changed_at
    workflow.save()

    workflow = set_options(connection, "employees", {"include_inactive": True}, by=None)

    assert (workflow.bookmark, workflow.swept) == (None, None)
    assert not MappingRow.objects.get(workflow=workflow, target="active").initial_only
    set_options(connection, "employees", {"include_inactive": False}, by=None)
    assert MappingRow.objects.get(workflow=workflow, target="active").initial_only


def test_the_catalogue_is_listed_with_what_is_stored(connection: Connection) -> None:
    activate(connection, "customers", by=None)
    listed = {declaration.key: workflow for declaration, workflow in workflows_of(connection)}
    assert list(listed) == list(CATALOGUE)
    assert listed["employees"] is None
    assert listed["customers"] is not None
