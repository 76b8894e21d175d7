"""Step two of the three-step flow: the signed-in person allows an application a token, or denies it.

Documented: ``section_156536698849``. A denied run leads back with an empty verifier, and so does one that cannot be allowed (assumed
for the latter: the help calls Deny one of the reasons).
"""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.access.errors import AccessDenied, Detail
from landbridge.local.pages.visit import Visit, render
from landbridge.local.tba import callbacks
from landbridge.local.tba.flow import Asked

REASONS = {
    Detail.TOKEN_REJECTED: "The request of the application is unknown, too old or already answered. Start again in the application.",
    Detail.UNKNOWN_INTEGRATION: "There is no integration record for the application.",
    Detail.AUTHORIZATION_FLOW_REQUIRED: "The integration record of the application does not have TBA: Authorization Flow checked.",
    Detail.INTEGRATION_BLOCKED: "The integration record of the application is blocked or waits for approval. An administrator can enable it.",
}
STATE_REFUSED = "The parameter state has at most 512 letters and digits."

POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
"""That of every page, without ``form-action``: browsers hold the redirect of a sent form to it, and this form leads to the application."""


def page(visit: Visit) -> Response:
    """GET asks, POST leads back to the application."""
    values = visit.form if visit.method == "POST" else visit.query
    token, state = values.get("oauth_token", ""), values.get("state", "")
    if not callbacks.STATE.fullmatch(state):
        return _refused(visit, STATE_REFUSED)
    try:
        asked = visit.account.access.tba.flow.asked(token)
    except AccessDenied as denied:
        return _refused(visit, REASONS[denied.detail])
    return _answered(visit, asked, state) if visit.method == "POST" else _consent(visit, asked, state)


def _consent(visit: Visit, asked: Asked, state: str) -> Response:
    user = visit.account.access.user(visit.session.user_id)
    assert user is not None, "who is not there any more is not signed in"
    roles = visit.account.access.tba.flow.roles_of(user)
    wanted = visit.query.get("role") or asked.request.role_id
    current = visit.account.access.role(visit.session.role_id)
    chosen = next((role for role in roles if role.id == wanted), current)
    answer = render(
        "consent.html",
        account=visit.account,
        csrf=visit.page_session.csrf,
        asked=asked,
        who=visit.page_session.email,
        roles=roles,
        chosen=chosen,
        may_allow=chosen in roles,
        state=state,
        path=visit.path,
    )
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def _answered(visit: Visit, asked: Asked, state: str) -> Response:
    role = visit.form.get("role", "")
    return visit.redirect(
        callbacks.leading_back(
            asked.request.callback,
            oauth_token=asked.request.token,
            oauth_verifier=_verifier(visit, asked, role),
            company=visit.account.settings.account_id,
            role=role,
            entity=visit.session.user_id,
            state=state,
        )
    )


def _verifier(visit: Visit, asked: Asked, role: str) -> str:
    """Return the verifier of an allowed run, an empty one for any other."""
    flow = visit.account.access.tba.flow
    if visit.form.get("answer") != "allow":
        flow.deny(asked.request.token)
        return ""
    try:
        return flow.allow(visit.session, asked.request.token, role, ip=visit.session.origin)
    except AccessDenied:
        return ""


def _refused(visit: Visit, reason: str) -> Response:
    return visit.page("refused.html", title="Access cannot be granted", status=400, reason=reason)
