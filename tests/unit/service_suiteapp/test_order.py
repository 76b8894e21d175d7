"""The order of scripts, which a person confirms."""

from __future__ import annotations

import msgspec
import pytest

from landbridge.service.suiteapp import order
from landbridge.service.suiteapp.findings import worst
from landbridge.service.suiteapp.inspection import Bundles
from landbridge.service.suiteapp.state import ServiceState
from tests.component.service_setup.inspections import inspection, trigger
from tests.unit.service_suiteapp.judged import STATE, confirmed, said

OTHER = trigger(
    "customer", script="customscript_credit", script_id="customdeploy_credit", script_name="Credit check"
)


@pytest.mark.requirement("place-03")
def test_the_other_scripts_of_a_live_type_are_listed_and_somebody_must_look() -> None:
    seen = inspection(deployments=(trigger("customer"), OTHER, trigger("job")))
    (found,) = order.findings(seen, STATE, None)
    assert found.failed
    assert "customer: Credit check (customdeploy_credit)" in found.message
    assert "job" not in found.message
    assert "Scripted Records" in found.advice
    (after,) = order.findings(seen, STATE, confirmed(seen))
    assert (after.state, "Confirmed on 2026-11-20 by Ada" in after.message) == ("ok", True)


@pytest.mark.requirement("place-04")
def test_a_confirmation_is_void_after_the_version_or_the_scripts_changed() -> None:
    seen = inspection(deployments=(trigger("customer"), OTHER))
    yes = confirmed(seen)
    for changed, words in (
        (msgspec.structs.replace(seen, bundles=Bundles("5.02", "4.01")), "another version is installed"),
        (msgspec.structs.replace(seen, version="2.0.1"), "another version is installed"),
        (
            inspection(
                deployments=(
                    trigger("customer"),
                    OTHER,
                    msgspec.structs.replace(OTHER, script="customscript_b"),
                )
            ),
            "customer has a script more",
        ),
    ):
        (found,) = order.findings(changed, STATE, yes)
        assert (found.state, words in found.message) == ("failed", True), changed
        assert "confirmed on 2026-11-20 by Ada" in found.message


def test_a_confirmation_is_for_the_types_that_were_looked_at() -> None:
    seen = inspection(deployments=(trigger("customer"), trigger("employee")))
    yes = confirmed(seen)
    more = ServiceState("1234567_SB1", "4711", live=frozenset({"customer", "employee"}))
    assert "employee is live since" in said(order.findings(seen, more, yes))
    assert worst(order.findings(seen, STATE, confirmed(seen, more))) == "ok"


def test_our_own_deployment_and_a_version_that_does_not_suffice_leave_the_order_alone() -> None:
    seen = inspection(deployments=(trigger("customer"), OTHER))
    yes = confirmed(seen)
    undeployed = inspection(deployments=(trigger("customer", deployed=False), OTHER))
    assert worst(order.findings(undeployed, STATE, yes)) == "ok"
    old = msgspec.structs.replace(seen, bundles=Bundles("3.9", "3.0"))
    assert worst(order.findings(old, STATE, yes)) == "ok"
