"""Closed lists of SOAP that several record types share."""

from __future__ import annotations

STAGES = ("_lead", "_prospect", "_customer")
"""CustomerStage and CustomerStatusStage, in the order in which a record passes through them."""

CASE_STAGES = ("_open", "_escalated", "_closed")
"""SupportCaseStage and SupportCaseStatusStage."""

EMAIL_PREFERENCES = ("_default", "_hTML", "_pDF")
"""EmailPreference."""

SUBSCRIPTION_STATUSES = ("_confirmedOptIn", "_confirmedOptOut", "_softOptIn", "_softOptOut")
"""GlobalSubscriptionStatus."""

LANGUAGES = (
    "_afrikaans", "_albanian", "_arabic", "_armenian", "_bengali", "_bosnian", "_bulgarian", "_catalan", "_chineseSimplified",
    "_chineseTraditional", "_croatian", "_czech", "_danish", "_dutch", "_englishAu", "_englishCa", "_englishInternational", "_englishUK",
    "_englishUS", "_estonian", "_filipino", "_finnish", "_frenchCanada", "_frenchFrance", "_german", "_greek", "_gujarati", "_haitian",
    "_hebrew", "_hindi", "_hungarian", "_icelandic", "_indonesian", "_italian", "_japanese", "_kannada", "_korean", "_latinAmericanSpanish",
    "_latvian", "_lithuanian", "_luxembourgish", "_malay", "_marathi", "_norwegian", "_persianIran", "_polish", "_portugueseBrazil",
    "_portuguesePortugal", "_punjabi", "_romanian", "_russian", "_serbianCyrillic", "_serbianLatin", "_slovak", "_slovenian", "_spanish",
    "_swedish", "_tamil", "_telugu", "_thai", "_turkish", "_ukrainian", "_vietnamese",
)  # fmt: skip
"""Language."""

COST_ESTIMATE_TYPES = (
    "_averageCost", "_custom", "_derivedFromMemberItems", "_itemDefinedCost", "_lastPurchasePrice", "_preferredVendorRate",
    "_purchaseOrderRate", "_purchasePrice",
)  # fmt: skip
"""ItemCostEstimateType, shared by items and the lines of transactions."""
