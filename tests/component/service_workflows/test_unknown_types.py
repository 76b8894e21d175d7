"""A custom record type that NetSuite does not have: refused where NetSuite can be asked, else it stops its own workflow only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.testing import running_account
from landbridge.service import composition
from landbridge.service.runs.models import Run
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.custom import create, refuse_without_type
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import CustomWorkflow
from landbridge.service.workflows.validation.sides import Sides
from landbridge.service.workflows.validation.validating import validate

from .arrivals import Arrivals, arrivals

GONE = "customrecord_nosuch"


@pytest.fixture(params=["soap", "rest"])
def there(request: pytest.FixtureRequest, db: None) -> Iterator[Arrivals]:
    with running_account() as netsuite, arrivals(netsuite, request.param) as there:
        yield there


def test_a_type_that_netsuite_has_not(there: Arrivals) -> None:
    with pytest.raises(WorkflowRefused, match=f"NetSuite has no record type {GONE}") as refused:
        create(there.connection, "gone", GONE, "job_code", by=there.admin)
    assert refused.value.code == "bad_type"
    assert not CustomWorkflow.objects.exists()

    row = CustomWorkflow.objects.create(
        connection=there.connection, name="gone", label="Gone", netsuite_type=GONE, spp_type="job_code"
    )
    with pytest.raises(WorkflowRefused, match=GONE):
        refuse_without_type(there.connection, row.key)
    later = create(there.connection, "rates", "serviceitem", "cost_center", by=there.admin)
    for key in (row.key, later.key):
        activate(there.connection, key, by=there.admin)

    sides = Sides(there.connection, composition.reader_for, composition.destination_for(there.connection))
    found = [(one.workflow, one.code) for one in validate(there.connection, sides).problems]
    assert found == [("Gone", "unknown_type")]

    run = there.run()
    assert run.state == Run.State.FAILED
    assert f"Gone: NetSuite has no record type {GONE}" in run.error
    assert run.counts["created"] > 0
    assert run.workflows == [row.key, later.key]
