"""Which operation is answered by which function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from landbridge.local.soap.call import Call
from landbridge.local.soap.operations import general, read, search, write


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: ``run`` returns the content of its response element."""

    name: str
    run: Callable[[Call], str]


OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in (
        Operation("get", read.get),
        Operation("getList", read.get_list),
        Operation("add", write.add),
        Operation("addList", write.add_list),
        Operation("update", write.update),
        Operation("updateList", write.update_list),
        Operation("upsert", write.upsert),
        Operation("upsertList", write.upsert_list),
        Operation("delete", write.delete),
        Operation("deleteList", write.delete_list),
        Operation("search", search.search),
        Operation("searchMoreWithId", search.search_more_with_id),
        Operation("getServerTime", general.get_server_time),
    )
}
"""The operations that need a signed-in user. ``getDataCenterUrls`` needs none and is answered by the endpoint itself."""

OPERATIONS_OF_NETSUITE = frozenset(
    {
        "asyncAddList",
        "asyncDeleteList",
        "asyncGetList",
        "asyncInitializeList",
        "asyncSearch",
        "asyncUpdateList",
        "asyncUpsertList",
        "attach",
        "changeEmail",
        "changePassword",
        "checkAsyncStatus",
        "detach",
        "getAccountGovernanceInfo",
        "getAll",
        "getAsyncResult",
        "getBudgetExchangeRate",
        "getCurrencyRate",
        "getCustomizationId",
        "getDeleted",
        "getIntegrationGovernanceInfo",
        "getItemAvailability",
        "getPostingTransactionSummary",
        "getSavedSearch",
        "getSelectValue",
        "initialize",
        "initializeList",
        "updateInviteeStatus",
        "updateInviteeStatusList",
    }
)
"""Operations that NetSuite has and the local account does not: refused by name."""
