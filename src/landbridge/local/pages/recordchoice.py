"""The record types that a person can choose for an import or a mass update: by SuiteScript type, custom ones too."""

from __future__ import annotations

from landbridge.local.pages.recordpages import RECORD_PAGES
from landbridge.local.pages.visit import Visit
from landbridge.local.records.entities import STAGE_OF_SCRIPT_TYPE


def record_types(visit: Visit) -> dict[str, str]:
    """Return label by SuiteScript type of what the person's role may view, as the navigation has them."""
    found: dict[str, str] = {}
    for pages in RECORD_PAGES.values():
        if not visit.may(pages.record_type.permission):
            continue
        for kind in pages.types:
            for script_type in kind.script_types:
                stage = script_type in STAGE_OF_SCRIPT_TYPE
                found.setdefault(script_type, script_type.capitalize() if stage else kind.label)
    for custom in visit.account.records.types.custom_types():
        if visit.may(custom.permission):
            found[custom.script_id] = custom.name
    return found
