"""Where each page is. Record pages have NetSuite's own addresses (observed); ours are marked so below."""

from __future__ import annotations

from landbridge.local.integrationdesk import VIEWING
from landbridge.local.pages.recordpages import LISTS, RECORD_PAGES, TRANSACTIONS
from landbridge.local.tba.flow import CONSENT_PAGE
from landbridge.local.tba.management import MANAGE_ALL, MANAGE_OWN

SIGN_IN = "/app/login/secure/enterpriselogin.nl"
AUTHORIZE_TOKEN = CONSENT_PAGE
SIGN_OUT = "/app/login/secure/logout.nl"  # ours
HOME = "/app/center/card.nl"
CUSTOM_RECORD = "/app/common/custom/custrecordentry.nl"
CUSTOM_RECORDS = "/app/common/custom/custrecordentrylist.nl"
SCRIPTS = "/app/common/scripting/scriptlist.nl"
SCRIPT = "/app/common/scripting/script.nl"
SCRIPTED_RECORDS = "/app/common/scripting/scriptedrecords.nl"  # assumed
SCRIPTED_RECORD = "/app/common/scripting/scriptedrecord.nl"
DEPLOYMENTS = "/app/common/scripting/scriptrecordlist.nl"
DEPLOYMENT = "/app/common/scripting/scriptrecord.nl"
SCRIPT_LOG = "/app/common/scripting/scriptnotearchive.nl"  # ours
CERTIFICATES = "/app/setup/certificates.nl"  # ours
FILE_CABINET = "/app/common/media/mediaitemfolders.nl"
ACCESS_TOKENS = "/app/setup/accesstokens.nl"
ACCESS_TOKEN = "/app/setup/accesstoken.nl"  # noqa: S105 - an address
MY_ACCESS_TOKENS = "/app/setup/myaccesstokens.nl"  # assumed
MY_ACCESS_TOKEN = "/app/setup/myaccesstoken.nl"  # noqa: S105 - an address, assumed
PREFERENCES = "/app/center/userprefs.nl"
SOAP_PREFERENCES = "/app/webservices/setup/preferences.nl"  # assumed
INTEGRATION = "/app/common/integration/integrapp.nl"
EXECUTION_LOG = "/app/common/integration/executionlog.nl"  # assumed
EXECUTION_BODY = "/app/common/integration/executionbody.nl"  # assumed
SOAP_USAGE_LOG = "/app/webservices/usagelog.nl"  # assumed
INTEGRATIONS = "/app/common/integration/integrapplist.nl"
LOGIN_AUDIT = "/app/setup/loginaudit.nl"  # ours
SANDBOXES = "/app/setup/sandboxaccounts.nl"  # ours
CSV_IMPORT = "/app/setup/assistants/nsimport/importassistant.nl"
MASS_UPDATE = "/app/common/bulk/bulkop.nl"  # assumed
WORKFLOWS = "/app/common/workflow/setup/workflowlist.nl"  # assumed
STATIC = "/app/static"  # ours
RECORD_TYPES = "/app/common/custom/custrecords.nl"
ENTITY_FIELDS = "/app/common/custom/entitycustfields.nl"
EVENT_FIELDS = "/app/common/custom/eventcustfields.nl"
ITEM_FIELDS = "/app/common/custom/itemcustfields.nl"
BODY_FIELDS = "/app/common/custom/bodycustfields.nl"
COLUMN_FIELDS = "/app/common/custom/columncustfields.nl"
BUNDLES = "/app/bundler/bundlelist.nl"
BUNDLE_SEARCH = "/app/bundler/installbundle.nl"  # assumed
BUNDLE = "/app/bundler/bundledetails.nl"
BUNDLE_INSTALL = "/app/bundler/previewbundleinstall.nl"  # assumed
BUNDLE_UPDATE = "/app/bundler/previewbundleupdate.nl"
BUNDLE_UNINSTALL = "/app/bundler/uninstallbundle.nl"  # assumed
BUNDLE_BUILDER = "/app/bundler/bundlebuilder.nl"  # assumed
BUNDLE_AVAILABILITY = "/app/bundler/bundleavailability.nl"  # assumed

SCRIPTS_PERMISSION = "ADMI_CUSTOMSCRIPT"
CERTIFICATES_PERMISSION = "LIST_CERTIFICATES"
FILES_PERMISSION = "LIST_FILECABINET"
TOKENS_PERMISSION, OWN_TOKENS_PERMISSION = MANAGE_ALL, MANAGE_OWN
SOAP_PREFERENCES_PERMISSION = "ADMI_WEBSERVICESSETUP"
ADMINISTRATORS_ONLY = "Administrator"
"""No permission of NetSuite's: what the Administrator role alone may do (documented for sandboxes)."""
EXECUTION_BODIES_PERMISSION = "ADMI_WEBSERVICESLOG"
AUDIT_PERMISSION = "ADMI_AUDITLOGIN"
WORKFLOWS_PERMISSION = "ADMI_WORKFLOW"
CSV_IMPORT_PERMISSION = "ADMI_IMPORTCSVFILE"
MASS_UPDATE_PERMISSION = "LIST_MASSUPDATES"
BUNDLES_PERMISSION = "ADMI_BUNDLER"
RECORD_TYPES_PERMISSION = "ADMI_CUSTRECORD"
FIELDS_PERMISSION = "ADMI_CUSTFIELD"


SETTINGS_TYPE = "customrecord_oa_srp_integration_settings"

NAVIGATION: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    *(
        (
            section,
            tuple(
                (pages.title, pages.list_address, pages.record_type.permission)
                for pages in RECORD_PAGES.values()
                if pages.section == section
            ),
        )
        for section in (LISTS, TRANSACTIONS)
    ),
    ("Mass Update", (("Mass updates", MASS_UPDATE, MASS_UPDATE_PERMISSION),)),
    (
        "Customization",
        (
            ("Integration settings", f"{CUSTOM_RECORDS}?rectype={SETTINGS_TYPE}", SETTINGS_TYPE),
            ("Record types", RECORD_TYPES, RECORD_TYPES_PERMISSION),
            ("Entity fields", ENTITY_FIELDS, FIELDS_PERMISSION),
            ("Scripts", SCRIPTS, SCRIPTS_PERMISSION),
            ("Script deployments", DEPLOYMENTS, SCRIPTS_PERMISSION),
            ("Scripted records", SCRIPTED_RECORDS, SCRIPTS_PERMISSION),
            ("Script execution log", SCRIPT_LOG, SCRIPTS_PERMISSION),
            ("Workflows", WORKFLOWS, WORKFLOWS_PERMISSION),
            ("Saved bundles", f"{BUNDLES}?type=S", BUNDLES_PERMISSION),
            ("Search & Install Bundles", BUNDLE_SEARCH, BUNDLES_PERMISSION),
            ("Installed bundles", f"{BUNDLES}?type=I", BUNDLES_PERMISSION),
        ),
    ),
    (
        "Setup",
        (
            ("Import CSV records", CSV_IMPORT, CSV_IMPORT_PERMISSION),
            ("Certificates", CERTIFICATES, CERTIFICATES_PERMISSION),
            ("File Cabinet", FILE_CABINET, FILES_PERMISSION),
            ("Manage Integrations", INTEGRATIONS, VIEWING),
            ("SOAP Web Services Usage Log", SOAP_USAGE_LOG, ADMINISTRATORS_ONLY),
            ("Access tokens", ACCESS_TOKENS, TOKENS_PERMISSION),
            ("SOAP Web Services Preferences", SOAP_PREFERENCES, SOAP_PREFERENCES_PERMISSION),
            ("Login audit trail", LOGIN_AUDIT, AUDIT_PERMISSION),
            ("Sandbox Accounts", SANDBOXES, ADMINISTRATORS_ONLY),
        ),
    ),
)
"""Section -> (label, address, permission that viewing needs)."""


def custom_record_place(script_id: str) -> str:
    """Return the address of a custom record type's form, without ``id``."""
    return f"{CUSTOM_RECORD}?rectype={script_id}"
