"""On which day an instant lies: in the time zone of the account."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from landbridge.service.workflows import administration
from landbridge.service.workflows.catalogue import CATALOGUE, MAIN, Row, Source
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.rows import default_rows, replace_rows
from tests.component.service_runs.conftest import make_stand

IN_THE_NIGHT = datetime(2026, 11, 21, 2, tzinfo=UTC)
"""In Los Angeles it is still the evening of the day before."""


@pytest.mark.requirement("map-03")
@pytest.mark.parametrize(
    ("zone", "day", "imported"),
    [("UTC", "2026-11-21", {"30"}), ("America/Los_Angeles", "2026-11-20", {"30", "31"})],
)
def test_days_are_those_of_the_account(db: None, zone: str, day: str, imported: set[str]) -> None:
    stand = make_stand()
    Workflow.objects.update(real_time=False)
    administration.change(stand.connection, by=stand.admin, time_zone=zone)
    rows = default_rows(CATALOGUE["projects"])[MAIN]
    kept = [one for one in rows if one[0].target != "start_date"]
    of_instant = Row("start_date", Source.FIELD, "custentity_opened")
    replace_rows(
        stand.connection,
        "projects",
        {MAIN: [*kept, (of_instant, True)]},
        filters={MAIN: "(custentity_asked < '2026-11-21')"},
        by=stand.admin,
    )
    stand.customer("20")
    early = datetime(2026, 11, 20, 2, tzinfo=UTC)
    stand.project("30", "20", custentity_opened=IN_THE_NIGHT, custentity_asked=early)
    stand.project("31", "20", custentity_opened=IN_THE_NIGHT, custentity_asked=IN_THE_NIGHT)
    stand.run()
    found = stand.spp("project")
    assert {one.fields["netsuite_project_id__c"] for one in found.values()} == imported
    assert {one.fields["start_date"] for one in found.values()} == {day}
