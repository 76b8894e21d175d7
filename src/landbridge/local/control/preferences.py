"""Controls of preferences: the company's and a user's."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from landbridge.local.access.preferences import PreferenceError, PreferenceFields
from landbridge.local.account import Account
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.control.people import user_named

controls = Controls()


@controls.declare("GET", "/preferences")
def preferences(account: Account) -> dict[str, Any]:
    """The company-wide preferences of web services."""
    return asdict(account.preferences.read())


@controls.declare("POST", "/preferences")
def set_preferences(
    account: Account,
    *,
    require_approval: Annotated[
        bool | None, "Whether auto-installed integration records wait for approval."
    ] = None,
    search_page_size: Annotated[int | None, "Page size of SOAP searches that name none, 5 to 1000."] = None,
    disable_mandatory_custom_fields: Annotated[
        bool | None, "Whether SOAP requests may leave mandatory custom fields out."
    ] = None,
    run_scripts: Annotated[bool | None, "Whether SOAP requests run server scripts and workflows."] = None,
) -> dict[str, Any]:
    """Change company-wide preferences; those that are not named stay as they are."""
    given: dict[str, Any] = {
        "require_approval": require_approval,
        "search_page_size": search_page_size,
        "disable_mandatory_custom_fields": disable_mandatory_custom_fields,
        "run_scripts": run_scripts,
    }
    changes: PreferenceFields = {name: value for name, value in given.items() if value is not None}  # type: ignore[assignment]
    try:
        return asdict(account.preferences.change(**changes))
    except PreferenceError as error:
        raise ControlRefusal(str(error)) from error


@controls.declare("POST", "/preferences/show_internal_ids")
def show_internal_ids(
    account: Account,
    *,
    shown: Annotated[bool, "Whether pages show application ids to the user."],
    user: Annotated[
        str | None, "Whose preference, id or e-mail; the first administrator's without it."
    ] = None,
) -> dict[str, Any]:
    """Change a user's preference Show Internal IDs."""
    person = user_named(account, user)
    account.preferences.show_ids(person.id, shown=shown)
    return {"user": person.id, "shown": shown}
