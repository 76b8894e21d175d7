"""The native connector beside ours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from landbridge.service.suiteapp import native, order
from landbridge.service.suiteapp.findings import worst
from landbridge.service.suiteapp.ids import BESIDE_NATIVE
from landbridge.service.suiteapp.inspection import Bundles, Inspection
from tests.component.service_setup.inspections import inspection, trigger
from tests.unit.service_suiteapp.judged import STATE, confirmed


def beside(*others: Any) -> Inspection:
    ours = trigger(
        "customer",
        script=BESIDE_NATIVE.trigger,
        script_id="customdeploy_lb_send_customer",
        run_as_role=BESIDE_NATIVE.role,
    )
    return inspection(build="beside-native", bundles=Bundles("", ""), deployments=(ours, *others))


@pytest.mark.requirement("beside-02")
def test_the_native_connector_is_detected_by_its_ids() -> None:
    idle = beside(trigger("customer", deployed=False, bundle="369630"))
    (found,) = native.findings(idle, STATE)
    assert (found.state, "is installed; none of its triggers" in found.message) == ("ok", True)
    assert native.form_to_install(idle) == "beside-native"
    assert native.form_to_install(beside()) == "standalone"
    assert native.form_to_install(inspection()) == "standalone"
    by_bundle = beside(
        trigger("job", script="customscript_oa_other", script_id="customdeploy_other", bundle="369637")
    )
    assert [one.script for one in native.native_deployments(by_bundle)] == ["customscript_oa_other"]


@pytest.mark.requirement("beside-02", "bundle-07")
@pytest.mark.parametrize(
    "name", ["NSOA Connector", "OpenAir: Send to OpenAir 2.0", "SuiteProjects Pro: Send to SPP"]
)
def test_no_display_name_hides_the_native_connector(name: str) -> None:
    found = beside(trigger("job", script_name=name, bundle="369630"))
    assert [one.script_name for one in native.sends(found, ("job",))] == [name]
    assert native.form_to_install(found) == "beside-native"


@pytest.mark.requirement("beside-02")
def test_the_form_that_takes_the_native_ids_is_wrong_beside_it() -> None:
    renamed = trigger("job", script="customscript_oa_send_to_spp_2_2", bundle="369630")
    (found,) = native.findings(inspection(deployments=(trigger("customer"), renamed)), STATE)
    assert found.failed
    assert "beside-native" in found.advice


@pytest.mark.requirement("beside-02")
def test_standalone_over_oracles_bundle_is_told_except_where_the_bundles_are_ours() -> None:
    seen = inspection(deployments=(trigger("customer", bundle="369630"),))
    (found,) = native.findings(seen, STATE)
    assert found.failed
    assert "whose number is Oracle's" in found.message
    assert "beside-native" in found.advice
    (ours,) = native.findings(seen, replace(STATE, local=True))
    assert ours.state == "ok"


def test_both_forms_in_one_account_share_their_restlets_and_are_told() -> None:
    beside_trigger = trigger(
        "customer", script=BESIDE_NATIVE.trigger, script_id="customdeploy_lb_send_customer"
    )
    (found,) = native.findings(inspection(deployments=(trigger("customer"), beside_trigger)), STATE)
    assert found.failed
    assert BESIDE_NATIVE.trigger in found.advice


def test_our_own_scripts_are_not_taken_for_the_native_connectors_when_a_bundle_brought_them() -> None:
    seen = inspection(
        deployments=(trigger("customer", bundle="369630"), trigger("job", old=True, bundle="369630"))
    )
    assert native.native_deployments(seen) == ()


@pytest.mark.requirement("beside-04")
@pytest.mark.parametrize("old", [False, True])
def test_a_type_whose_native_trigger_is_deployed_is_not_to_be_live(old: bool) -> None:
    seen = beside(trigger("customer", old=old))
    (found,) = native.findings(seen, STATE)
    assert found.failed
    assert "each save would be imported twice" in found.message
    assert "each save would be imported twice" in str(native.refusal(seen, "customer"))
    assert native.refusal(seen, "employee") is None
    assert worst(order.findings(seen, STATE, confirmed(beside()))) == "ok"
    lead = beside(trigger("lead", old=old))
    assert native.refusal(lead, "customer") is not None
