"""Scripts, deployments and roles as a script finds them, and the bundles that brought them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from landbridge.local.access.model import Level

TRIGGER = "define([], () => ({ afterSubmit: () => {} }));"


def test_deployments_are_found_with_columns_of_their_script(workshop: Any) -> None:
    workshop.deploy(TRIGGER, name="watch", on="customer", log_level="ERROR", event_type="edit")
    workshop.deploy(TRIGGER, name="other", on="job", is_deployed=False, all_roles=False)
    answer = workshop.evaluate(
        """const found = search.create({
          type: search.Type.SCRIPT_DEPLOYMENT,
          filters: [['script.scripttype', 'anyof', ['USEREVENT']], 'AND', ['recordtype', 'anyof', ['CUSTOMER', 'JOB']]],
          columns: ['scriptid', 'recordtype', 'isdeployed', 'status', 'allroles', 'eventtype', 'loglevel',
                    { name: 'scriptid', join: 'script' }, 'script.name', 'script.apiversion', 'runasrole'],
        }).runPaged({ pageSize: 50 });
        return found.fetch({ index: 0 }).data.map((row) => [
          row.getValue('scriptid'), row.getValue('recordtype'), row.getText({ name: 'recordtype' }), row.getValue('isdeployed'),
          row.getValue('status'), row.getValue('allroles'), row.getValue('eventtype'), row.getValue('loglevel'),
          row.getValue({ name: 'scriptid', join: 'script' }), row.getValue({ name: 'name', join: 'script' }), row.getValue('runasrole')]);""",
        "N/search",
    )
    assert sorted(json.loads(answer)) == [
        ["CUSTOMDEPLOY_OTHER_JOB", "JOB", "Project", False, "RELEASED", False, "", "DEBUG", "customscript_other", "other", ""],
        ["CUSTOMDEPLOY_WATCH_CUSTOMER", "CUSTOMER", "Customer", True, "RELEASED", True, "EDIT", "ERROR", "customscript_watch", "watch", ""],
    ]  # fmt: skip


def test_filters_are_joined_and_ignore_case(workshop: Any) -> None:
    workshop.deploy(TRIGGER, name="watch", on="customer")
    workshop.deploy(TRIGGER, name="other", on="job", is_deployed=False)
    workshop.restlet("define([], () => ({ get: () => 'x' }));", name="rest")
    answer = workshop.evaluate(
        """const ids = (filters, type) => search.create({ type: type || 'scriptdeployment', filters, columns: ['scriptid'] })
          .run().getRange(0, 100).map((row) => row.getValue('scriptid').toLowerCase());
        return {
          named: ids([['script.scriptid', 'is', 'CustomScript_Watch']]),
          undeployed: ids([['isdeployed', 'is', 'F']]),
          not: ids(['NOT', ['recordtype', 'noneof', ['JOB']]]),
          either: ids([['scriptid', 'is', 'customdeploy_rest'], 'OR', ['scriptid', 'contains', 'other']]),
          current: ids([['runasrole', 'anyof', '@NONE@'], 'AND', ['script.scriptid', 'is', 'customscript_rest']]),
          restlets: ids(['name', 'is', 'rest'], 'restlet'),
          roles: ids([['name', 'startswith', 'admin']], 'role'),
        };""",
        "N/search",
    )
    found = json.loads(answer)
    assert found["named"] == ["customdeploy_watch_customer"]
    assert found["undeployed"] == found["not"] == ["customdeploy_other_job"]
    assert found["either"] == ["customdeploy_other_job", "customdeploy_rest"]
    assert found["current"] == ["customdeploy_rest"]
    assert found["restlets"] == ["customscript_rest"]
    assert found["roles"] == ["administrator"]


def test_one_deployment_is_looked_up_by_its_id(workshop: Any) -> None:
    workshop.deploy(TRIGGER, name="watch", on="customer")
    answer = workshop.evaluate(
        """const [row] = search.create({ type: 'scriptdeployment', filters: ['scriptid', 'is', 'customdeploy_watch_customer'] }).run().getRange(0, 2);
        return [search.lookupFields({ type: 'scriptdeployment', id: row.id, columns: ['isdeployed', 'status', 'title'] }),
                search.lookupFields({ type: 'scriptdeployment', id: '1', columns: ['title'] })];""",
        "N/search",
    )
    assert json.loads(answer) == [
        {"isdeployed": True, "status": [{"value": "RELEASED", "text": "Released"}], "title": "customdeploy_watch_customer"},
        {},
    ]  # fmt: skip


def test_whoever_lacks_the_suitescript_permission_sees_no_scripts(workshop: Any) -> None:
    access = workshop.account.access
    access.define_role("customrole_clerk", "Clerk", {"LIST_EMPLOYEE": Level.FULL})
    workshop.deploy(
        """define(['N/search'], (search) => ({ afterSubmit: () => {
          for (const type of ['scriptdeployment', 'script', 'role']) {
            try { search.create({ type }).run().getRange(0, 1); log.debug(type, 'seen'); } catch (e) { log.debug(type, e.name); }
          } } }));""",
        name="clerks",
        on="employee",
        run_as_role="customrole_clerk",
    )
    workshop.save({"firstName": "A", "lastName": "B"}, record_type="employee")
    assert workshop.logged("DEBUG") == [
        (kind, "INSUFFICIENT_PERMISSION") for kind in ("scriptdeployment", "script", "role")
    ]


def test_unknown_columns_filters_and_operators_are_refused(workshop: Any) -> None:
    answer = workshop.evaluate(
        """const refusal = (options) => { try { search.create({ type: 'scriptdeployment', ...options }).run().getRange(0, 1); } catch (e) { return e.name; } };
        return [refusal({ columns: ['nosuch'] }), refusal({ filters: ['nosuch', 'is', 'x'] }), refusal({ filters: ['title', 'resembles', 'x'] }),
                refusal({ columns: [{ name: 'nosuch', join: 'script' }] })];""",
        "N/search",
    )
    assert json.loads(answer) == [
        "SSS_INVALID_SRCH_COL",
        "SSS_INVALID_SRCH_FILTER",
        "SSS_INVALID_SRCH_OPERATOR",
        "SSS_INVALID_SRCH_COL",
    ]


def test_bundles_of_scripts(workshop: Any) -> None:
    workshop.deploy(TRIGGER, name="bundled", on="job")
    workshop.deploy(TRIGGER, name="own", on="job")
    registry = workshop.scripting.registry
    registry.define(replace(registry.script("customscript_bundled"), bundle="369630"), [])
    answer = workshop.evaluate(
        """const unknown = () => { try { suiteAppInfo.listBundlesContainingScripts({ scriptIds: ['customscript_none'] }); } catch (e) { return e.name; } };
        return [suiteAppInfo.listBundlesContainingScripts({ scriptIds: ['customscript_bundled', 'customscript_own'] }), unknown(),
                runtime.getCurrentScript().bundleIds, suiteAppInfo.isSuiteAppInstalled({ suiteAppId: 'com.example.app' }),
                suiteAppInfo.listSuiteAppsContainingScripts({ scriptIds: ['customscript_own'] })];""",
        "N/suiteAppInfo N/runtime",
    )
    assert json.loads(answer) == [
        {"customscript_bundled": [369630], "customscript_own": []},
        "INVALID_SCRIPT_ID",
        [],
        False,
        {"customscript_own": None},
    ]


def test_installed_bundles_are_listed_with_versions_and_dates(workshop: Any) -> None:
    admin = workshop.user("admin")
    assert workshop.account.bundles is not None
    first = workshop.account.bundles.offer("369637").about.versions[0].version
    workshop.account.bundles.install("369637", first, user=admin)
    answer = json.loads(
        workshop.evaluate(
            """const [bundle] = suiteAppInfo.listInstalledBundles();
            return [bundle.id, bundle.version, bundle.dateInstalled instanceof Date, bundle.isManaged, bundle.installedBy.id,
                    suiteAppInfo.isBundleInstalled({ bundleId: 369637 }), suiteAppInfo.isBundleInstalled({ bundleId: '1' }),
                    suiteAppInfo.listInstalledBundles().length];""",
            "N/suiteAppInfo",
        )
    )
    assert answer == [369637, first, True, False, int(admin), True, False, 1]
