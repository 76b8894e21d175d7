"""The administrator's part in a local account with the SuiteApp: its one settings record, filled in."""

from __future__ import annotations

from typing import Any

from landbridge.local.testing import RunningAccount

SETTINGS = "customrecord_oa_srp_integration_settings"


def fill_settings(running: RunningAccount, database_id: str, **changed: Any) -> None:
    """Enter what a connection with this SuiteProjects Pro database needs; named values are changed."""
    values = {
        "custrecord_oa_url": "https://acme.app.netsuitesuiteprojectspro.com",
        "custrecord_oa_db_id": database_id,
        "custrecord_oa_realtime_enable": True,
        "custrecord_oa_realtime_email": "errors@example.com",
        "custrecord_oa_realtime_include_lead": True,
        "custrecord_oa_realtime_include_prospect": True,
        "custrecord_landbridge_url": "https://notices.example.com",
        "custrecord_landbridge_account": running.account_id,
        **changed,
    }
    account = running.account
    record = account.records.by_external_id(SETTINGS, "landbridge_settings")
    assert record is not None
    account.records.save(account.access.system_session(), SETTINGS, values, id=record.id)
