"""The ``netsuite`` package: REST records, metadata, SuiteQL, RESTlets and SOAP, as its README calls them."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from netsuite import Config, NetSuite, TokenAuth
from netsuite.exceptions import NetsuiteAPIRequestError

NAME = "Package Customer"


def connection() -> NetSuite:
    environment = os.environ
    auth = TokenAuth(
        consumer_key=environment["NETSUITE_CONSUMER_KEY"],
        consumer_secret=environment["NETSUITE_CONSUMER_SECRET"],
        token_id=environment["NETSUITE_TOKEN_ID"],
        token_secret=environment["NETSUITE_TOKEN_SECRET"],
    )
    config = Config(account=environment["NETSUITE_ACCOUNT"], auth=auth)
    return NetSuite(config, soap_api_options={"version": sys.argv[1]})


async def told(work: Callable[[], Awaitable[Any]]) -> Any:
    """Return what ``work`` found, or the status and code of the refusal."""
    try:
        return await work()
    except NetsuiteAPIRequestError as error:
        code = json.loads(error.response_text)["o:errorDetails"][0]["o:errorCode"]
        return [error.status_code, code]


async def records(made: NetSuite) -> dict[str, Any]:
    rest = made.rest_api
    found: dict[str, Any] = {}
    body = {"companyName": NAME, "subsidiary": {"id": "1"}, "email": "office@example.com"}
    found["created"] = await rest.put("/record/v1/customer/eid:package-1", json=body)
    found["read"] = await rest.get("/record/v1/customer/eid:package-1", params={"expandSubResources": "true"})
    number = found["read"]["id"]
    await rest.patch(f"/record/v1/customer/{number}", json={"phone": "555 0100"})
    query = 'companyName START_WITH "Package" AND isInactive IS false'
    found["filtered"] = await rest.get("/record/v1/customer", params={"q": query, "limit": 10})
    again = await rest.request("POST", "/record/v1/customer", json={"companyName": f"{NAME} 2"})
    found["location"] = again.headers["Location"]
    await rest.delete(f"/record/v1/customer/{found['location'].rpartition('/')[2]}")
    found["after"] = await rest.get(f"/record/v1/customer/{number}", params={"fields": "companyName,phone"})
    found["unknown"] = await told(lambda: rest.get("/record/v1/nosuch/1"))
    found["missing"] = await told(lambda: rest.get("/record/v1/customer/99999999"))
    found["misnamed"] = await told(lambda: rest.post("/record/v1/customer", json={"colour": "red"}))
    found["sql"] = await told(lambda: rest.get("/record/v1/customer", params={"q": "SELECT 1"}))
    return found


async def every_type(made: NetSuite) -> dict[str, Any]:
    """Read the collection, a record of each type and what the catalogue says of it."""
    rest = made.rest_api
    found: dict[str, Any] = {}
    for name in json.loads(os.environ["NETSUITE_TYPES"]):
        page = await rest.get(f"/record/v1/{name}", params={"limit": 5})
        one = page["items"][0]["id"] if page["items"] else None
        record = await rest.get(f"/record/v1/{name}/{one}") if one else None
        schema = await rest.jsonschema(name)
        known = record is None or (record.keys() <= schema["properties"].keys())
        found[name] = [page["totalResults"], record is not None and record["id"] == one, known]
    return found


async def lives(made: NetSuite) -> dict[str, Any]:
    """Create, read, change, read and delete a record of each type; return what was not as it should be."""
    samples = json.loads(os.environ["NETSUITE_SAMPLES"])
    found = {
        name: await told(lambda name=name, one=one: life(made, name, one)) for name, one in samples.items()
    }
    return {"lived": len(found), "wrong": {name: one for name, one in found.items() if one != EXPECTED}}


EXPECTED = [[], True, True, 404, "NONEXISTENT_ID"]


async def life(made: NetSuite, name: str, sample: dict[str, Any]) -> list[Any]:
    rest, field = made.rest_api, sample["text"]
    answer = await rest.request("POST", f"/record/v1/{name}", json=sample["create"])
    path = f"/record/v1/{name}/{answer.headers['Location'].rpartition('/')[2]}"
    record = await rest.get(path, params={"expandSubResources": "true"})
    lost = [key for key, value in sample["create"].items() if not holds(record.get(key), value)]
    text = f"Changed {name}"
    nothing = await rest.patch(path, json={field: text})
    changed = (await rest.get(path))[field]
    await rest.delete(path)
    return [lost, nothing is None, changed == text, *(await told(lambda: rest.get(path)))]


def holds(found: Any, sent: Any) -> bool:
    """Say whether an answer has what was sent: references by their ids, sublists line by line; it may have more."""
    if isinstance(sent, dict):
        return all(key in found and holds(found[key], value) for key, value in sent.items())
    if isinstance(sent, list):
        return len(found) >= len(sent) and all(any(holds(one, line) for one in found) for line in sent)
    return bool(
        found == sent or str(found) == str(sent) or (isinstance(sent, str) and same_number(found, sent))
    )


def same_number(found: Any, sent: str) -> bool:
    """Rates are sent as texts and answered as numbers."""
    try:
        return float(found) == float(sent)
    except (TypeError, ValueError):
        return False


async def catalogue(made: NetSuite) -> dict[str, Any]:
    document = await made.rest_api.openapi(["customer", "salesOrder"])
    return {"openapi": document["openapi"], "paths": sorted(document["paths"])}


async def queries(made: NetSuite) -> dict[str, Any]:
    text = f"SELECT id, companyname FROM customer WHERE companyname = '{NAME}'"
    page = await made.rest_api.suiteql(q=text, limit=5)
    return {
        "items": page["items"],
        "refused": await told(lambda: made.rest_api.suiteql(q="DROP TABLE customer")),
    }


async def restlets(made: NetSuite) -> dict[str, Any]:
    echo = made.restlet
    return {
        "get": await echo.get(11, deploy=1),
        "post": await echo.post(12, deploy=1, json={"some": "data"}),
        "put": await echo.put(11, json={"some": "data"}),
        "delete": await echo.delete(12),
    }


async def soap(made: NetSuite) -> dict[str, Any]:
    """Call what the package has of SOAP; its calls return the whole reply."""
    async with made.soap_api as api:
        core, relationships = api.Core, api.Relationships
        ref = core.RecordRef(internalId="1")
        customer = relationships.Customer(companyName="Package by SOAP", subsidiary=ref)
        added = (await api.add(customer)).body.writeResponse.baseRef
        change = relationships.Customer(internalId=added.internalId, phone="555 0101")
        updated = (await api.update(change)).body.writeResponse
        customer = relationships.Customer(
            externalId="package-soap", companyName="Package upserted", subsidiary=ref
        )
        upserted = (await api.upsert(customer)).body.writeResponse.baseRef
        one = (await api.get("customer", internalId=added.internalId)).body.readResponse.record
        ids = [added.internalId, upserted.internalId]
        several = (await api.getList("customer", internalIds=ids)).body.readResponseList.readResponse
        named = core.SearchStringField(searchValue="Package", operator="startsWith")
        rows = (await api.search(api.Common.CustomerSearchBasic(companyName=named))).body.searchResult
        currencies = (await api.getAll("currency")).body.getAllResult.recordList.record
        return {
            "got": [one.companyName, one.phone],
            "updated": updated.status.isSuccess,
            "several": [response.record.companyName for response in several],
            "found": sorted(record.companyName for record in rows.recordList.record),
            "currencies": len(currencies),
        }


async def main() -> dict[str, Any]:
    made = connection()
    return {
        "records": await records(made),
        "types": await every_type(made),
        "lives": await lives(made),
        "catalogue": await catalogue(made),
        "queries": await queries(made),
        "restlets": await restlets(made),
        "soap": await soap(made),
        "token": await made.rest_api.token_info(),
    }


sys.stdout.write(json.dumps(asyncio.run(main()), default=str) + "\n")
