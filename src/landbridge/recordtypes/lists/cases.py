"""What describes a support case: statuses, priorities, origins, types, issues."""

from __future__ import annotations

from landbridge.recordtypes.enumerations import CASE_STAGES
from landbridge.recordtypes.fields import choice, flag, ref
from landbridge.recordtypes.lists.shape import DESCRIPTION, INACTIVE, NAME, SUPPORT, list_type
from landbridge.recordtypes.model import Field, RecordType


def _case_list(name: str, label: str, plural: str, permission: str, *more: Field) -> RecordType:
    """Describe one of them; SOAP reads all of a list by ``getAll`` and searches none."""
    before = ref("insertBefore", "Insert Before", name)
    return list_type(
        name,
        label,
        plural,
        SUPPORT,
        permission,
        NAME,
        before,
        *more,
        DESCRIPTION,
        INACTIVE,
        searchable=False,
    )


SUPPORT_CASE_STATUS = _case_list(
    "supportCaseStatus",
    "Case Status",
    "Case Statuses",
    "ADMI_CASESTATUS",
    choice("stage", "Stage", "SupportCaseStatusStage", CASE_STAGES, mandatory=True),
    flag("caseOnHold", "Case on Hold"),
    flag("autoCloseCase", "Automatically Close Case"),
)
SUPPORT_CASE_PRIORITY = _case_list(
    "supportCasePriority", "Case Priority", "Case Priorities", "ADMI_CASEPRIORITY"
)
SUPPORT_CASE_ORIGIN = _case_list("supportCaseOrigin", "Case Origin", "Case Origins", "ADMI_CASEORIGIN")
SUPPORT_CASE_TYPE = _case_list("supportCaseType", "Case Type", "Case Types", "ADMI_CASETYPE")
SUPPORT_CASE_ISSUE = _case_list("supportCaseIssue", "Case Issue", "Case Issues", "ADMI_CASEISSUE")
