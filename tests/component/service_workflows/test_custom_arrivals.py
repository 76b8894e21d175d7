"""Custom workflows over a local NetSuite account that really runs: a custom record type of its own, and service items."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from landbridge.local.records.model import CustomRecordType
from landbridge.local.testing import running_account
from landbridge.service.projects.models import SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import RunItem
from landbridge.service.runs.starts.groups import chosen_workflows, create_group
from landbridge.service.runs.starts.on_demand import answer_to, ask_for_record
from landbridge.service.workflows.activation import activate, set_options
from landbridge.service.workflows.catalogue import MAIN, Row, Source, declaration
from landbridge.service.workflows.custom import create
from landbridge.service.workflows.rows import default_rows, replace_rows

from .arrivals import arrivals

SKILL, SKILL_ID = "customrecord_skill", "netsuite_custom_customrecord_skill_id__c"


@pytest.mark.requirement("custom-01")
def test_custom_records_and_service_items_arrive(db: None) -> None:
    with running_account() as netsuite, arrivals(netsuite, "soap") as there:
        account = netsuite.account
        account.records.define_type(CustomRecordType(SKILL, "Skill"))

        def save(record_type: str, **values: Any) -> str:
            return account.records.save(account.access.system_session(), record_type, values).record.id

        welding, idle = save(SKILL, name="Welding"), save(SKILL, name="Fax", isInactive=True)
        skills = create(there.connection, "skills", SKILL, "job_code", label="Skills", by=there.admin)
        items = create(there.connection, "rates", "serviceitem", "cost_center", by=there.admin)
        rows = default_rows(declaration(skills.key))
        rows[MAIN].append((Row("code", Source.CONSTANT, "", "NS"), True))
        replace_rows(there.connection, skills.key, rows, by=there.admin)
        for one in (skills, items):
            activate(there.connection, one.key, by=there.admin)

        group = create_group(there.connection, "Own", [skills.key, items.key])
        run = there.run(*(chosen_workflows(there.connection, (), group.name) or ()))
        assert (run.state, run.workflows) == ("completed", [skills.key, items.key])
        assert there.of("job_code", welding, SKILL_ID)["name"] == "Welding"
        assert there.of("job_code", welding, SKILL_ID)["code"] == "NS"
        assert there.item(run, skills.key, idle)[:2] == ("skipped", "inactive")
        told = dict(RunItem.objects.filter(run=run, workflow=items).values_list("code", "outcome"))
        assert told == {"": "created", "not_service": "skipped"}

        set_options(there.connection, skills.key, {"include_inactive": True}, by=there.admin)
        assert there.item(there.run(skills.key), skills.key, idle)[0] == "created"

        session = account.access.system_session()
        account.records.save(session, SKILL, {"name": "Welding and cutting"}, id=welding)
        asked = ask_for_record(there.connection, skills.key, welding, by=there.admin, now=timezone.now())
        run_link(there.connection.pk, queueing.REAL_TIME, there.services)
        assert answer_to(asked.pk).arrived
        assert there.of("job_code", welding, SKILL_ID)["name"] == "Welding and cutting"
        assert SppRecord.objects.filter(type="job_code").count() == 2
