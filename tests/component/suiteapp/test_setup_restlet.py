"""The setup RESTlet: what it sees of the account, and how it writes the settings record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from landbridge.local.access.model import Level
from landbridge.recordtypes import SCRIPT_TYPES
from landbridge.service.suiteapp.inspection import Inspection

from .sending import ADMIN, CERTIFICATE, ROLE, SETTINGS, TRIGGER, Sending, opened_sending


def inspect(sending: Sending) -> Inspection:
    """Return the answer as the service reads it; a member that the contract has and the answer lacks is an error."""
    return msgspec.convert(sending.restlet("get"), Inspection, strict=True)


@pytest.mark.requirement("app-04")
def test_it_says_what_is_installed(sending: Sending) -> None:
    seen = inspect(sending)
    assert (seen.version, seen.protocol, seen.build) == ("2.0.0", 2, "standalone")
    assert (seen.account, seen.environment) == (sending.account.settings.account_id, "SANDBOX")
    assert (seen.bundles.integration, seen.bundles.real_time) == ("5.01", "4.01")
    assert (seen.role.script_id, seen.role.lacking) == (ROLE, ())
    assert seen.certificate is not None
    assert (seen.certificate.script_id, seen.certificate.name) == (CERTIFICATE, "Real time")


@pytest.mark.requirement("app-04")
def test_it_lists_the_deployments_of_the_integrations_types(sending: Sending) -> None:
    deployments = inspect(sending).deployments
    ours = [one for one in deployments if one.script == TRIGGER]
    assert len(ours) == 20
    assert {one.record_type for one in ours} < {
        *SCRIPT_TYPES,
        "customrecord_oa_cost_center",
        "customrecord_oa_project_rate_card",
    }
    assert {(one.run_as_role, one.all_roles, one.status, one.api_version, one.bundle) for one in ours} == {
        (ROLE, True, "RELEASED", "2.x", "")
    }
    shown = {one.script_id: one for one in deployments}["customdeploy_oa_show_customer"]
    assert (shown.run_as_role, shown.event_type, shown.script_name) == (
        "",
        "VIEW",
        "SuiteProjects Pro: Show Answer",
    )
    assert SETTINGS not in {one.record_type for one in deployments}


@pytest.mark.requirement("app-04")
def test_a_deployment_is_seen_as_it_is_now(sending: Sending) -> None:
    sending.scripting.set_deployment("customdeploy_oa_send_job", is_deployed=False, run_as_role="")
    found = {one.script_id: one for one in inspect(sending).deployments}["customdeploy_oa_send_job"]
    sending.scripting.set_deployment("customdeploy_oa_send_job", is_deployed=True, run_as_role=ROLE)
    assert (found.deployed, found.run_as_role) == (False, "")


def test_the_integration_role_is_told_by_its_id_to_a_token_of_another_role(sending: Sending) -> None:
    access = sending.account.access
    integration = access.role_by_script_id(ROLE)
    assert integration is not None
    acme = access.define_role("customrole_acme", "Acme", dict(integration.permissions))
    seen = msgspec.convert(sending.restlet("get", role=acme.id), Inspection, strict=True)
    assert seen.role.script_id == "customrole_acme"
    ours = {(one.run_as_role, one.run_as_role_id) for one in seen.deployments if one.script == TRIGGER}
    assert ours == {(ROLE, integration.id)}


@pytest.mark.requirement("app-04")
def test_a_deployment_of_an_inactive_script_does_not_count(sending: Sending) -> None:
    registry = sending.scripting.registry
    script = registry.script(TRIGGER)
    deployments = [one for one in registry.deployments() if one.script == TRIGGER]
    registry.define(replace(script, is_inactive=True), deployments)
    ours = [one for one in inspect(sending).deployments if one.script == TRIGGER]
    registry.define(script, deployments)
    assert {(one.deployed, one.script_inactive) for one in ours} == {(False, True)}


@pytest.mark.requirement("right-01")
@pytest.mark.parametrize("permission", ["ADMI_CERTIFICATES", "LIST_CERTIFICATES", "LIST_FILECABINET"])
def test_it_names_what_the_role_lacks(sending: Sending, permission: str) -> None:
    access = sending.account.access
    access.set_permission(ROLE, permission, Level.EDIT)
    answer = sending.restlet("get")
    access.set_permission(ROLE, permission, Level.FULL)
    assert permission in (answer.get("role") or {"lacking": [permission]})["lacking"]
    assert inspect(sending).role.lacking == ()


@pytest.mark.requirement("right-01")
def test_a_role_that_may_not_see_deployments_is_refused_with_netsuites_code(sending: Sending) -> None:
    access = sending.account.access
    access.set_permission(ROLE, "ADMI_CUSTOMSCRIPT", Level.NONE)
    answer = sending.restlet("get")
    access.set_permission(ROLE, "ADMI_CUSTOMSCRIPT", Level.VIEW)
    assert (answer["status"], answer["code"]) == ("error", "INSUFFICIENT_PERMISSION")


@pytest.mark.requirement("app-04")
def test_it_writes_what_differs(sending: Sending) -> None:
    values = {"email": "other@example.com", "includeLeads": True, "realTime": True}
    assert sending.restlet("put", {"values": values}) == {
        "status": "ok",
        "changed": ["email", "includeLeads"],
    }
    assert sending.restlet("put", {"values": values}) == {"status": "ok", "changed": []}
    seen = inspect(sending).settings
    assert seen.values is not None
    assert (seen.count, seen.values.email, seen.values.include_leads) == (1, "other@example.com", True)


@pytest.mark.requirement("app-04")
@pytest.mark.parametrize(
    ("values", "says"),
    [
        (None, "values must be an object"),
        ({"unknown": "x"}, "unknown is no setting"),
        ({"toString": "x"}, "toString is no setting"),
        ({"realTime": "T"}, "realTime must be a boolean"),
        ({"email": True}, "email must be a string"),
    ],
)
def test_it_refuses_what_is_no_setting(sending: Sending, values: object, says: str) -> None:
    before = inspect(sending).settings
    answer = sending.restlet("put", {"values": values})
    assert (answer["status"], answer["code"], answer["message"]) == ("error", "INVALID_REQUEST", says)
    assert inspect(sending).settings == before


@pytest.mark.requirement("app-04", "pref-02")
def test_what_the_account_refuses_is_told(sending: Sending) -> None:
    answer = sending.restlet("put", {"values": {"databaseId": "acme"}})
    assert (answer["status"], answer["code"]) == ("error", "INTEGRATION_SETTINGS")
    assert "digits only" in answer["message"]


@pytest.mark.requirement("pref-03")
def test_no_settings_record_is_reported_and_nothing_written(sending: Sending) -> None:
    sending.configure(isInactive=True)
    seen, answer = inspect(sending).settings, sending.restlet("put", {"values": {"realTime": True}})
    sending.configure(isInactive=False)
    assert (seen.count, seen.values) == (0, None)
    assert answer["message"] == "there must be one settings record, and there are 0"


@pytest.mark.requirement("app-04", "bundle-02")
def test_an_older_bundle_has_fewer_settings(tmp_path: Path) -> None:
    with opened_sending(tmp_path, bundles={"369637": "4.0"}) as sending:
        values = {"serviceUrl": "https://bridge.example", "realTime": True}
        assert sending.restlet("put", {"values": values}, ADMIN)["changed"] == ["serviceUrl", "realTime"]
        answer = sending.restlet("put", {"values": {"soapUser": True}}, ADMIN)
        assert answer["message"] == (
            "the settings record has no field for soapUser: update bundle 369637 or the SuiteApp"
        )
        seen = msgspec.convert(sending.restlet("get", user=ADMIN), Inspection, strict=True)
    assert (seen.bundles.integration, seen.bundles.real_time) == ("4.0", "")
    assert seen.settings.values is not None
    assert seen.settings.values.service_url == "https://bridge.example"
