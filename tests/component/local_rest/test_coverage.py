"""What the table of REST claims: every supported cell is answered, every feature without support refused as noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from landbridge.local.coverage import NO_RECORD, Certainty, Claim
from landbridge.local.records.transforming import PAIRS
from landbridge.local.rest import coverage
from landbridge.local.restservices.gate import Answer
from landbridge.recordtypes import RECORD_TYPES, restnames
from tests.component.local_rest.client import Client

Probe = Callable[[Client, str], Answer]
NOBODY = "999999"
"""The id of no record: what is known of the type is told apart from what is not by the refusal."""


def _sublist(client: Client, name: str) -> Answer:
    sublists = RECORD_TYPES[name].sublists
    below = restnames.sublist_name(sublists[0]) if sublists else "item"
    return client.call("GET", f"/{restnames.type_name(name)}/{NOBODY}/{below}")


def _transform(client: Client, name: str) -> Answer:
    target = next((target for source, target in PAIRS if source == name), "invoice")
    path = f"/{restnames.type_name(name)}/{NOBODY}/!transform/{restnames.type_name(target)}"
    return client.call("POST", path, {})


def _attach(client: Client, name: str) -> Answer:
    return client.call("POST", f"/{restnames.type_name(name)}/{NOBODY}/!attach/contact/{NOBODY}", {})


def _on(method: str, path: str, body: object = None, **parameters: str) -> Probe:
    return lambda client, name: client.call(
        method, path.format(type=restnames.type_name(name)), body, **parameters
    )


PROBES: dict[str, Probe] = {
    "GET": _on("GET", f"/{{type}}/{NOBODY}"),
    "GET ?q": _on("GET", "/{type}", q=f"id ANY_OF [{NOBODY}]"),
    "POST": _on("POST", "/{type}", {"id": "no number"}),
    "PATCH": _on("PATCH", f"/{{type}}/{NOBODY}", {}),
    "PUT": _on("PUT", f"/{{type}}/{NOBODY}", {}),
    "DELETE": _on("DELETE", f"/{{type}}/{NOBODY}"),
    "sublists": _sublist,
    "!transform": _transform,
    "!attach, !detach": _attach,
    "metadata": _on("GET", "/metadata-catalog/{type}"),
}


def _cells() -> Iterator[Claim]:
    """Iterate over the supported cells."""
    return (
        claim
        for claim in coverage.claims()
        if claim.record_type != NO_RECORD and claim.certainty is not Certainty.UNSUPPORTED
    )


def _knows(answer: Answer) -> bool:
    """Say whether the account knows the operation on the type: it misses the record or finds fault with the body, if anything."""
    if answer.status < 300:
        return True
    text = answer.document["o:errorDetails"][0]["detail"]
    return answer.status == 400 or (answer.status == 404 and "record instance" in text)


@pytest.mark.requirement("peer-03")
def test_every_supported_cell_is_answered(client: Client) -> None:
    wrong = []
    for claim in _cells():
        answer = PROBES[claim.operation](client, claim.record_type)
        if not _knows(answer):
            wrong.append((claim.operation, claim.record_type, answer.status))
    assert wrong == []


UNSUPPORTED: dict[str, Callable[[Client], Answer]] = {
    "asynchronous requests and jobs": lambda client: client.call(
        "POST", "/customer", {}, headers={"Prefer": "respond-async"}
    ),
    "batches of records": lambda client: client.call("PATCH", "/customer", {"items": []}),
    "forms and select options (Accept)": lambda client: client.call(
        "GET", "/customer/1", headers={"Accept": "application/vnd.oracle.resource+json; type=create-form"}
    ),
    "attaching files": lambda client: client.call("POST", "/customer/1/!attach/file/1", {}),
    "record actions (!action), saved searches": lambda client: client.call("POST", "/customer/1/!action", {}),
    "record types not listed above": lambda client: client.call("GET", "/campaign/1"),
    "fields that are not listed above": lambda client: client.call(
        "POST",
        "/customer",
        {"notThere": 1},
        headers={"X-NetSuite-PropertyNameValidation": "error"},
    ),
}


@pytest.mark.requirement("peer-03")
def test_every_feature_that_is_not_supported_is_refused_as_noted(client: Client) -> None:
    claims = [
        claim
        for claim in coverage.claims()
        if claim.record_type == NO_RECORD and claim.certainty is Certainty.UNSUPPORTED
    ]
    assert {claim.operation for claim in claims} == UNSUPPORTED.keys()
    for claim in claims:
        answer = UNSUPPORTED[claim.operation](client)
        told = f"{answer.status} {answer.document['o:errorDetails'][0]['o:errorCode']}"
        assert told in claim.note, (claim.operation, told)
