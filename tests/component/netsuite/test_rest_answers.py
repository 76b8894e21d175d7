"""Answers of REST that say success and are not about what was asked: no write is taken for done that may not be."""

from __future__ import annotations

import json
import uuid
from collections.abc import Awaitable, Callable, Iterator

import pytest

from landbridge.local.faults.model import Effect, Fault
from landbridge.netsuite import Client, FixRequest, OutcomeUnknown, Ref, RetryPolicy
from landbridge.netsuite.errors import MalformedReply
from tests.component.netsuite.conftest import MakeClient
from tests.component.netsuite.local_account import Served, client_of
from tests.component.netsuite.rest_account import rest_account
from tests.component.netsuite.scripted import Answer, ScriptedNetSuite

JSON = {"Content-Type": "application/vnd.oracle.resource+json; type=singular"}
RECORDS = "https://123456.suitetalk.api.netsuite.com/services/rest/record/v1"
FAILED = {"type": "x", "title": "Bad", "status": 400, "o:errorDetails": [{"detail": "boom", "o:errorCode": "X"}]}  # fmt: skip
VALUES = {"companyName": "Asked"}

Call = Callable[[Client], Awaitable[object]]
WRITES: dict[str, Call] = {
    "create": lambda c: c.rest.create("customer", VALUES),
    "update": lambda c: c.rest.update("customer", "5", VALUES),
    "upsert": lambda c: c.rest.upsert("customer", "E1", VALUES),
    "delete": lambda c: c.rest.delete("customer", "5"),
    "transform": lambda c: c.rest.transform("salesOrder", "5", "customer"),
    "attach": lambda c: c.rest.attach("customer", "5", "contact", "6"),
    "detach": lambda c: c.rest.detach("customer", "5", "contact", "6"),
}


@pytest.fixture(scope="module")
def account() -> Iterator[Served]:
    with rest_account() as served:
        yield served


def document(content: object, status: int = 200) -> Answer:
    """An answer with JSON."""
    return Answer(json.dumps(content).encode(), status, JSON)


def at(location: str, status: int = 204) -> Answer:
    """An answer without content that leads somewhere."""
    return Answer(b"", status, {"Location": location})


@pytest.mark.requirement("web-16")
@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize(
    "answer",
    [document(FAILED), document(FAILED, 202), at(f"{RECORDS}/customer/5", 202)],
    ids=["200-failed", "202-failed", "202"],
)
async def test_a_write_that_failed_or_is_yet_to_come_is_no_success(
    make_client: MakeClient, netsuite: ScriptedNetSuite, name: str, answer: Answer
) -> None:
    netsuite.answers = [answer]
    async with make_client(retry=RetryPolicy.off()) as client:
        with pytest.raises(OutcomeUnknown):
            await WRITES[name](client)


@pytest.mark.requirement("web-16")
@pytest.mark.parametrize("name", ["delete", "attach", "detach"])
async def test_what_answers_nothing_and_has_content_is_no_success(
    client: Client, netsuite: ScriptedNetSuite, name: str
) -> None:
    netsuite.answers = [document({"id": "5"})]
    with pytest.raises(OutcomeUnknown):
        await WRITES[name](client)


@pytest.mark.requirement("web-16")
@pytest.mark.parametrize("name", ["create", "update", "upsert", "transform"])
@pytest.mark.parametrize(
    "location",
    [f"{RECORDS}/vendor/5", "https://evil.example/services/rest/record/v1/customer/5", "https://[", ""],
    ids=["type", "host", "no-address", "nothing"],
)
async def test_a_write_that_names_another_record_is_no_success(
    client: Client, netsuite: ScriptedNetSuite, name: str, location: str
) -> None:
    netsuite.answers = [at(location)]
    with pytest.raises(OutcomeUnknown):
        await WRITES[name](client)


@pytest.mark.requirement("web-16")
async def test_an_update_of_another_record_is_no_success(client: Client, netsuite: ScriptedNetSuite) -> None:
    netsuite.answers = [at(f"{RECORDS}/customer/77")]
    with pytest.raises(OutcomeUnknown, match="another record"):
        await WRITES["update"](client)


async def test_an_address_may_be_relative_and_a_status_201(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [at("/services/rest/record/v1/customer/77", 201)]
    assert await WRITES["create"](client) == Ref("77", "", None, "customer")


@pytest.mark.requirement("web-16")
async def test_a_failed_save_at_another_host_names_no_saved_record(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    foreign = {**JSON, "Location": "https://evil.example/services/rest/record/v1/customer/5"}
    netsuite.answers = [Answer(json.dumps(FAILED).encode(), 400, foreign)]
    with pytest.raises(Exception, match="boom") as caught:
        await WRITES["create"](client)
    assert not hasattr(caught.value, "internal_id")


@pytest.mark.requirement("web-16")
@pytest.mark.parametrize(
    "content",
    [
        {"id": "6", "companyName": "Other"},
        {"id": "5", "links": [{"rel": "self", "href": f"{RECORDS}/vendor/5"}]},
        {"id": "5", "links": [{"rel": "self", "href": f"{RECORDS}/customer/6"}]},
        FAILED,
    ],
    ids=["id", "type", "link", "failed"],
)
async def test_another_record_than_was_asked_for_is_no_answer(
    client: Client, netsuite: ScriptedNetSuite, content: object
) -> None:
    netsuite.answers = [document(content)]
    with pytest.raises(MalformedReply):
        await client.rest.get("customer", "5")


@pytest.mark.requirement("web-16")
async def test_another_external_id_than_was_asked_for_is_no_answer(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [document({"id": "5", "externalId": "other"})]
    with pytest.raises(MalformedReply, match="external id"):
        await client.rest.get("customer", Ref("", "", "asked"))
    netsuite.answers = [document({"id": "5", "externalId": "ASKED"})]
    assert (await client.rest.get("customer", Ref("", "", "asked"))).internal_id == "5"


@pytest.fixture
async def used(by_token: Client) -> tuple[uuid.UUID, Ref]:
    """An idempotency key, and the customer that was created with it."""
    key = uuid.uuid4()
    values = {"companyName": f"Asked {key.hex}"}
    return key, await by_token.rest.create("customer", values, idempotency_key=key)


@pytest.mark.requirement("web-12")
async def test_a_key_of_another_write_makes_nothing_a_success(
    by_token: Client, used: tuple[uuid.UUID, Ref]
) -> None:
    key, made = used
    other = await by_token.rest.create("customer", {"companyName": "Other"}, external_id=f"o-{key.hex}")
    rest = by_token.rest
    refused: tuple[Awaitable[object], ...] = (
        rest.create("vendor", VALUES, idempotency_key=key),
        rest.create("customer", VALUES, external_id=f"o-{key.hex}", idempotency_key=key),
        rest.update("customer", other, {"comments": "x"}, idempotency_key=key),
        rest.update("customer", Ref("", "", f"o-{key.hex}"), {"comments": "x"}, idempotency_key=key),
        rest.upsert("customer", f"o-{key.hex}", {"comments": "x"}, idempotency_key=key),
        rest.delete("customer", other, idempotency_key=key),
    )
    for write in refused:
        with pytest.raises(FixRequest, match="idempotency key") as caught:
            await write
        assert caught.value.code == "IDEMPOTENCY_ERROR"
    assert "comments" not in (await rest.get("customer", other)).values
    with pytest.raises(OutcomeUnknown):
        await rest.delete("customer", made, idempotency_key=key)
    with pytest.raises(OutcomeUnknown):
        await rest.upsert("customer", f"never-{key.hex}", VALUES, idempotency_key=key)
    assert (await rest.get("customer", made)).values["companyName"] == f"Asked {key.hex}"


@pytest.mark.requirement("web-12")
async def test_a_key_of_a_deletion_deletes_nothing_else(
    by_token: Client, used: tuple[uuid.UUID, Ref]
) -> None:
    _, made = used
    other, key = await by_token.rest.create("customer", VALUES), uuid.uuid4()
    await by_token.rest.delete("customer", made, idempotency_key=key)
    await by_token.rest.delete("customer", made, idempotency_key=key)
    with pytest.raises(OutcomeUnknown, match="still there"):
        await by_token.rest.delete("customer", other, idempotency_key=key)
    with pytest.raises(OutcomeUnknown):
        await by_token.rest.attach("customer", other, "contact", "1", idempotency_key=key)


@pytest.mark.requirement("web-12")
async def test_a_deletion_whose_record_cannot_be_looked_for_leaves_open_what_happened(
    by_token: Client, used: tuple[uuid.UUID, Ref], served: Served
) -> None:
    _, made = used
    key = uuid.uuid4()
    await by_token.rest.delete("customer", made, idempotency_key=key)
    served.account.faults.lay(Fault("rest.record.get", Effect.ERROR))
    async with client_of(served, retry=RetryPolicy.off()) as client:
        with pytest.raises(OutcomeUnknown):
            await client.rest.delete("customer", made, idempotency_key=key)
