"""What the SuiteApp answers where a test needs no account: the setup RESTlet's answer, which the test changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from landbridge.netsuite.errors import FixSetup
from landbridge.service.suiteapp.inspection import Inspection, SettingsRecord
from landbridge.service.suiteapp.restlets import CERTIFICATE, SETUP
from tests.component.service_realtime.signing import ACCOUNT, DATABASE
from tests.component.service_setup.inspections import VALUES, inspection, trigger


def finished(*script_types: str, **changed: Any) -> Inspection:
    """A finished set-up with the trigger on these SuiteScript types."""
    values = msgspec.structs.replace(VALUES, account=ACCOUNT, database_id=DATABASE)
    return inspection(
        **{
            "account": ACCOUNT,
            "settings": SettingsRecord(1, values),
            "deployments": tuple(map(trigger, script_types)),
            **changed,
        }
    )


@dataclass
class SuiteApp:
    """Both RESTlets. Without ``answer`` it is a version that had no setup RESTlet yet."""

    answer: Inspection | None = field(default_factory=lambda: finished("customer"))
    calls: list[str] = field(default_factory=list)

    def call(self, method: str, *, script: str, deploy: str, body: Any = None) -> Any:
        self.calls.append(f"{method} {script}")
        if script == CERTIFICATE.script:
            return {"version": "1.0.0", "account": ACCOUNT, "lacking": [], "certificate": None}
        assert (script, deploy) == (SETUP.script, SETUP.deploy)
        if self.answer is None:
            raise FixSetup("That script is not here.", code="SSS_INVALID_SCRIPTLET_ID")
        return msgspec.json.decode(msgspec.json.encode(self.answer))
