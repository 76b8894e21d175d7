"""What SuiteScript knows: its modules, script types, contexts; what SDF calls them (documented: SuiteScript 2.x API, SDF XML reference)."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODULES = _words("""
    N N/action N/auth N/cache N/certificateControl N/commerce/recordView N/compress N/config N/crypto N/crypto/certificate
    N/crypto/random N/currency N/currentRecord N/dataset N/datasetLink N/documentCapture N/email N/encode N/error N/file N/format
    N/format/i18n N/http N/https N/https/clientCertificate N/keyControl N/llm N/log N/machineTranslation N/pgp N/piremoval N/plugin
    N/portlet N/query N/record N/recordContext N/redirect N/render N/runtime N/search N/sftp N/sso N/suiteAppInfo N/task
    N/task/accounting/recognition N/transaction N/translation N/ui/dialog N/ui/message N/ui/serverWidget N/url N/util N/workbook
    N/workflow N/xml
""")
"""Modules that ``define`` may ask for."""

SCRIPT_TYPES = {
    "restlet": "Restlet",
    "scheduledscript": "ScheduledScript",
    "usereventscript": "UserEventScript",
}
"""SDF object type -> ``@NScriptType`` of its file."""

ENTRY_POINTS = {
    "restlet": ("get", "post", "put", "delete"),
    "scheduledscript": ("execute",),
    "usereventscript": ("beforeLoad", "beforeSubmit", "afterSubmit"),
}
"""SDF object type -> functions of which its file returns one at least."""

API_VERSIONS = ("2.0", "2.1", "2.x")

EVENT_TYPES = _words("""
    APPROVE CANCEL CHANGEPASSWORD COPY CREATE DELETE DROPSHIP EDIT EDITFORECAST EMAIL MARKCOMPLETE ORDERITEMS PACK PAYBILLS PRINT
    QUICKVIEW REASSIGN REJECT SHIP SPECIALORDER TRANSFORM VIEW XEDIT
""")

CONTEXTS = _words("""
    ACTION ADVANCEDREVREC BANKCONNECTIVITY BANKSTATEMENTPARSER BUNDLEINSTALLATION CLIENT CONSOLRATEADJUSTOR CSVIMPORT CUSTOMGLLINES
    CUSTOMMASSUPDATE DATASETBUILDER DEBUGGER EMAILCAPTURE FICONNECTIVITY FIPARSER MAPREDUCE OCRPLUGIN OFFLINECLIENT OTHER
    PAYMENTGATEWAY PAYMENTPOSTBACK PLATFORMEXTENSION PORTLET PROMOTIONS RECORDACTION RESTLET RESTWEBSERVICES SCHEDULED
    SDFINSTALLATION SHIPPINGPARTNERS SUITELET TAXCALCULATION USEREVENT USERINTERFACE WEBAPPLICATION WEBSERVICES WEBSTORE WORKBOOK
    WORKFLOW
""")
"""Values of a deployment's ``executioncontext``."""

LOG_LEVELS = ("AUDIT", "DEBUG", "EMERGENCY", "ERROR")
STATUSES = ("RELEASED", "TESTING")

FIELD_TYPES = _words("""
    CHECKBOX CLOBTEXT CURRENCY DATE DATETIMETZ DOCUMENT EMAIL FLOAT HELP IMAGE INLINEHTML INTEGER MULTISELECT PASSWORD PERCENT PHONE
    RICHTEXT SELECT TEXT TEXTAREA TIMEOFDAY URL
""")
"""Values of a custom field's ``fieldtype``."""

LEVELS = ("NONE", "VIEW", "CREATE", "EDIT", "FULL")
"""Permission levels."""
