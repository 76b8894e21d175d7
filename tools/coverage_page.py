"""The page of what the local account supports: asked of its code, so that it cannot say more than there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.routing import Mount, Route

from landbridge.local.account import Account
from landbridge.local.control.registry import CONTROLS
from landbridge.local.coverage import Claim, matrix, notes
from landbridge.local.governance.tiers import BASE_OF_TIER, PER_LICENCE
from landbridge.local.oauth2 import coverage as access
from landbridge.local.releases import answered
from landbridge.local.rest import coverage as rest
from landbridge.local.scripting import restlets
from landbridge.local.scripting.account_scripting import RESTLET_LIMITS, USER_EVENT_LIMITS, ScriptLimits
from landbridge.local.scripting.execution import Limits
from landbridge.local.scripting.sdfobjects import INSTALL_ORDER
from landbridge.local.settings import RELEASE, AccountSettings
from landbridge.local.soap import coverage
from landbridge.local.suiteql import coverage as suiteql
from landbridge.local.surface import surface_app
from landbridge.recordtypes import RECORD_TYPES
from tools.scriptmodules import ScriptModule, script_modules

HEAD = """\
# What the local account supports

This page is made from the code by `make docs`; a test fails when it is out of date. What does not stand here is refused with a clear
error, never answered with a plausible success.

The words behind each likeness to NetSuite: *documented*, Oracle's help says so (the article is named); *schema*, read from the public
SOAP schema; *observed*, seen in public recordings; *assumed*, our best guess; *not supported*, refused with the code named.
"""

CERTAIN_SCRIPTING = """\
Entry points, the order of scripts, governance units, time limits and the names of modules and members are *documented*; the memory limit
and the texts of some errors are *assumed*. Rules and errors: [SuiteScript](suitescript.md).
"""


def page() -> str:
    """Return the page in Markdown."""
    parts = (
        HEAD,
        f"The account answers as release {RELEASE}.\n",
        *_records(),
        *_soap(),
        *_rest(),
        *_suiteql(),
        *_restlets(),
        *_access(),
        *_scripts(),
        *_projects(),
        *_surface(),
    )
    return "\n".join(parts)


def _records() -> Iterable[str]:
    yield "## Record types\n"
    yield _table(
        ("record type", "SuiteScript types", "permission", "body fields", "sublists"),
        (
            (
                kind.name,
                ", ".join(kind.script_types),
                kind.permission,
                ", ".join(field.name for field in kind.fields),
                ", ".join(sublist.name for sublist in kind.sublists),
            )
            for kind in RECORD_TYPES.values()
        ),
    )
    yield "Custom record types and custom fields come with an SDF project or a seed; they are answered as the types above are.\n"


def _soap() -> Iterable[str]:
    yield "## SuiteTalk SOAP\n"
    versions = ", ".join(answered(RELEASE))
    yield f"Endpoints: {versions}. Codes and limits of each operation: [SuiteTalk SOAP](soap.md).\n"
    yield _claims(coverage.claims())


def _rest() -> Iterable[str]:
    yield "## SuiteTalk REST\n"
    yield "Requests, filters and error codes: [REST records](local-rest.md).\n"
    yield _claims(rest.claims())


def _suiteql() -> Iterable[str]:
    yield "## SuiteQL\n"
    yield "Tables, functions and limits: [SuiteQL](local-suiteql.md).\n"
    yield notes(suiteql.claims())


def _claims(claims: Iterable[Claim]) -> str:
    """Return the tables of one protocol: record types by operations, then sources and notes."""
    told = list(claims)
    return f"{matrix(told)}\n{notes(told)}"


def _restlets() -> Iterable[str]:
    yield "## RESTlets\n"
    types = ", ".join(f"`{name}`" for name in restlets.CONTENT_TYPES)
    size = restlets.LARGEST_BODY // (1024 * 1024)
    yield (
        f"`GET`, `POST`, `PUT` and `DELETE` on `{restlets.PATH}?script=&deploy=`, with a token's signature (OAuth 1.0, HMAC-SHA256) or an OAuth 2.0 bearer token. "
        f"Content types: {types}. Bodies up to {size} MB. RESTlets run in the caller's role; there is no Execute as Role "
        "(*documented*).\n"
    )


def _access() -> Iterable[str]:
    yield "## Access and governance\n"
    yield "Everything in its own words: [access and governance](local-access.md).\n"
    yield notes(access.claims())
    yield _table(
        ("service tier", "requests at once"),
        ((tier, str(limit)) for tier, limit in BASE_OF_TIER.items()),
    )
    yield f"Each SuiteCloud Plus licence adds {PER_LICENCE}. SOAP, REST and RESTlets share one pool (*documented*).\n"


def _scripts() -> Iterable[str]:
    limits = ScriptLimits()
    yield "## SuiteScript\n"
    yield _table(
        ("script type", "entry points", "units", "seconds"),
        (
            _limits("User event", "beforeLoad, beforeSubmit, afterSubmit", USER_EVENT_LIMITS),
            _limits("RESTlet", "get, post, put, delete", RESTLET_LIMITS),
        ),
    )
    yield f"Memory: {limits.memory_bytes // (1024 * 1024)} MB of JavaScript heap for each execution.\n"
    yield CERTAIN_SCRIPTING
    yield (
        "A member that is *refused* is there, so that scripts load; calling it throws `UNSUPPORTED_BY_LOCAL_ACCOUNT`. A module that is "
        "not in the table throws `MODULE_DOES_NOT_EXIST`.\n"
    )
    yield _table(
        ("module", "functions", "refused", "values and enumerations"), map(_module, script_modules())
    )
    yield (
        "There are no saved searches, so `search.load` and `search.delete` answer `INVALID_SEARCH`. Lines of sublists are read "
        "in scripts; writing to one throws `SSS_INVALID_SUBLIST_OPERATION`.\n"
    )


def _limits(kind: str, entries: str, limits: Limits) -> tuple[str, ...]:
    return kind, entries, str(limits.units), f"{limits.seconds:g}"


def _module(module: ScriptModule) -> tuple[str, ...]:
    parts = (module.supported, module.refused, module.values)
    return f"`{module.name}`", *(", ".join(f"`{name}`" for name in part) for part in parts)


def _projects() -> Iterable[str]:
    yield "## SDF projects\n"
    objects = ", ".join(f"`{name}`" for name in INSTALL_ORDER)
    yield f"Installed are the files below `FileCabinet/` and the objects {objects}. Any other object is refused by name.\n"


def _surface() -> Iterable[str]:
    yield "## Addresses\n"
    yield "Pages and who may see them: [Pages](pages.md).\n"
    yield _table(("method", "address"), _account_routes())
    yield "The control plane, on its own loopback port, is ours; NetSuite has nothing like it.\n"
    yield _table(
        ("method", "address"), ((control.method, f"`{control.address}`") for control in CONTROLS.values())
    )


def _account_routes() -> Sequence[tuple[str, str]]:
    with TemporaryDirectory() as folder:
        account = Account(AccountSettings(), authority_folder=Path(folder))
        try:
            routes = surface_app(account).routes
        finally:
            account.close()
    found = [
        (", ".join(sorted((route.methods or set()) - {"HEAD"})), f"`{route.path}`")
        for route in routes
        if isinstance(route, Route)
    ]
    found += [("GET", f"`{route.path}/...`") for route in routes if isinstance(route, Mount)]
    return [*found, ("DELETE, GET, POST, PUT", f"`{restlets.PATH}`")]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"
