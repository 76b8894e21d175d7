"""Marks for SuiteProjects Pro, as values of a record or line."""

from __future__ import annotations

ENTITY = {"custentity_oa_export_to_openair": True}
EVENT = {"custevent_oa_export_to_openair": True}
SERVICE = {"custitem_oa_export_to_openair": True}
PRODUCT = {"custitem_oa_export_to_openair_product": True}
BODY = {"custbody_oa_export_to_openair": True}
LINE = {"custcol_oa_export_to_openair": True}

MARKS = frozenset({*ENTITY, *EVENT, *SERVICE, *PRODUCT, *BODY, *LINE})
"""Their field ids."""
