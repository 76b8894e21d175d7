"""Custom workflows: a service item or a custom record into a record type that an administrator chose (fact sheet 2.10)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from landbridge.service.ports import SourceRecord
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.workflows.catalogue.model import (
    MAIN,
    Declaration,
    Group,
    Option,
    OptionValue,
    Row,
    Rule,
    Source,
)

CUSTOM_PREFIX = "custom_"
"""How the keys of custom workflows begin; the number of the custom workflow follows."""

SERVICE_ITEM = "serviceitem"
"""How a service item is named where a type is chosen: its SuiteScript id."""

CUSTOM_RECORD = re.compile(r"customrecord[a-z0-9_]{1,40}")
"""Script ids of custom record types."""

MARK = "mark_field"
_ITEM = "item"

_MARK = Option(
    MARK,
    "Check box that marks a record",
    "Script id of a NetSuite check box: only records that have it ticked are imported. Empty: every record is.",
    default="",
    names_field=True,
)
_INACTIVE = Option(
    "include_inactive",
    "Import inactive records",
    "On: records that are inactive in NetSuite are imported too. Off: they are left out.",
    default=False,
)


def _no_service(record: SourceRecord, _options: Mapping[str, OptionValue]) -> str | None:
    kind = str(record.values.get("recordType") or "")
    return None if kind.startswith("service") else "It is no service item."


_SERVICES_ONLY = Rule("not_service", "It is a service item.", _no_service, fields=frozenset({"recordType"}))


def custom(number: int, label: str, netsuite_type: str, spp_type: str) -> Declaration:
    """Return the declaration of a custom workflow, with the default mapping: the NetSuite id, and the name where records have one.

    ``netsuite_type`` is ``serviceitem`` or a custom record type's script id.
    """
    of_items = netsuite_type == SERVICE_ITEM
    kind = SPP_TYPES[spp_type]
    id_field = f"netsuite_custom_{netsuite_type}_id__c"
    rows = [Row(id_field, Source.FIELD, "internalId", required=True)]
    if kind.name_field:
        rows.append(Row(kind.name_field, Source.FIELD, "itemId" if of_items else "name", required=True))
    return Declaration(
        key=f"{CUSTOM_PREFIX}{number}",
        label=label,
        netsuite_type=_ITEM if of_items else netsuite_type,
        groups=(
            Group(
                key=MAIN,
                label=kind.label,
                spp_type=spp_type,
                integration_point=f"CUSTOM_{number}",
                netsuite_id_field=id_field,
                name_field=kind.name_field,
                rows=tuple(rows),
            ),
        ),
        flag_option=MARK,
        rule=_SERVICES_ONLY if of_items else None,
        options=(_MARK, _INACTIVE),
        inactive_option=_INACTIVE.key,
        standard=False,
        real_time=False,
    )
