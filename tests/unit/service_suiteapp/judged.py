"""What the tests of the judgements share: a service that has customers live, and answers that differ in a setting."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from landbridge.service.projects.models import User
from landbridge.service.suiteapp import order
from landbridge.service.suiteapp.findings import Finding
from landbridge.service.suiteapp.inspection import Inspection, SettingsRecord
from landbridge.service.suiteapp.models import OrderConfirmation
from landbridge.service.suiteapp.state import ServiceState
from tests.component.service_setup.inspections import VALUES, inspection

STATE = ServiceState(
    netsuite_account="1234567_SB1",
    spp_database_id="4711",
    live=frozenset({"customer"}),
    options={"customers": {"include_leads": True, "include_prospects": True}},
)


def with_values(**changed: Any) -> Inspection:
    return inspection(settings=SettingsRecord(1, msgspec.structs.replace(VALUES, **changed)))


def said(findings: list[Finding]) -> str:
    assert all(one.advice for one in findings if one.state != "ok")
    return "\n".join(map(str, findings))


def confirmed(seen: Inspection, state: ServiceState = STATE) -> OrderConfirmation:
    return OrderConfirmation(
        confirmed_at=datetime(2026, 11, 20, tzinfo=UTC),
        confirmed_by=User(email="ada@example.com", name="Ada"),
        seen=order.digest(seen, state),
    )
