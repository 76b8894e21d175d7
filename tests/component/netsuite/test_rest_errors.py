"""What REST refuses, one class each, and writes whose answer was lost."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

import pytest

from landbridge.local.access.model import Level
from landbridge.local.faults.model import Effect, Fault
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import USER_EVENT, Deployment, DeploymentStatus, Script
from landbridge.netsuite import (
    Client,
    FixRecord,
    FixRequest,
    NetSuiteError,
    OutcomeUnknown,
    PermissionMissing,
    RecordMissing,
    RecordTypeUnknown,
    Ref,
    RetryPolicy,
    ScriptFailedAfterSave,
    SignInAgain,
)
from landbridge.netsuite.errors import ReportBug
from landbridge.netsuite.rest.exchange import RestRequest
from tests.component.netsuite.local_account import ROLE, Served, client_of, served_account
from tests.component.netsuite.rest_account import rest_account

Call = Callable[[Client], Awaitable[object]]
FIRST = Ref("", "", "first")


@pytest.fixture(scope="module")
def account() -> Iterator[Served]:
    with rest_account() as served:
        session = served.account.access.system_session()
        served.account.records.save(session, "customer", {"companyName": "First"}, external_id="first")
        yield served


def requests_of(served: Served, kind: str) -> int:
    return sum(entry.kind == kind for entry in served.account.journal.entries(100))


def named(served: Served, name: str) -> int:
    """How many customers there are of a name."""
    records = served.account.records
    found = records.get_many("customer", records.search("customer", [])).values()
    return sum(record.values.get("companyName") == name for record in found)


REFUSALS: dict[str, tuple[Call, type[NetSuiteError], str, str]] = {
    "no such record": (lambda c: c.rest.get("customer", "999999"), RecordMissing, "NONEXISTENT_ID", ""),
    "no such external id": (lambda c: c.rest.get("customer", Ref("", "", "none")), RecordMissing, "NONEXISTENT_ID", ""),
    "no such type": (lambda c: c.rest.get("unheardOf", "1"), RecordTypeUnknown, "NONEXISTENT_ID", ""),
    "no id at all": (lambda c: c.rest.get("customer", "x"), FixRequest, "INVALID_ID", ""),
    "no such field to read": (
        lambda c: c.rest.get("customer", FIRST, fields=["unheardOf"]), FixRequest, "INVALID_PARAMETER", "fields",
    ),
    "no such field to filter by": (
        lambda c: c.rest.page("customer", "unheardOf IS 1"), FixRequest, "INVALID_PARAMETER", "q",
    ),
    "no filter": (lambda c: c.rest.page("customer", "SELECT 1"), FixRequest, "INVALID_PARAMETER", "q"),
    "no such field to write": (
        lambda c: c.rest.create("customer", {"unheardOf": "x"}), FixRecord, "INVALID_CONTENT", "unheardOf",
    ),
    "no such reference": (
        lambda c: c.rest.create("customer", {"companyName": "A", "parent": "999999"}), FixRecord, "INVALID_CONTENT", "parent",
    ),
    "in a line": (
        lambda c: c.rest.create("customer", {"companyName": "A", "contactRolesList": [{"contact": "999999"}]}),
        FixRecord, "INVALID_CONTENT", "contactRoles.items[0].contact",
    ),
    "against a rule": (
        lambda c: c.rest.create("customer", {"companyName": "A", "email": "nobody"}), FixRecord, "USER_ERROR", "",
    ),
}  # fmt: skip


@pytest.mark.requirement("web-16")
@pytest.mark.requirement("bad-04")
@pytest.mark.parametrize("name", REFUSALS)
async def test_each_refusal_has_its_class_and_place(by_token: Client, served: Served, name: str) -> None:
    call, kind, code, path = REFUSALS[name]
    with pytest.raises(NetSuiteError) as caught:
        await call(by_token)
    error = caught.value
    assert type(error) is kind
    assert (error.code, error.path) == (code, path)
    assert error.account == served.account.settings.account_id
    assert error.operation.startswith("rest.")
    assert len(error.request_id) == 36
    assert error.message
    assert error.advice


@pytest.mark.requirement("web-16")
async def test_a_method_that_there_is_not_is_our_own_mistake(by_token: Client) -> None:
    with pytest.raises(ReportBug) as caught:
        await by_token.rest._exchange.perform(
            RestRequest("rest.governanceLimits", "POST", "/services/rest/system/v1/governanceLimits")
        )
    assert caught.value.code == "INVALID_METHOD"


@pytest.mark.requirement("web-16")
async def test_a_wrong_secret_and_a_missing_permission_are_told_apart(served: Served) -> None:
    wrong = replace(served.credentials, token_secret="0" * 64)
    async with client_of(served, wrong) as client:
        with pytest.raises(SignInAgain) as refused:
            await client.rest.get("customer", "1")
    assert refused.value.code == "INVALID_LOGIN"
    with served_account() as other:
        async with client_of(other) as client:
            with pytest.raises(PermissionMissing) as missing:
                await client.rest.page("vendor")
            assert missing.value.code == "INSUFFICIENT_PERMISSION"
            with pytest.raises(PermissionMissing):
                await client.rest.governance_limits()
        other.account.access.define_role(ROLE, "Library", {"ADMI_LOGIN_OAUTH": Level.FULL})
        async with client_of(other) as client:
            with pytest.raises(PermissionMissing):
                await client.rest.page("customer")


@pytest.mark.requirement("web-12")
@pytest.mark.parametrize("effect", [Effect.LOSE_REPLY, Effect.DROP, Effect.PAGE, Effect.LIMIT])
async def test_under_a_key_a_lost_answer_is_asked_for_again(
    by_token: Client, served: Served, effect: Effect
) -> None:
    served.account.faults.lay(Fault("rest.record.post", effect, times=2))
    name, key = f"Keyed {effect}", uuid.uuid4()
    made = await by_token.rest.create("customer", {"companyName": name}, idempotency_key=key)
    assert requests_of(served, "rest.record.post") == 3
    assert named(served, name) == 1
    assert await by_token.rest.create("customer", {"companyName": name}, idempotency_key=str(key)) == made
    assert named(served, name) == 1
    assert (await by_token.rest.get("customer", made)).values["companyName"] == name


@pytest.mark.requirement("web-12")
async def test_every_write_may_have_a_key(by_token: Client, served: Served) -> None:
    served.account.faults.lay(Fault("rest.record.*", Effect.LOSE_REPLY, share=0.5, seed=3))
    made = await by_token.rest.upsert(
        "customer", "key-1", {"companyName": "Key"}, idempotency_key=uuid.uuid4()
    )
    changed = await by_token.rest.update("customer", made, {"comments": "Once"}, idempotency_key=uuid.uuid4())
    assert changed.internal_id == made.internal_id
    assert (await by_token.rest.get("customer", made)).values["comments"] == "Once"
    await by_token.rest.delete("customer", made, idempotency_key=uuid.uuid4())
    assert named(served, "Key") == 0


@pytest.mark.requirement("web-12")
async def test_a_refused_write_does_not_use_its_key_up(by_token: Client) -> None:
    key = uuid.uuid4()
    with pytest.raises(FixRecord):
        await by_token.rest.create("customer", {"companyName": "A", "email": "nobody"}, idempotency_key=key)
    made = await by_token.rest.create("customer", {"companyName": "A"}, idempotency_key=key)
    assert made.internal_id


@pytest.mark.requirement("web-12")
@pytest.mark.parametrize("keyed", [False, True])
async def test_without_a_key_or_patience_nobody_knows(served: Served, keyed: bool) -> None:
    served.account.faults.lay(Fault("rest.record.post", Effect.LOSE_REPLY))
    key = uuid.uuid4() if keyed else None
    async with client_of(served, retry=RetryPolicy(retries=1, first_wait_s=0.001)) as client:
        with pytest.raises(OutcomeUnknown) as caught:
            await client.rest.create("customer", {"companyName": f"Lost {keyed}"}, idempotency_key=key)
        assert ("same idempotency key" in caught.value.message) is keyed
        assert requests_of(served, "rest.record.post") == (2 if keyed else 1)
        assert named(served, f"Lost {keyed}") == 1
        served.account.faults.clear()
        if keyed:
            made = await client.rest.create("customer", {"companyName": f"Lost {keyed}"}, idempotency_key=key)
            assert named(served, f"Lost {keyed}") == 1
            assert made.internal_id


AFTER_SUBMIT = """define(['N/error'], (error) => ({
  afterSubmit: (context) => {
    if (context.newRecord.getValue({ fieldId: 'comments' }) === 'fail')
      throw error.create({ name: 'TOO_LATE', message: 'after the save' });
  },
}));"""


@pytest.mark.requirement("web-16", "web-12")
async def test_a_script_that_fails_after_the_save_is_told_with_the_record(
    by_token: Client, served: Served
) -> None:
    deploy_user_event(served, AFTER_SUBMIT)
    values, key = {"companyName": "Saved", "comments": "fail"}, uuid.uuid4()
    with pytest.raises(ScriptFailedAfterSave) as caught:
        await by_token.rest.create("customer", values, idempotency_key=key)
    assert (caught.value.code, caught.value.message) == (
        "USER_ERROR",
        "Error while accessing a resource. after the save.",
    )
    assert (await by_token.rest.get("customer", caught.value.internal_id)).values["companyName"] == "Saved"
    again = await by_token.rest.create("customer", values, idempotency_key=key)
    assert again.internal_id == caught.value.internal_id


def deploy_user_event(served: Served, source: str) -> None:
    account, scripting = served.account, served.account.scripting
    assert isinstance(scripting, Scripting)
    session = account.access.system_session()
    path = account.files.save(session, "/SuiteScripts/tests", "after.js", source.encode()).path
    script = Script("customscript_after", 0, USER_EVENT, "After", path)
    deployment = Deployment(
        script_id="customdeploy_after", script=script.script_id, number=0, record_type="customer",
        status=DeploymentStatus.RELEASED, all_roles=True,
    )  # fmt: skip
    scripting.registry.define(script, [deployment])
