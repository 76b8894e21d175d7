"""Answers of the setup RESTlet, right in everything but what a test changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.connections.models import Connection
from landbridge.service.suiteapp import models
from landbridge.service.suiteapp.ids import STANDALONE
from landbridge.service.suiteapp.inspection import (
    Bundles,
    Deployment,
    Inspection,
    Role,
    SettingsRecord,
    SettingsValues,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
VALUES = SettingsValues(
    service_url="https://notices.example.test",
    account="1234567_SB1",
    url="https://acme.app.netsuitesuiteprojectspro.com",
    database_id="4711",
    real_time=True,
    email="errors@example.test",
)


def trigger(record_type: str, *, old: bool = False, **changed: Any) -> Deployment:
    """A deployment of the trigger on a SuiteScript type, of SuiteScript 1.0 where it is ``old``."""
    suffix = INTEGRATED[record_type].deployment
    values: dict[str, Any] = {
        "id": "1",
        "script_id": f"customdeploy_oa_send{'1' if old else ''}_{suffix}",
        "script": STANDALONE.old_trigger if old else STANDALONE.trigger,
        "script_name": "SuiteProjects Pro: Send to SPP" + ("" if old else " 2.0"),
        "record_type": record_type,
        "deployed": True,
        "status": "RELEASED",
        "run_as_role": "" if old else STANDALONE.role,
        "all_roles": True,
        "event_type": "",
        "api_version": "1.0" if old else "2.x",
        "bundle": "",
    }
    return Deployment(**(values | changed))


def inspection(**changed: Any) -> Inspection:
    """What a finished set-up of customers answers."""
    values: dict[str, Any] = {
        "version": "2.0.0",
        "protocol": 2,
        "build": "standalone",
        "account": "1234567_SB1",
        "environment": "SANDBOX",
        "bundles": Bundles("5.01", "4.01"),
        "role": Role("1001", STANDALONE.role, "SuiteProjects Pro Integration Administrator", ()),
        "settings": SettingsRecord(1, VALUES),
        "deployments": (trigger("customer"),),
        "certificate": None,
    }
    return Inspection(**(values | changed))


def keep(connection: Connection, seen: Inspection) -> None:
    """Keep an answer as the last that NetSuite gave."""
    models.Inspection.objects.update_or_create(
        connection=connection,
        defaults={"at": NOON, "content": msgspec.to_builtins(seen), "version": seen.version},
    )
