"""The look-ups: what an account has and offers, its clock and its limits. Shapes: the public schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.records import Ref
from landbridge.netsuite.soap.envelope import SearchPreferences, SoapRequest
from landbridge.netsuite.soap.fieldvalues import reference
from landbridge.netsuite.soap.kinds import is_custom
from landbridge.netsuite.soap.scalars import attribute, encode_boolean, encode_datetime, text

SELECT_FILTERS = frozenset({"contains", "is", "startsWith"})
"""GetSelectValueFilterOperator."""


@dataclass(frozen=True, slots=True)
class SelectField:
    """The select field of a record type, or of the lines of its ``sublist``; ``form`` is a custom form's id.

    ``filter``: an operator (``contains``, ``is``, ``startsWith``) and the text that the names of values must meet.
    """

    type: str
    field: str
    sublist: str = ""
    form: str = ""
    filter: tuple[str, str] | None = None


def get_all(record_type: str) -> SoapRequest:
    """``getAll`` of a list-like type."""
    return _metadata("getAll", f"<platformMsgs:record recordType={attribute(record_type)}/>")


def get_select_value(asked: SelectField, page_index: int, preferences: SearchPreferences) -> SoapRequest:
    """``getSelectValue``: one page of what a select field offers."""
    if is_custom(asked.type):
        content = (
            '<platformCore:customRecordType xsi:type="platformCore:CustomizationRef"'
            f" scriptId={attribute(asked.type)}/>"
        )
    else:
        content = f"<platformCore:recordType>{text(asked.type)}</platformCore:recordType>"
    if asked.sublist:
        content += f"<platformCore:sublist>{text(asked.sublist)}</platformCore:sublist>"
    content += f"<platformCore:field>{text(asked.field)}</platformCore:field>"
    if asked.form:
        content += f"<platformCore:customForm {reference(asked.form)}/>"
    if asked.filter is not None:
        operator, wanted = asked.filter
        if operator not in SELECT_FILTERS:
            raise ValueError(f"values of a select field are not filtered by {operator!r}")
        content += (
            f"<platformCore:filter operator={attribute(operator)}>"
            f"<platformCore:filterValue>{text(wanted)}</platformCore:filterValue></platformCore:filter>"
        )
    body = f"<platformMsgs:fieldDescription>{content}</platformMsgs:fieldDescription>{_page(page_index)}"
    return _metadata("getSelectValue", body, preferences)


def get_customization_id(customization_type: str, *, include_inactives: bool) -> SoapRequest:
    """``getCustomizationId`` of one GetCustomizationType."""
    body = (
        f"<platformMsgs:customizationType getCustomizationType={attribute(customization_type)}/>"
        f"<platformMsgs:includeInactives>{encode_boolean(include_inactives)}</platformMsgs:includeInactives>"
    )
    return _metadata("getCustomizationId", body)


def get_saved_search(search_type: str) -> SoapRequest:
    """``getSavedSearch`` of one SearchRecordType."""
    return _metadata("getSavedSearch", f"<platformMsgs:record searchType={attribute(search_type)}/>")


def get_deleted(
    since: datetime | None,
    types: Sequence[str],
    script_id: str,
    page_index: int,
    preferences: SearchPreferences,
) -> SoapRequest:
    """``getDeleted``: one page of what was deleted at or after an instant, of DeletedRecordType ``types``."""
    content = ""
    if since is not None:
        content += (
            '<platformCore:deletedDate operator="onOrAfter">'
            f"<platformCore:searchValue>{encode_datetime(since)}</platformCore:searchValue></platformCore:deletedDate>"
        )
    if types:
        values = "".join(
            [f"<platformCore:searchValue>{text(one)}</platformCore:searchValue>" for one in types]
        )
        content += f'<platformCore:type operator="anyOf">{values}</platformCore:type>'
    if script_id:
        content += (
            f'<platformCore:scriptId operator="is"><platformCore:searchValue>{text(script_id)}'
            "</platformCore:searchValue></platformCore:scriptId>"
        )
    body = f"<platformMsgs:getDeletedFilter>{content}</platformMsgs:getDeletedFilter>{_page(page_index)}"
    return _metadata("getDeleted", body, preferences)


def get_currency_rate(
    base_currency: Ref | str | None, from_currency: Ref | str | None, effective_date: datetime | None
) -> SoapRequest:
    """``getCurrencyRate``: rates against one or all base currencies, of one or all others."""
    content = ""
    if base_currency is not None:
        content += f"<platformCore:baseCurrency {reference(base_currency)}/>"
    if from_currency is not None:
        content += f"<platformCore:fromCurrency {reference(from_currency)}/>"
    if effective_date is not None:
        content += (
            f"<platformCore:effectiveDate>{encode_datetime(effective_date)}</platformCore:effectiveDate>"
        )
    return _metadata(
        "getCurrencyRate", f"<platformMsgs:currencyRateFilter>{content}</platformMsgs:currencyRateFilter>"
    )


def get_server_time() -> SoapRequest:
    """``getServerTime``."""
    return _metadata("getServerTime", "")


def get_account_governance_info() -> SoapRequest:
    """``getAccountGovernanceInfo`` (help article_0625010817)."""
    return _metadata("getAccountGovernanceInfo", "")


def get_integration_governance_info() -> SoapRequest:
    """``getIntegrationGovernanceInfo`` (help article_0625010817)."""
    return _metadata("getIntegrationGovernanceInfo", "")


def get_data_center_urls(account: AccountId) -> SoapRequest:
    """``getDataCenterUrls``, the one operation without authentication (help section_N3494684)."""
    body = (
        "<platformMsgs:getDataCenterUrls>"
        f"<platformMsgs:account>{text(account.value)}</platformMsgs:account></platformMsgs:getDataCenterUrls>"
    )
    return SoapRequest("getDataCenterUrls", body, "metadata", authenticated=False)


def _metadata(operation: str, content: str, preferences: SearchPreferences | None = None) -> SoapRequest:
    body = f"<platformMsgs:{operation}>{content}</platformMsgs:{operation}>"
    return SoapRequest(operation, body, "metadata", preferences)


def _page(index: int) -> str:
    return f"<platformMsgs:pageIndex>{index}</platformMsgs:pageIndex>"
