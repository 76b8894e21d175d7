"""Which deployments run for a save, as whom and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from landbridge.local.access.model import Context
from landbridge.local.scripting.model import DeploymentStatus

TELLS = "define([], () => ({ afterSubmit: (context) => log.debug('ran', context.newRecord.type) }));"


@pytest.mark.requirement("script-03")
@pytest.mark.parametrize(
    ("stage", "type_seen"), [("lead", "lead"), ("prospect", "prospect"), ("customer", "customer")]
)
def test_stages_have_deployments_of_their_own(workshop: Any, stage: str, type_seen: str) -> None:
    for one in ("lead", "prospect", "customer"):
        workshop.deploy(TELLS, name=f"on_{one}", on=one)
    made = workshop.save({"companyName": "Ash"}, script_type=stage)
    assert workshop.logged() == [("ran", type_seen)]
    assert workshop.scripting.log()[0].deployment == f"customdeploy_on_{stage}_{stage}"
    workshop.save({"phone": "1"}, id=made.record.id)
    assert workshop.logged() == [("ran", type_seen)] * 2


@pytest.mark.requirement("script-03")
@pytest.mark.parametrize(
    ("fields", "by", "context", "runs"),
    [
        ({}, "anna", Context.USERINTERFACE, True),
        ({"is_deployed": False}, "anna", Context.USERINTERFACE, False),
        ({"all_roles": False}, "anna", Context.USERINTERFACE, False),
        ({"all_roles": False, "roles": ("customrole_demo_sales",)}, "anna", Context.USERINTERFACE, True),
        ({"all_roles": False, "roles": ("customrole_demo_sales",)}, "ben", Context.USERINTERFACE, False),
        ({"all_roles": False, "all_employees": True}, "ben", Context.USERINTERFACE, True),
        ({"all_roles": False, "status": DeploymentStatus.TESTING}, "admin", Context.USERINTERFACE, True),
        ({"all_roles": False, "status": DeploymentStatus.TESTING}, "anna", Context.USERINTERFACE, False),
        ({"event_type": "CREATE"}, "anna", Context.USERINTERFACE, True),
        ({"event_type": "EDIT"}, "anna", Context.USERINTERFACE, False),
        ({"contexts": ("CSVIMPORT",)}, "anna", Context.USERINTERFACE, False),
        ({"contexts": ("CSVIMPORT", "WEBSERVICES")}, "anna", Context.CSVIMPORT, True),
    ],
)
def test_rules_of_a_deployment(
    workshop: Any, fields: dict[str, Any], by: str, context: Context, runs: bool
) -> None:
    workshop.deploy(TELLS, **fields)
    workshop.save({"companyName": "Ash"}, by=by, context=context)
    assert workshop.logged() == ([("ran", "customer")] if runs else [])


@pytest.mark.requirement("script-03")
def test_execute_as_role(workshop: Any) -> None:
    source = """define(['N/runtime'], (runtime) => ({ afterSubmit: () => {
      const user = runtime.getCurrentUser();
      log.debug(user.roleId, user.id); } }));"""
    deployment = workshop.deploy(source)
    workshop.save({"companyName": "Ash"}, by="anna")
    workshop.scripting.set_deployment(deployment.script_id, run_as_role="customrole_demo_projects")
    workshop.save({"companyName": "Birch"}, by="anna")
    anna = workshop.user("anna")
    assert workshop.logged() == [("customrole_demo_sales", anna), ("customrole_demo_projects", anna)]


@pytest.mark.requirement("script-03", "place-01")
def test_after_submit_first_runs_scripts_that_define_before_submit(workshop: Any) -> None:
    for name, entries in (
        ("first", "afterSubmit"),
        ("second", "beforeSubmit afterSubmit"),
        ("third", "afterSubmit"),
    ):
        functions = ", ".join(f"{entry}: () => log.debug('{name}', '{entry}')" for entry in entries.split())
        workshop.deploy(f"define([], () => ({{ {functions} }}));", name=name)
    workshop.save({"companyName": "Ash"})
    assert workshop.logged() == [
        ("second", "beforeSubmit"),
        ("second", "afterSubmit"),
        ("first", "afterSubmit"),
        ("third", "afterSubmit"),
    ]


def test_one_failing_script_does_not_stop_the_others(workshop: Any) -> None:
    workshop.deploy("define([], () => ({ afterSubmit: () => { throw 'first' } }));", name="first")
    workshop.deploy(TELLS, name="second")
    result = workshop.save({"companyName": "Ash"})
    assert result.after_submit_error is not None
    assert result.after_submit_error.script == "customscript_first"
    assert workshop.logged("DEBUG") == [("ran", "customer")]


def test_log_level_of_the_deployment(workshop: Any) -> None:
    workshop.deploy(
        """define([], () => ({ afterSubmit: () => {
             log.debug('d', 1); log.audit({ title: 'a', details: { n: 1 } }); log.error('e', 3); log.emergency('m', 4); } }));""",
        log_level="AUDIT",
    )
    workshop.save({"companyName": "Ash"})
    assert workshop.logged() == [("a", '{"n":1}'), ("e", "3"), ("m", "4")]


def test_script_that_cannot_be_loaded_fails_where_the_user_sees_it(workshop: Any) -> None:
    workshop.deploy("define(['./missing'], () => ({ afterSubmit: () => {} }));")
    with pytest.raises(Exception, match=r"Module does not exist: /SuiteScripts/tests/missing\.js"):
        workshop.save({"companyName": "Ash"})
