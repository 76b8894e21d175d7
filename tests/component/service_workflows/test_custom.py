"""Custom workflows: made, limited, deleted."""

from __future__ import annotations

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from landbridge.service.connections.models import Connection
from landbridge.service.workflows import administration, catalogue
from landbridge.service.workflows.activation import activate, set_real_time
from landbridge.service.workflows.adding import delete
from landbridge.service.workflows.custom import create
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import CustomWorkflow, MappingRow
from landbridge.service.workflows.store import active_workflows, prepare

pytestmark = pytest.mark.requirement("custom-01")


@pytest.fixture
def connection(db: None) -> Connection:
    return Connection.objects.create(
        name="Demo", netsuite_account="TSTDRV1", spp_database_id="x", credentials=b"", credentials_key=""
    )


def test_a_custom_workflow_starts_with_the_netsuite_id_and_the_name(connection: Connection) -> None:
    made = create(connection, "skills", "customrecord_skill", "job_code", label="Skills", by=None)
    kind = catalogue.declaration(made.key)
    assert (kind.label, kind.netsuite_type, kind.spp_type) == ("Skills", "customrecord_skill", "job_code")
    assert (made.added, made.active, kind.real_time) == (True, False, False)
    rows = MappingRow.objects.filter(workflow=made).values_list("target", "field", "required")
    assert list(rows) == [
        ("netsuite_custom_customrecord_skill_id__c", "internalId", True),
        ("name", "name", True),
    ]
    with pytest.raises(WorkflowRefused, match="sends no notices"):
        set_real_time(connection, activate(connection, made.key, by=None).key, live=True, by=None)


@pytest.mark.parametrize(
    ("name", "netsuite_type", "spp_type", "code"),
    [
        ("two words", "customrecord_skill", "job_code", "bad_name"),
        ("x" * 41, "customrecord_skill", "job_code", "bad_name"),
        ("skills", "customer", "job_code", "bad_type"),
        ("skills", "customrecord_skill", "poem", "bad_type"),
        ("services", "serviceitem", "category", "same_types"),
        ("centers", "customrecord_oa_cost_center", "cost_center", "same_types"),
    ],
)
def test_what_cannot_be_is_refused(
    connection: Connection, name: str, netsuite_type: str, spp_type: str, code: str
) -> None:
    with pytest.raises(WorkflowRefused) as refused:
        create(connection, name, netsuite_type, spp_type, by=None)
    assert refused.value.code == code
    assert not CustomWorkflow.objects.exists()


def test_one_name_and_one_pair_of_types_at_a_time(connection: Connection) -> None:
    made = create(connection, "skills", "customrecord_skill", "job_code", by=None)
    with pytest.raises(WorkflowRefused, match="already"):
        create(connection, "Skills", "customrecord_other", "job_code", by=None)
    with pytest.raises(WorkflowRefused, match="imports customrecord_skill as job_code"):
        create(connection, "others", "customrecord_skill", "job_code", by=None)

    delete(connection, made.key, by=None)
    assert catalogue.label(made.key) == "skills (custom)"
    with pytest.raises(WorkflowRefused, match="no workflow"):
        activate(connection, made.key, by=None)
    assert create(connection, "skills", "customrecord_skill", "job_code", by=None).key != made.key


def test_only_so_many_are_active_at_once(connection: Connection) -> None:
    made = [create(connection, f"one_{n}", f"customrecord_{n}", "job_code", by=None) for n in range(5)]
    for one in made[:4]:
        activate(connection, one.key, by=None)
    with pytest.raises(WorkflowRefused, match="4 custom workflows may be active") as refused:
        activate(connection, made[4].key, by=None)
    assert refused.value.code == "custom_limit"
    with pytest.raises(WorkflowRefused, match="4 custom workflows are active"):
        administration.change(connection, custom_limit=3, by=None)
    administration.change(connection, custom_limit=5, by=None)
    assert activate(connection, made[4].key, by=None).active


def test_another_connection_has_none_of_them(connection: Connection) -> None:
    made = create(connection, "skills", "customrecord_skill", "job_code", by=None)
    other = Connection.objects.create(
        name="Other", netsuite_account="TSTDRV2", spp_database_id="y", credentials=b"", credentials_key=""
    )
    assert made.key in [kind.key for kind in catalogue.declarations(connection.pk)]
    assert made.key not in [kind.key for kind in catalogue.declarations(other.pk)]
    with pytest.raises(WorkflowRefused, match="no workflow"):
        activate(other, made.key, by=None)


def test_they_are_loaded_once_and_ordered_behind_the_others(connection: Connection) -> None:
    made = [create(connection, f"one_{n}", f"customrecord_{n}", "job_code", by=None) for n in range(3)]
    for key in (made[2].key, "employees", made[0].key):
        activate(connection, key, by=None)
    with CaptureQueriesContext(
        database,
    ) as captured:
        prepared = prepare(active_workflows(connection.pk))
    assert [one.workflow.key for one in prepared] == ["employees", made[0].key, made[2].key]
    assert len(captured) == 2  # workflows, and the rows of all of them
