"""The retired operations of sessions: ``login``, ``logout``, ``searchMore`` and ``searchNext`` (schema 2017_2)."""

from __future__ import annotations

from landbridge.local.account import Account
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.markup import attribute, escape
from landbridge.local.soap.operations.search import go_on
from landbridge.local.soap.scalars import ScalarError, read_long
from landbridge.local.soap.sessions import LatestSearch, SoapSession
from landbridge.local.soap.statuses import SUCCESS, failure

REFUSED = frozenset({"mapSso", "ssoLogin"})
"""Operations of the same endpoints that the local account does not have."""


def session_response(account: Account, opened: SoapSession) -> str:
    """Return who has signed in, with all roles of the user (what login answers)."""
    session = opened.session
    user = account.access.user(session.user_id)
    role_ids = user.role_ids if user is not None else ()
    roles = "".join(
        [
            _role(account, role_id, session.role_id, default=place == 0)
            for place, role_id in enumerate(role_ids)
        ]
    )
    return (
        f'<sessionResponse>{SUCCESS}<userId internalId="{attribute(session.user_id)}">'
        f"<platformCore:name>{escape(user.name if user is not None else '')}</platformCore:name></userId>"
        f"<platformCore:wsRoleList>{roles}</platformCore:wsRoleList></sessionResponse>"
    )


def _role(account: Account, role_id: str, current: str, *, default: bool) -> str:
    role = account.access.role(role_id)
    if role is None:
        return ""
    flags = {"isDefault": default, "isInactive": role.inactive, "isLoggedInRole": role_id == current}
    return (
        f'<platformCore:wsRole><platformCore:role internalId="{attribute(role_id)}">'
        f"<platformCore:name>{escape(role.name)}</platformCore:name></platformCore:role>"
        + "".join(
            [
                f"<platformCore:{name}>{str(value).lower()}</platformCore:{name}>"
                for name, value in flags.items()
            ]
        )
        + "</platformCore:wsRole>"
    )


def logged_out() -> str:
    """Return what logout answers."""
    return f"<sessionResponse>{SUCCESS}</sessionResponse>"


def search_more(call: Call) -> str:
    """Answer a page of the session's latest search."""
    try:
        return _page(call, read_long(call.node.text_of("pageIndex")))
    except ScalarError as error:
        raise faults.malformed(f"pageIndex: {error}") from None


def search_next(call: Call) -> str:
    """Answer the page behind the one that the session's latest search answered last."""
    latest = _latest(call)
    return _page(call, latest.page_index + 1 if latest else 1)


def _latest(call: Call) -> LatestSearch | None:
    return call.soap_session.search if call.soap_session is not None else None


def _page(call: Call, page_index: int) -> str:
    latest = _latest(call)
    if (
        latest is None
    ):  # a request without a session, or a session that has searched for nothing (the code is assumed)
        content = failure("INVALID_JOB_ID", "There is no search in this session to go on with.")
        return f"<platformCore:searchResult>{content}</platformCore:searchResult>"
    return go_on(call, latest.search_id, page_index)


SESSION_OPERATIONS = {"searchMore": search_more, "searchNext": search_next}
