"""``POST /services/rest/query/v1/suiteql`` (documented: ``section_157909186990``, ``section_158394344595``)."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import Session
from landbridge.local.account import Account
from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import COLLECTION, Answer, Asked, Gate
from landbridge.local.suiteql.engine import LARGEST_PAGE, MOST_ROWS, Page
from landbridge.local.suiteql.errors import QueryRefused

PATH = "/services/rest/query/v1/suiteql"
DATASETS = "/services/rest/query/v1/dataset"
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
MEDIA_TYPES = ("", "application/json", "application/vnd.oracle.resource+json")


def routes(account: Account) -> list[BaseRoute]:
    """Return the query service of an account."""
    gate = Gate(account)

    async def suiteql(request: Request) -> Response:
        return await gate.handle(
            request, "rest.suiteql", lambda asked, session: answer(account, asked, session)
        )

    async def dataset(request: Request) -> Response:
        return await gate.handle(request, "rest.dataset", no_dataset)

    return [
        Route(PATH, suiteql, methods=METHODS),
        Route(DATASETS, dataset, methods=METHODS),
        Route(f"{DATASETS}/{{rest:path}}", dataset, methods=METHODS),
    ]


def answer(account: Account, asked: Asked, session: Session) -> Answer:
    """Return one page of a query. Raises ``RestError``."""
    if asked.method != "POST":
        raise errors.invalid_method(asked.method, asked.url, ("POST",))
    _require_transient(asked)
    limit, offset = _page(asked)
    text, parameters = _query(asked)
    try:
        page = account.suiteql.run(session, text, parameters, limit, offset)
    except QueryRefused as refused:
        raise errors.invalid_parameter("q", refused.detail) from None
    except PermissionMissing as missing:
        raise errors.permission_missing(missing.permission) from None
    return Answer(200, collection(asked, page, limit, offset), COLLECTION)


def no_dataset(asked: Asked, session: Session) -> Answer:
    """Refuse what is asked of a dataset. Raises ``RestError``."""
    del asked, session
    raise errors.unsupported("datasets of SuiteAnalytics Workbook")


def _require_transient(asked: Asked) -> None:
    """Queries are not kept: the header says so, and is compulsory (documented; beginning of the text observed)."""
    preferences = [part.strip().lower() for part in asked.header("prefer").split(",")]
    if "transient" not in preferences:
        raise errors.invalid_header(
            "Prefer",
            "The required request header 'Prefer' is missing. Set the value of the header to 'transient'.",
        )


def _page(asked: Asked) -> tuple[int, int]:
    """Return limit and offset: 1 to 1,000, and a multiple of the limit (documented: *Collection Paging*; texts assumed)."""
    for name, _ in asked.query:
        if name not in ("limit", "offset"):
            raise errors.invalid_parameter(name[:40], f"Unknown parameter '{name[:40]}'.")
    limit = _whole(asked, "limit", LARGEST_PAGE)
    offset = _whole(asked, "offset", 0)
    if not 1 <= limit <= LARGEST_PAGE:
        raise errors.invalid_parameter("limit", f"Provide a limit between 1 and {LARGEST_PAGE}.")
    if offset % limit:
        raise errors.invalid_parameter("offset", f"Provide an offset that is divisible by the limit {limit}.")
    if offset >= MOST_ROWS:
        raise errors.invalid_parameter("offset", f"A query returns at most {MOST_ROWS} results.")
    return limit, offset


def _whole(asked: Asked, name: str, default: int) -> int:
    text = asked.parameter(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise errors.invalid_parameter(
            name, f"Invalid value '{text[:40]}' of the parameter {name}. Provide a whole number."
        )
    return int(text)


def _query(asked: Asked) -> tuple[str, list[Any]]:
    """Return the text and the parameters of the body."""
    media_type = asked.header("content-type").partition(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES:
        raise errors.invalid_header("Content-Type", "Provide the body as application/json.", 415)
    try:
        body = json.loads(asked.body)
    except (ValueError, RecursionError):
        raise errors.invalid_body("The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise errors.invalid_body("The body is a JSON object with the property q.")
    for name in body:
        if name not in ("q", "params"):
            raise errors.invalid_body(f"Unknown property '{name[:40]}'.", name[:40])
    text, parameters = body.get("q"), body.get("params")
    if not isinstance(text, str) or not text.strip():
        raise errors.invalid_parameter("q", "The query is missing: provide it as the property q of the body.")
    if parameters is None:
        return text, []
    if not isinstance(parameters, list):
        raise errors.invalid_body("params is a list of values.", "params")
    return text, parameters


def collection(asked: Asked, page: Page, limit: int, offset: int) -> dict[str, Any]:
    """Return the body: links to this page and the others, counts, items (documented)."""
    count = len(page.items)
    more = offset + count < page.total
    return {
        "links": _links(asked, page.total, limit, offset),
        "count": count,
        "hasMore": more and count > 0,
        "items": [{"links": [], **item} for item in page.items],
        "offset": offset,
        "totalResults": page.total,
    }


def _links(asked: Asked, total: int, limit: int, offset: int) -> list[dict[str, str]]:
    last = max(total - 1, 0) // limit * limit
    places: dict[str, int] = {}
    if offset > 0:
        places |= {"first": 0, "prev": min(offset - limit, last)}
    if offset + limit < total:
        places |= {"next": offset + limit, "last": last}
    address = f"{asked.site}{PATH}"
    links = [
        {"rel": name, "href": f"{address}?limit={limit}&offset={place}"} for name, place in places.items()
    ]
    return [*links, {"rel": "self", "href": asked.url}]
