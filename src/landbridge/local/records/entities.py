"""Leads, prospects and customers: three SuiteScript types over one record, told apart by the stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landbridge.recordtypes import RECORD_TYPES, SCRIPT_TYPES

SCRIPT_TYPE_OF_STAGE = {"_lead": "lead", "_prospect": "prospect", "_customer": "customer"}
STAGE_OF_SCRIPT_TYPE = {script: stage for stage, script in SCRIPT_TYPE_OF_STAGE.items()}


def type_name(script_type: str) -> str:
    """Return the account's name of a SuiteScript type (``lead`` is ``customer``); a custom record type's is its id."""
    return SCRIPT_TYPES[script_type].name if script_type in SCRIPT_TYPES else script_type


def script_type_of(record_type: str, values: Mapping[str, Any]) -> str:
    """Return the SuiteScript type: a customer's follows its stage (documented, SuiteScript record types)."""
    if record_type != "customer":
        kind = RECORD_TYPES.get(record_type)
        return kind.script_types[0] if kind else record_type
    return SCRIPT_TYPE_OF_STAGE.get(values.get("stage", "_customer"), "customer")
