"""N/query: SuiteQL in the script's role (documented: *query.runSuiteQL*, 10 units, at most 5,000 results)."""

from __future__ import annotations

from typing import Any

from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler
from landbridge.local.suiteql.errors import QueryRefused

MOST_RESULTS = 5000


def _run(execution: Execution, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return columns and rows: numbers stay numbers, dates are texts, what is empty is null (assumed).

    The error of a refused query is SSS_SEARCH_ERROR_OCCURRED (observed).
    """
    execution.charge(10)
    params = arguments["params"]
    if not isinstance(params, list):
        raise ScriptError("WRONG_PARAMETER_TYPE", "Wrong parameter type: params is expected as Array.")
    try:
        names, rows = execution.account.suiteql.values(
            execution.session, arguments["query"], params, MOST_RESULTS
        )
    except QueryRefused as refused:
        raise ScriptError("SSS_SEARCH_ERROR_OCCURRED", str(refused)) from None
    return {"columns": names, "rows": rows}


HANDLERS: dict[str, Handler] = {"query.runSuiteQL": _run}
