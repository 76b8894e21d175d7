"""How the trigger must be deployed."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.suiteapp import deployments
from landbridge.service.suiteapp.findings import worst
from landbridge.service.suiteapp.ids import BESIDE_NATIVE, STANDALONE
from landbridge.service.suiteapp.inspection import Role
from landbridge.service.suiteapp.state import ServiceState
from tests.component.service_setup.inspections import inspection, trigger
from tests.unit.service_suiteapp.judged import STATE, with_values


@pytest.mark.parametrize(
    ("changed", "words", "state"),
    [
        ({"deployed": False}, "not deployed for customer", "failed"),
        ({"status": "TESTING"}, "has the status TESTING", "failed"),
        ({"run_as_role": ""}, "in the role of whoever saves", "failed"),
        ({"run_as_role": "customrole_other"}, "neither the integration role nor the token's", "warning"),
        ({"all_roles": False}, "does not run for everybody", "failed"),
        ({"event_type": "CREATE"}, "runs on create only", "failed"),
    ],
)
def test_each_wrong_setting_of_a_deployment_is_named(changed: dict[str, Any], words: str, state: str) -> None:
    (found,) = deployments.findings(inspection(deployments=(trigger("customer", **changed),)), STATE)
    assert (found.subject, found.state) == ("deployments", state)
    assert words in found.message
    assert "customdeploy_oa_send_customer" in f"{found.message} {found.advice}"


def test_the_tokens_own_role_may_execute_the_trigger() -> None:
    seen = inspection(
        role=Role("1044", "customrole_acme", "Acme", ()),
        deployments=(trigger("customer", run_as_role="customrole_acme"),),
    )
    assert worst(deployments.findings(seen, STATE)) == "ok"


def test_roles_are_compared_by_id_whatever_their_names_are() -> None:
    token = Role("1044", "customrole_acme", "Acme", ())
    for script_id, number, state in (
        ("SuiteProjects Pro Integration Administrator", "1044", "ok"),
        (STANDALONE.role, "1001", "ok"),
        ("SuiteProjects Pro Integration Administrator", "1077", "warning"),
    ):
        ours = trigger("customer", run_as_role=script_id, run_as_role_id=number)
        assert worst(deployments.findings(inspection(role=token, deployments=(ours,)), STATE)) == state


def test_a_script_that_is_inactive_is_said_to_be() -> None:
    ours = trigger("customer", deployed=False, script_inactive=True)
    (found,) = deployments.findings(inspection(deployments=(ours,)), STATE)
    assert "customscript_oa_send_to_spp_2 is inactive" in found.message
    assert "Clear Inactive" in found.advice


@pytest.mark.requirement("bundle-05")
@pytest.mark.parametrize("live", [frozenset({"customer"}), frozenset[str]()])
def test_both_triggers_on_one_type_are_refused_with_the_way_out(live: frozenset[str]) -> None:
    seen = inspection(deployments=(trigger("customer"), trigger("customer", old=True)))
    (found,) = deployments.findings(seen, ServiceState("1234567_SB1", "4711", live=live))
    assert found.failed
    assert "both triggers are deployed" in found.message
    assert "clear Deployed on customdeploy_oa_send1_customer" in found.advice


def test_the_old_trigger_alone_is_no_way_to_be_live() -> None:
    (found,) = deployments.findings(inspection(deployments=(trigger("customer", old=True),)), STATE)
    assert "SuiteSignOn has ended" in found.message
    assert "Take Deployed from customdeploy_oa_send1_customer first" in found.advice


def test_every_type_of_the_integration_has_its_deployment() -> None:
    state = ServiceState("1", "2", live=frozenset(kind.netsuite_type for kind in INTEGRATED.values()))
    ticked = with_values(include_leads=True, include_prospects=True)
    assert len(deployments.findings(msgspec.structs.replace(ticked, deployments=()), state)) == len(
        INTEGRATED
    )
    whole = msgspec.structs.replace(ticked, deployments=tuple(map(trigger, INTEGRATED)))
    assert worst(deployments.findings(whole, state)) == "ok"
    assert all(len(ids.deployment(one)) <= 40 for one in INTEGRATED for ids in (STANDALONE, BESIDE_NATIVE))
