"""Which operation is answered by which function."""

from __future__ import annotations

from collections.abc import Callable

from landbridge.local.soap.call import Call
from landbridge.local.soap.operations import (
    attaching,
    customizations,
    deleted,
    general,
    governanceinfo,
    initializing,
    lists,
    rates,
    read,
    search,
    selectvalues,
    write,
)

OPERATIONS: dict[str, Callable[[Call], str]] = {
    "get": read.get,
    "getList": read.get_list,
    "add": write.add,
    "addList": write.add_list,
    "update": write.update,
    "updateList": write.update_list,
    "upsert": write.upsert,
    "upsertList": write.upsert_list,
    "delete": write.delete,
    "deleteList": write.delete_list,
    "search": search.search,
    "searchMoreWithId": search.search_more_with_id,
    "attach": attaching.attach,
    "detach": attaching.detach,
    "initialize": initializing.initialize,
    "initializeList": initializing.initialize_list,
    "getAccountGovernanceInfo": governanceinfo.get_account_governance_info,
    "getAll": lists.get_all,
    "getCurrencyRate": rates.get_currency_rate,
    "getCustomizationId": customizations.get_customization_id,
    "getDeleted": deleted.get_deleted,
    "getIntegrationGovernanceInfo": governanceinfo.get_integration_governance_info,
    "getSavedSearch": customizations.get_saved_search,
    "getSelectValue": selectvalues.get_select_value,
    "getServerTime": general.get_server_time,
}
"""The operations that need a signed-in user, each returning the content of its response element.

``getDataCenterUrls`` needs no user and is answered by the endpoint itself.
"""

OPERATIONS_OF_NETSUITE = frozenset(
    {
        "asyncAddList",
        "asyncDeleteList",
        "asyncGetList",
        "asyncInitializeList",
        "asyncSearch",
        "asyncUpdateList",
        "asyncUpsertList",
        "changeEmail",
        "changePassword",
        "checkAsyncStatus",
        "getAsyncResult",
        "getBudgetExchangeRate",
        "getItemAvailability",
        "getPostingTransactionSummary",
        "updateInviteeStatus",
        "updateInviteeStatusList",
    }
)
"""Operations that NetSuite has and the local account does not: refused by name."""
