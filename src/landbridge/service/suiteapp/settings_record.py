"""The one settings record: whether there is exactly one, what is wrong in it, and writing it through the setup RESTlet.

Fields and their meaning: help article_162749347853, step 6.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from landbridge.service.suiteapp.accounts import is_account
from landbridge.service.suiteapp.findings import Finding, ok
from landbridge.service.suiteapp.ids import ids_of
from landbridge.service.suiteapp.inspection import Inspection, SettingsValues
from landbridge.service.suiteapp.restlets import SETUP, RestletRefusedError, Restlets
from landbridge.service.suiteapp.state import OPTIONAL, ServiceState
from landbridge.service.workflows import catalogue

SUBJECT = "settings"
_CUSTOMERS = "customers"
_OWN_DOMAIN = re.compile(
    r"[a-z0-9][a-z0-9-]*\.app\.(?:sandbox\.)?(?:netsuitesuiteprojectspro|openair)\.com", re.ASCII
)
"""An account's own host under both domain names; the label before ``app`` is the company id (that a sandbox has a label more is
assumed)."""

Judge = Callable[[SettingsValues, ServiceState], str]


def findings(inspection: Inspection, state: ServiceState) -> list[Finding]:
    """Judge the settings record: whether it is of this account at all, its number, then its fields, then its boxes against the workflows' options."""
    if not is_account(inspection.account, state.netsuite_account):
        return [
            _wrong(
                f"The SuiteApp answers for the NetSuite account {inspection.account}, and the connection's is {state.netsuite_account}.",
                "Correct the account or the credentials of the connection.",
            )
        ]
    record = inspection.settings
    ids = ids_of(inspection.build)
    if record.values is None or record.count == 0:
        return [
            _wrong(
                f"There is no active settings record ({ids.settings_type}).",
                f"Make one in {ids.settings_list}.",
            )
        ]
    if record.count > 1:
        return [
            _wrong(
                f"There are {record.count} active settings records; the scripts know which one to use only where there is one.",
                f"Delete all but one, or make them inactive, in {ids.settings_list}.",
            )
        ]
    found = [*_fields(record.values, state, ids.settings_list), *_boxes(record.values, state)]
    return found or [ok(SUBJECT, "There is one settings record, and its fields fit this connection.")]


def url_problem(url: str) -> str:
    """Return what is wrong with a SuiteProjects Pro URL, empty where nothing is."""
    host = _https_host(url)
    if not host:
        return "is no https address"
    if not _OWN_DOMAIN.fullmatch(host):
        return (
            "has not the account's own domain, <company-id>.app.netsuitesuiteprojectspro.com "
            "(or <company-id>.app.openair.com)"
        )
    return ""


def service_url_problem(url: str, notices_url: str) -> str:
    """Return what is wrong with the address of this service, empty where nothing is. ``notices_url`` is empty where it is not known."""
    if not _https_host(url):
        return "is no https address, and NetSuite sends over https only"
    if notices_url and url.strip().rstrip("/").lower() != notices_url.rstrip("/").lower():
        return f"is not where this service takes notices, {notices_url}"
    return ""


def email_problem(email: str) -> str:
    """Return what is wrong with the address for errors, empty where nothing is."""
    if not email.strip():
        return "is empty, so nobody is told when a save cannot be sent"
    try:
        validate_email(email.strip())
    except ValidationError:
        return "is no e-mail address"
    return ""


def own_values(state: ServiceState) -> dict[str, object]:
    """Return what the service knows by itself of the settings, by members of ``SettingsValues``."""
    known: dict[str, object] = {"account": state.netsuite_account, "database_id": state.spp_database_id}
    return known | ({"service_url": state.notices_url} if state.notices_url else {})


def problems(values: Mapping[str, object], state: ServiceState) -> list[str]:
    """Return in words what keeps ``values``, by members of ``SettingsValues``, from being written."""
    members = {field.name: field.type for field in msgspec.structs.fields(SettingsValues)}
    found = [f"There is no setting {name!r}." for name in sorted(set(values) - set(members))]
    found += [
        f"{name} takes {'true or false' if members[name] is bool else 'a text'}."
        for name, value in values.items()
        if name in members and not isinstance(value, members[name])
    ]
    if found:
        return found
    given = msgspec.structs.replace(SettingsValues(), **values)
    return [
        f"{label} {problem}."
        for member, label, problem_of in _JUDGES
        if member in values and (problem := problem_of(given, state))
    ]


def write(restlets: Restlets, values: Mapping[str, object], state: ServiceState) -> tuple[str, ...]:
    """Write settings, by members of ``SettingsValues``; return those that changed. One request.

    Raises ``RestletRefusedError`` for values that cannot be right (nothing is asked then), or with what NetSuite refused, and
    ``AnswerLostError``.
    """
    if wrong := problems(values, state):
        raise RestletRefusedError(" ".join(wrong), "Nothing was written.", "INVALID_SETTINGS")
    names = {field.name: field.encode_name for field in msgspec.structs.fields(SettingsValues)}
    members = {camel: member for member, camel in names.items()}
    answer = SETUP.call(
        restlets, "PUT", {"values": {names[member]: value for member, value in values.items()}}
    )
    return tuple(members.get(str(name), str(name)) for name in answer.get("changed", ()))


def _fields(values: SettingsValues, state: ServiceState, place: str) -> Iterator[Finding]:
    for member, label, problem_of in _JUDGES:
        if problem := problem_of(values, state):
            yield _wrong(f"{label} {problem}.", _advice(member, state, place))
    if not values.real_time:
        yield _wrong(
            "The box Real-time integration with SuiteProjects Pro is not ticked: nothing is sent.",
            f"Tick it in {place}.",
        )


def _boxes(values: SettingsValues, state: ServiceState) -> Iterator[Finding]:
    """Ticked boxes of leads and prospects whose records the service would leave out."""
    options = state.options.get(_CUSTOMERS)
    if options is None:
        return
    labels = {option.key: option.label for option in catalogue.declaration(_CUSTOMERS).options}
    for script_type, member in OPTIONAL.items():
        if getattr(values, member) and not options[member]:
            yield Finding(
                SUBJECT,
                "warning",
                f"{script_type.capitalize()}s are sent (the box {script_type.capitalize()}s with customer integration is ticked), and "
                "the workflow leaves them out.",
                f'Tick "{labels[member]}" in the workflow {catalogue.declaration(_CUSTOMERS).label}, or clear the box in NetSuite.',
            )


def _wrong(message: str, advice: str) -> Finding:
    return Finding(SUBJECT, "failed", message, advice)


def _advice(member: str, state: ServiceState, place: str) -> str:
    own = own_values(state).get(member)
    return f"Enter {own} in {place}." if own else f"Correct it in {place}."


def _https_host(url: str) -> str:
    """Return the host of an https address in lower case, empty for anything else."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme == "https" else ""


def _database_id_problem(values: SettingsValues, state: ServiceState) -> str:
    if values.database_id.strip() == state.spp_database_id:
        return ""
    return f"is {values.database_id or 'empty'}, and the connection's is {state.spp_database_id}"


def _account_problem(values: SettingsValues, state: ServiceState) -> str:
    if is_account(values.account, state.netsuite_account):
        return ""
    return (
        f"is {values.account or 'empty'}, and the connection's is {state.netsuite_account}: nothing is sent"
    )


_JUDGES: tuple[tuple[str, str, Judge], ...] = (
    ("url", "The SuiteProjects Pro URL", lambda values, _: url_problem(values.url)),
    ("database_id", "The SuiteProjects Pro Database ID", _database_id_problem),
    ("account", "The NetSuite Account ID", _account_problem),
    (
        "service_url",
        "The Landbridge URL",
        lambda values, state: service_url_problem(values.service_url, state.notices_url),
    ),
    ("email", "The email address to send errors", lambda values, _: email_problem(values.email)),
)
"""Fields that are judged each by itself: member, label, and what is wrong with it."""
