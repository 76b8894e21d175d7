"""The elements that the objects of this SuiteApp are made of, named as in the SDF XML reference (``SDFxml_372451363`` and others).

SDF knows more. One that an object begins to use is added here, by the reference: a name that is not here is taken for a slip.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SCRIPT = _words(
    "description isinactive name notifyadmins notifyemails notifyowner scriptdeployments scriptfile"
)
_FIELD = _words("""
    accesslevel defaultchecked defaultvalue description displaytype fieldtype help ismandatory label selectrecordtype showinlist
    storevalue
""")

ELEMENTS = {
    "crmcustomfield": _FIELD | _words("appliestocase appliestoprojecttask"),
    "customlist": _words("customvalues description isinactive isordered name"),
    "customrecordcustomfield": _FIELD,
    "customrecordcustomfields": _words("customrecordcustomfield"),
    "customrecordtype": _words("""
        accesstype allowattachments allowinlineediting allowquickadd allowuiaccess customrecordcustomfields description
        enableoptimisticlocking includename instances isinactive permissions recordname
    """),
    "customvalue": _words("isinactive value"),
    "customvalues": _words("customvalue"),
    "entitycustomfield": _FIELD
    | _words("""
        appliestocontact appliestocustomer appliestoemployee appliestogroup appliestoothername appliestopartner appliestoproject
        appliestovendor
    """),
    "instances": _words("instance"),
    "itemcustomfield": _FIELD | _words("appliestononinventory appliestoothercharge appliestoservice"),
    "permission": _words("permittedlevel permittedrole permkey permlevel restriction"),
    "permissions": _words("permission"),
    "restlet": _SCRIPT,
    "role": _words("""
        centertype isinactive issalesrole issupportrole iswebserviceonlyrole name permissions restrictbydevice
    """),
    "scheduledscript": _SCRIPT,
    "scriptdeployment": _words("""
        allemployees alllocalizationcontexts allroles audslctrole eventtype executioncontext isdeployed loglevel recordtype
        runasrole status title
    """),
    "scriptdeployments": _words("scriptdeployment"),
    "transactionbodycustomfield": _FIELD
    | _words("bodycustomerpayment bodyexpensereport bodypurchase bodysale bodyvendorpayment"),
    "transactioncolumncustomfield": _FIELD | _words("colexpense colpurchase colsale"),
    "usereventscript": _SCRIPT,
}
"""What holds elements -> those it may hold. Values of a record (``instance``) are the fields of its type."""
