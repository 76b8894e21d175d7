"""The lists that records refer to, which are records themselves. Several share a file by subject."""

from landbridge.recordtypes.lists.accounting import (
    ACCOUNT,
    ACCOUNTING_PERIOD,
    CURRENCY,
    PAYMENT_METHOD,
    PRICE_LEVEL,
    PRICING_GROUP,
    TERM,
    UNITS_TYPE,
)
from landbridge.recordtypes.lists.cases import (
    SUPPORT_CASE_ISSUE,
    SUPPORT_CASE_ORIGIN,
    SUPPORT_CASE_PRIORITY,
    SUPPORT_CASE_STATUS,
    SUPPORT_CASE_TYPE,
)
from landbridge.recordtypes.lists.entities import (
    CONTACT_ROLE,
    CUSTOMER_CATEGORY,
    CUSTOMER_STATUS,
    JOB_STATUS,
    JOB_TYPE,
    LEAD_SOURCE,
    SALES_ROLE,
    VENDOR_CATEGORY,
)
from landbridge.recordtypes.lists.organization import CLASSIFICATION, DEPARTMENT, LOCATION, SUBSIDIARY

LIST_TYPES = (
    SUBSIDIARY,
    DEPARTMENT,
    CLASSIFICATION,
    LOCATION,
    ACCOUNT,
    ACCOUNTING_PERIOD,
    CURRENCY,
    TERM,
    PAYMENT_METHOD,
    PRICE_LEVEL,
    PRICING_GROUP,
    UNITS_TYPE,
    CUSTOMER_STATUS,
    CUSTOMER_CATEGORY,
    VENDOR_CATEGORY,
    JOB_STATUS,
    JOB_TYPE,
    CONTACT_ROLE,
    SALES_ROLE,
    LEAD_SOURCE,
    SUPPORT_CASE_STATUS,
    SUPPORT_CASE_PRIORITY,
    SUPPORT_CASE_ORIGIN,
    SUPPORT_CASE_TYPE,
    SUPPORT_CASE_ISSUE,
)

__all__ = ["LIST_TYPES"]
