"""Marks for SuiteProjects Pro, as values of a record or line. Where the SuiteApp is not installed the fields are left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ENTITY = {"custentity_oa_export_to_openair": True}
EVENT = {"custevent_oa_export_to_openair": True}
SERVICE = {"custitem_oa_export_to_openair": True}
PRODUCT = {"custitem_oa_export_to_openair_product": True}
BODY = {"custbody_oa_export_to_openair": True}
LINE = {"custcol_oa_export_to_openair": True}


def known(fields: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values without those of custom fields that are not among ``fields``."""
    return {name: value for name, value in values.items() if name in fields or not name.startswith("cust")}
