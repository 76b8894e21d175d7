"""Scripts of the account take part in what REST saves and reads."""

from __future__ import annotations

import pytest

from landbridge.local.account import Account
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import USER_EVENT, Deployment, DeploymentStatus, Script
from tests.component.local_rest.client import Client

SOURCE = """
/**
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 */
define(['N/runtime'], function (runtime) {
  function fails(context, when) {
    const name = context.newRecord.getValue({ fieldId: 'name' });
    if (name === 'fails ' + when) throw { name: 'NO_WAY', message: 'Not like this' };
  }
  return {
    beforeLoad: function (context) { fails(context, 'to load'); },
    beforeSubmit: function (context) {
      fails(context, 'before');
      context.newRecord.setValue({ fieldId: 'custrecord_code', value: String(runtime.executionContext) });
    },
    afterSubmit: function (context) { fails(context, 'after'); },
  };
});
"""


@pytest.fixture(scope="module")
def scripted(client: Client, account: Account) -> Client:
    scripting = account.scripting
    assert isinstance(scripting, Scripting)
    session = account.access.system_session()
    owner = next(user.id for user in account.access.users())
    file = account.files.save(session, "/SuiteScripts/rest", "watch.js", SOURCE.encode())
    script = Script("customscript_watch", 501, USER_EVENT, "Watch", file.path, owner=owner)
    deployment = Deployment(
        script_id="customdeploy_watch",
        script=script.script_id,
        number=1,
        status=DeploymentStatus.RELEASED,
        record_type="customrecord_center",
        all_roles=True,
    )
    scripting.registry.define(script, [deployment])
    return client


@pytest.mark.requirement("rest-01")
def test_scripts_run_in_the_context_of_rest(scripted: Client) -> None:
    created = scripted.create("customrecord_center", {"name": "watched", "custrecord_code": "x"})
    assert scripted.get(f"/customrecord_center/{created}")["custrecord_code"] == "RESTWEBSERVICES"


@pytest.mark.requirement("rest-06")
def test_what_scripts_throw_is_told(scripted: Client) -> None:
    status, detail = scripted.refused("POST", "/customrecord_center", {"name": "fails before"})
    assert (status, detail["o:errorCode"]) == (400, "USER_ERROR")
    assert detail["detail"] == "Error while accessing a resource. Not like this."
    assert scripted.ids("customrecord_center", 'name IS "fails before"') == set()
    after = scripted.call("POST", "/customrecord_center", {"name": "fails after"})
    assert after.status == 400
    (stands,) = scripted.ids("customrecord_center", 'name IS "fails after"')
    assert after.headers["Location"].endswith(f"/customrecord_center/{stands}")
    unreadable = scripted.create("customrecord_center", {"name": "fails to load"})
    assert scripted.refused("GET", f"/customrecord_center/{unreadable}")[0] == 400


@pytest.mark.requirement("rest-05")
def test_a_save_whose_after_submit_fails_uses_its_idempotency_key_up(scripted: Client) -> None:
    header = {"X-NetSuite-Idempotency-Key": "33333333-3333-4333-8333-333333333333"}
    body = {"name": "fails after", "custrecord_code": "once"}
    before = scripted.ids("customrecord_center", 'name IS "fails after"')
    first = scripted.call("POST", "/customrecord_center", body, headers=header)
    again = scripted.call("POST", "/customrecord_center", body, headers=header)
    assert (first.status, again.status) == (400, 400)
    assert again.document["o:errorDetails"][0]["o:errorCode"] == "IDEMPOTENCY_ERROR"
    assert again.headers["Location"] == first.headers["Location"]
    assert len(scripted.ids("customrecord_center", 'name IS "fails after"') - before) == 1
