"""What the service knows that NetSuite's side is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.connections.models import Connection
from landbridge.service.suiteapp.inspection import Inspection, SettingsValues
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue import OptionValue
from landbridge.service.workflows.models import Workflow

OPTIONAL = {"lead": "include_leads", "prospect": "include_prospects"}
"""SuiteScript types that are sent where a box is ticked: the box's member of the settings and the workflow's option share a name."""


@dataclass(frozen=True, slots=True)
class ServiceState:
    """A connection and its workflows. ``live`` are the NetSuite record types of active workflows in real time.

    ``options`` has every option's value of the active workflows, by workflow; ``notices_url`` is where this service takes notices, as
    NetSuite reaches it, empty where nobody said. ``local``: other addresses stand for NetSuite's own (``connect_to``), so the bundles
    there may be ours; everywhere else their numbers are Oracle's.
    """

    netsuite_account: str
    spp_database_id: str
    live: frozenset[str] = frozenset()
    options: Mapping[str, Mapping[str, OptionValue]] = field(default_factory=dict)
    notices_url: str = ""
    local: bool = False

    @classmethod
    def of(cls, connection: Connection) -> ServiceState:
        """Read the state, in one query."""
        active = [
            one
            for one in Workflow.objects.filter(connection=connection, active=True)
            if catalogue.find(one.key)
        ]
        return cls(
            netsuite_account=connection.netsuite_account,
            spp_database_id=connection.spp_database_id,
            live=frozenset(catalogue.declaration(one.key).netsuite_type for one in active if one.real_time),
            options={one.key: catalogue.declaration(one.key).option_values(one.options) for one in active},
            notices_url=settings.NOTICES_URL,
            local=bool(connection.connect_to),
        )


def values_of(inspection: Inspection) -> SettingsValues:
    """Return the settings, those of an empty record where there is none."""
    return inspection.settings.values or SettingsValues()


def sent_types(inspection: Inspection, live: frozenset[str]) -> tuple[str, ...]:
    """Return the SuiteScript types that need the trigger for the live record types: leads and prospects where their boxes are ticked."""
    values = values_of(inspection)
    return tuple(
        script
        for script, kind in INTEGRATED.items()
        if kind.netsuite_type in live and (script not in OPTIONAL or getattr(values, OPTIONAL[script]))
    )
