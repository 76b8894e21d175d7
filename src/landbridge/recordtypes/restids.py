"""Ids of enumerations in REST, read off the REST API browser of 2026.1 (observed).

Which of ``jobBillingType``'s numbers means what is not published: the order of the schema is taken (assumed).
"""

from __future__ import annotations

from landbridge.recordtypes.countries import COUNTRY_CODES
from landbridge.recordtypes.lists.accounting import ACCOUNT_TYPE_CODES
from landbridge.recordtypes.projecttask import CONSTRAINT_CODES, TASK_STATUS_CODES

_BILLING_TYPES = ("_chargeBased", "_fixedBidInterval", "_fixedBidMilestone", "_none", "_timeAndMaterials")

BY_FIELD: dict[str, dict[str, str]] = {
    "job.jobBillingType": {value: str(place) for place, value in enumerate(_BILLING_TYPES, start=1)},
    "projectTask.status": TASK_STATUS_CODES,
    "projectTask.priority": {"_high": "HIGH", "_medium": "MEDIUM", "_low": "LOW"},
    "projectTask.constraintType": CONSTRAINT_CODES,
    "projectTask.predecessorList.type": {
        "_finishToStart": "FS",
        "_startToStart": "SS",
        "_finishToFinish": "FF",
        "_startToFinish": "SF",
    },
    "salesOrder.orderStatus": {
        "_pendingApproval": "A",
        "_pendingFulfillment": "B",
        "_cancelled": "C",
        "_partiallyFulfilled": "D",
        "_pendingBillingPartFulfilled": "E",
        "_pendingBilling": "F",
        "_fullyBilled": "G",
        "_closed": "H",
    },
    "purchaseOrder.orderStatus": {
        "_pendingSupervisorApproval": "A",
        "_pendingReceipt": "B",
        "_rejectedBySupervisor": "C",
        "_partiallyReceived": "D",
        "_pendingBillingPartiallyReceived": "E",
        "_pendingBilling": "F",
        "_fullyBilled": "G",
        "_closed": "H",
    },
}
"""Ids by type (and sublist) and SOAP field name."""


_LANGUAGES = """
af_ZA afrikaans, sq_AL albanian, ar arabic, hy_AM armenian, bn_BD bengali, bs_BA bosnian, bg_BG bulgarian, ca_ES catalan,
zh_CN chineseSimplified, zh_TW chineseTraditional, hr_HR croatian, cs_CZ czech, da_DK danish, nl_NL dutch, en_AU englishAu,
en_CA englishCa, en englishInternational, en_GB englishUK, en_US englishUS, et_EE estonian, tl_PH filipino, fi_FI finnish,
fr_CA frenchCanada, fr_FR frenchFrance, de_DE german, el_GR greek, gu_IN gujarati, ht_HT haitian, he_IL hebrew, hi_IN hindi,
hu_HU hungarian, is_IS icelandic, id_ID indonesian, it_IT italian, ja_JP japanese, kn_IN kannada, ko_KR korean,
es_AR latinAmericanSpanish, lv_LV latvian, lt_LT lithuanian, lb_LU luxembourgish, ms_MY malay, mr_IN marathi, no_NO norwegian,
fa_IR persianIran, pl_PL polish, pt_BR portugueseBrazil, pt_PT portuguesePortugal, pa_IN punjabi, ro_RO romanian, ru_RU russian,
sr_RS serbianCyrillic, sh_RS serbianLatin, sk_SK slovak, sl_SI slovenian, es_ES spanish, sv_SE swedish, ta_IN tamil, te_IN telugu,
th_TH thai, tr_TR turkish, uk_UA ukrainian, vi_VN vietnamese
"""

_FREQUENCIES = {
    "_annually": "ANNUALLY",
    "_custom": "CUSTOM",
    "_daily": "DAILY",
    "_endOfPeriod": "ENDOFPERIOD",
    "_everyFourWeeks": "QUADWEEKLY",
    "_everyThreeYears": "TRIENNIALLY",
    "_everyTwoMonths": "BIMONTHLY",
    "_everyTwoWeeks": "BIWEEKLY",
    "_everyTwoYears": "BIENNIALLY",
    "_hourly": "HOURLY",
    "_monthly": "MONTHLY",
    "_never": "NEVER",
    "_oneTime": "ONETIME",
    "_quarterly": "QUARTERLY",
    "_startOfPeriod": "STARTOFPERIOD",
    "_twiceAMonth": "SEMIMONTHLY",
    "_twiceAYear": "SEMIANNUALLY",
    "_weekly": "WEEKLY",
}

BY_ENUMERATION: dict[str, dict[str, str]] = {
    "AccountType": ACCOUNT_TYPE_CODES,
    "ConsolidatedRate": {"_average": "AVERAGE", "_current": "CURRENT", "_historical": "HISTORICAL"},
    "Country": COUNTRY_CODES,
    "CustomerMonthlyClosing": {
        "_one": "1",
        "_five": "5",
        "_ten": "10",
        "_fifteen": "15",
        "_twenty": "20",
        "_twentyFive": "25",
        "_endOfTheMonth": "31",
    },
    "CustomerStatusStage": {"_lead": "LEAD", "_prospect": "PROSPECT", "_customer": "CUSTOMER"},
    "EmailPreference": {"_default": "DEFAULT", "_hTML": "HTML", "_pDF": "PDF"},
    "EmployeePayFrequency": _FREQUENCIES,
    "Gender": {"_female": "f", "_male": "m", "_omitted": "ns"},
    "GlobalSubscriptionStatus": {
        "_softOptIn": "1",
        "_softOptOut": "2",
        "_confirmedOptIn": "3",
        "_confirmedOptOut": "4",
    },
    "ItemOverallQuantityPricingType": {
        "_byOverallItemQuantity": "ITEM",
        "_byOverallParentQuantity": "PARENT",
        "_byOverallScheduleQuantity": "SCHEDULE",
    },
    "JobSchedulingMethod": {"_backward": "BACKWARD", "_forward": "FORWARD"},
    "Language": {
        f"_{name}": code
        for code, name in (entry.split() for entry in _LANGUAGES.replace("\n", " ").split(","))
    },
    "SupportCaseStatusStage": {"_open": "OPEN", "_escalated": "ESCALATED", "_closed": "CLOSED"},
    "TermRecurrenceFrequency": _FREQUENCIES,
}
"""Ids by the name of the simple type, by SOAP's value."""
