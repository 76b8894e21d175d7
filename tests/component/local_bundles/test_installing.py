"""Installing and updating the two bundles: what each version brings, and what an update changes."""

from __future__ import annotations

import threading

import pytest

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.bundles.desk import Bundles
from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.control.client import ControlError
from landbridge.local.records.errors import RecordError
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import USER_EVENT, Deployment, DeploymentStatus, Script
from landbridge.local.testing import RunningAccount

from .conftest import INTEGRATION, REAL_TIME

SETTINGS = "customrecord_oa_srp_integration_settings"
ROLE = "customrole_oa_integration"
FOUR = ("ADMI_NSASOIDCPROVIDER", "ADMI_MANAGE_OAUTH2", "ADMI_LOGIN_OAUTH2", "ADMI_CERTIFICATES")
SOAP = {f"custrecord_oa_realtime_soap_{name}" for name in ("customer", "project", "user")}
RESTLET = {f"custrecord_oa_realtime_restlet_{name}" for name in ("customer", "project", "user")}
CERTIFICATE = "custcertificate_oa_realtime"
OLD, NEW = "customscript_oa_send_to_spp", "customscript_oa_send_to_spp_2"


def settings_fields(account: Account) -> set[str]:
    return {field.script_id for field in account.records.types.custom_fields(SETTINGS)}


def permissions(account: Account) -> dict[str, Level]:
    role = account.access.role_by_script_id(ROLE)
    assert role is not None
    return dict(role.permissions)


def deployed(scripting: Scripting, script: str) -> dict[str, bool]:
    return {one.record_type: one.is_deployed for one in scripting.deployments() if one.script == script}


def order(scripting: Scripting, record_type: str) -> list[str]:
    return [script.script_id for script, _ in scripting.registry.user_events(record_type)]


def own_script(account: Account, scripting: Scripting, name: str = "customscript_own") -> None:
    """A script of the administrator's own on customers."""
    file = account.files.save(
        account.access.system_session(), "/SuiteScripts", f"{name}.js", b"define([], () => ({}));"
    )
    deployment = Deployment(
        f"customdeploy_{name}", name, 0, "customer", status=DeploymentStatus.RELEASED, all_roles=True
    )
    scripting.registry.define(Script(name, 0, USER_EVENT, name, file.path), [deployment])


class TestVersions:
    @pytest.mark.requirement("bundle-01")
    def test_the_versions_that_the_specification_names_are_there_and_say_what_they_add(
        self, bundles: Bundles
    ) -> None:
        offered = {
            bundle.id: {one.version: one.adds for one in bundle.about.versions}
            for bundle in bundles.catalogue.bundles()
        }
        assert {"4.0", "4.03", "5.01"} <= offered[INTEGRATION].keys()
        assert {"3.0", "3.02", "4.01"} <= offered[REAL_TIME].keys()
        assert all(adds for versions in offered.values() for adds in versions.values())

    @pytest.mark.requirement("bundle-02")
    def test_the_integration_bundle_grows_by_fields_and_permissions(
        self, account: Account, bundles: Bundles
    ) -> None:
        bundles.install(INTEGRATION, "3.9")
        before = settings_fields(account)
        assert not before & (SOAP | RESTLET | {"custrecord_landbridge_url"})
        assert not permissions(account).keys() & set(FOUR)
        bundles.install(INTEGRATION, "4.0")
        assert "custrecord_landbridge_url" in settings_fields(account) - before
        assert {permissions(account)[name] for name in FOUR} == {Level.FULL}
        assert not settings_fields(account) & (SOAP | RESTLET)
        bundles.install(INTEGRATION, "4.03")
        assert settings_fields(account) & (SOAP | RESTLET) == SOAP
        bundles.install(INTEGRATION, "5.01")
        assert settings_fields(account) >= SOAP | RESTLET

    def test_what_was_entered_survives_an_update(self, account: Account, bundles: Bundles) -> None:
        bundles.install(INTEGRATION, "3.9")
        (id_,) = account.records.search(SETTINGS, [])
        session = account.access.system_session()
        account.records.save(session, SETTINGS, {"custrecord_oa_db_id": "4711"}, id=id_)
        bundles.install(INTEGRATION)
        assert account.records.search(SETTINGS, []) == [id_]
        record = account.records.get(SETTINGS, id_)
        assert record is not None
        assert record.values["custrecord_oa_db_id"] == "4711"

    def test_history_reset_and_snapshots(self, running: RunningAccount, bundles: Bundles) -> None:
        bundles.install(INTEGRATION, "3.9", user="1")
        running.control.snapshot(name="before")
        bundles.install(INTEGRATION)
        (installed,) = bundles.installed()
        assert [(one.version, one.user) for one in installed.history] == [("3.9", "1"), ("5.01", "0")]
        running.control.restore(name="before")
        assert [one.version for one in bundles.installed()] == ["3.9"]
        running.control.reset()
        assert bundles.installed() == []

    @pytest.mark.parametrize("version", ["4.0", "4.03"], ids=["same", "earlier"])
    def test_there_is_no_way_back(self, bundles: Bundles, version: str) -> None:
        bundles.install(INTEGRATION, "4.03")
        with pytest.raises(BundleRefused, match=r"is installed at version 4\.03 already"):
            bundles.install(INTEGRATION, version)

    def test_unknown_bundles_and_versions_are_refused(self, bundles: Bundles) -> None:
        with pytest.raises(BundleRefused, match="no bundle '1'"):
            bundles.install("1")
        with pytest.raises(BundleRefused, match=r"no version '9\.9'; there are 3\.9, 4\.0"):
            bundles.install(INTEGRATION, "9.9")


class TestAddOn:
    @pytest.mark.requirement("bundle-03")
    def test_it_is_refused_before_the_integration_bundle_and_names_both(
        self, account: Account, bundles: Bundles
    ) -> None:
        with pytest.raises(BundleRefused, match="it is not installed"):
            bundles.install(REAL_TIME, "3.0")
        bundles.install(INTEGRATION, "3.9")
        with pytest.raises(BundleRefused) as refused:
            bundles.install(REAL_TIME, "3.0")
        assert "SuiteProjects Pro Real-time Add-on (369630) 3.0" in str(refused.value)
        assert "SuiteProjects Pro SRP Integration (369637) 4.0 or later" in str(refused.value)
        assert account.certificates.listing() == []
        bundles.install(INTEGRATION, "4.0")
        assert bundles.install(REAL_TIME, "3.0").version == "3.0"

    @pytest.mark.requirement("bundle-03")
    def test_it_brings_the_trigger_and_a_placeholder_that_cannot_sign(
        self, account: Account, bundles: Bundles, scripting: Scripting
    ) -> None:
        bundles.install(INTEGRATION)
        bundles.install(REAL_TIME, "3.0")
        assert scripting.registry.script(NEW).bundle == REAL_TIME
        assert set(deployed(scripting, NEW).values()) == {False}
        (placeholder,) = account.certificates.listing()
        assert (placeholder.script_id, placeholder.name) == (CERTIFICATE, "openair-certificate.pem")
        assert placeholder.signs is False
        with pytest.raises(RecordError) as refused:
            account.certificates.signer_key(CERTIFICATE)
        assert refused.value.code == "INVALID_CERT"

    def test_files_of_a_version_are_its_own(self, account: Account, bundles: Bundles) -> None:
        session = account.access.system_session()

        def contexts() -> bytes:
            return account.files.load(session, "/SuiteScripts/landbridge/contexts.js").content

        bundles.install(INTEGRATION)
        bundles.install(REAL_TIME, "3.0")
        before = contexts()
        bundles.install(REAL_TIME)
        assert contexts() != before
        word = account.files.load(session, f"/SuiteScripts/landbridge/bundle_{REAL_TIME}.json").content
        assert b'"version": "4.01"' in word


class TestSwitching:
    @pytest.mark.requirement("bundle-04")
    @pytest.mark.parametrize("before", ["1.0", "2.0"])
    def test_an_update_deploys_the_scripts_for_version_1(
        self, bundles: Bundles, scripting: Scripting, before: str
    ) -> None:
        bundles.install(INTEGRATION, "3.9")
        bundles.install(REAL_TIME, before)
        assert bool(deployed(scripting, NEW)) == (before == "2.0")
        assert set(deployed(scripting, OLD).values()) == {False}
        bundles.install(INTEGRATION, "4.0")
        assert set(deployed(scripting, OLD).values()) == {True}
        assert True not in deployed(scripting, NEW).values()
        assert all(one.all_roles for one in scripting.deployments() if one.script == OLD)

    @pytest.mark.requirement("bundle-04")
    def test_it_changes_nothing_for_those_who_had_switched(
        self, bundles: Bundles, scripting: Scripting
    ) -> None:
        bundles.install(INTEGRATION, "3.9")
        bundles.install(REAL_TIME, "2.0")
        scripting.set_deployment("customdeploy_oa_send_job", is_deployed=True, run_as_role=ROLE)
        bundles.install(INTEGRATION, "4.0")
        bundles.install(REAL_TIME)
        assert set(deployed(scripting, OLD).values()) == {False}
        assert [name for name, on in deployed(scripting, NEW).items() if on] == ["job"]
        assert scripting.registry.deployment("customdeploy_oa_send_job").run_as_role == ROLE

    def test_a_first_installation_deploys_neither(self, bundles: Bundles, scripting: Scripting) -> None:
        bundles.install(INTEGRATION)
        bundles.install(REAL_TIME)
        for script in (OLD, NEW):
            assert set(deployed(scripting, script).values()) == {False}

    @pytest.mark.requirement("place-02")
    def test_an_update_moves_its_scripts_to_the_front(
        self, account: Account, bundles: Bundles, scripting: Scripting
    ) -> None:
        bundles.install(INTEGRATION)
        bundles.install(REAL_TIME, "3.0")
        own_script(account, scripting)
        theirs = order(scripting, "customer")[:-1]
        scripting.registry.reorder("customer", ["customscript_own", *theirs])
        bundles.install(REAL_TIME, "3.02")
        assert order(scripting, "customer") == [*theirs, "customscript_own"]


def test_deployments_can_be_changed_while_a_bundle_is_installed(
    bundles: Bundles, scripting: Scripting
) -> None:
    bundles.install(INTEGRATION, "4.0")
    done = threading.Event()

    def update() -> None:
        bundles.install(INTEGRATION)
        bundles.install(REAL_TIME)
        done.set()

    updating = threading.Thread(target=update, daemon=True)
    updating.start()
    changes = 0
    while updating.is_alive() and changes < 100_000:
        changes += 1
        scripting.set_deployment(
            "customdeploy_landbridge_setup", log_level="DEBUG" if changes % 2 else "AUDIT"
        )
        scripting.registry.reorder("customer", [NEW])
    updating.join(30)
    assert done.is_set()
    assert {one.version for one in bundles.installed()} == {"5.01", "4.01"}


class TestControl:
    def test_bundles_are_installed_and_deployments_switched(self, running: RunningAccount) -> None:
        control = running.control
        assert [one["installed"] for one in control.bundles()] == [None, None]
        assert control.install_bundle(bundle=INTEGRATION, version="4.0")["version"] == "4.0"
        assert control.install_bundle(bundle=INTEGRATION)["version"] == "5.01"
        control.install_bundle(bundle=REAL_TIME)
        assert {one["id"]: one["version"] for one in control.installed_bundles()} == {
            INTEGRATION: "5.01",
            REAL_TIME: "4.01",
        }
        assert {one["deployed"] for one in control.deployments(script=NEW)} == {False}
        switched = control.deploy(
            deployment="customdeploy_oa_send_job", deployed=True, run_as_role=ROLE, all_roles=True
        )
        assert (switched["deployed"], switched["run_as_role"], switched["all_roles"]) == (True, ROLE, True)

    def test_refusals_say_why(self, running: RunningAccount) -> None:

        with pytest.raises(ControlError, match="Install SuiteProjects Pro SRP Integration"):
            running.control.install_bundle(bundle=REAL_TIME)
        with pytest.raises(ControlError, match="no deployment customdeploy_none"):
            running.control.deploy(deployment="customdeploy_none", deployed=True)
