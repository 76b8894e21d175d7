"""What marks a record or a line for export, and the option that does without."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.model import Option

ENTITY_MARK = "custentity_oa_export_to_openair"
EVENT_MARK = "custevent_oa_export_to_openair"
SERVICE_MARK = "custitem_oa_export_to_openair"
PRODUCT_MARK = "custitem_oa_export_to_openair_product"
BODY_MARK = "custbody_oa_export_to_openair"
LINE_MARK = "custcol_oa_export_to_openair"

UNMARKED = Option(
    "import_unmarked",
    'Disable "Export to SuiteProjects Pro" filtering',
    'On: records are imported whether or not "Export to SuiteProjects Pro" is ticked. Off: only those where it is.',
    default=False,
)
