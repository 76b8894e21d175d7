"""The administrator's way through the pages: bundles, filters, deployments, the order of scripts."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.bundles.catalogue import Catalogue
from landbridge.local.bundles.desk import Bundles
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.testing import RunningAccount
from landbridge.suiteapp import suiteapp_folder
from tests.component.local_pages.browser import Browser, messages, shown

from .conftest import INTEGRATION, REAL_TIME

SEARCH = "/app/bundler/installbundle.nl"
DETAILS = "/app/bundler/bundledetails.nl"
INSTALL = "/app/bundler/previewbundleinstall.nl"
UPDATE = "/app/bundler/previewbundleupdate.nl"
INSTALLED = "/app/bundler/bundlelist.nl?type=I"
SCRIPTS = "/app/common/scripting/scriptlist.nl"
SCRIPT = "/app/common/scripting/script.nl"
DEPLOYMENTS = "/app/common/scripting/scriptrecordlist.nl"
DEPLOYMENT = "/app/common/scripting/scriptrecord.nl"
SCRIPTED_RECORDS = "/app/common/scripting/scriptedrecords.nl"
SCRIPTED_RECORD = "/app/common/scripting/scriptedrecord.nl"
RECORD_TYPES = "/app/common/custom/custrecords.nl"
ENTITY_FIELDS = "/app/common/custom/entitycustfields.nl"

BOTH = "both"
OLD, NEW = "customscript_oa_send_to_spp", "customscript_oa_send_to_spp_2"
ROLE = "customrole_oa_integration"


@pytest.fixture
def installed(running: RunningAccount, bundles: Bundles) -> None:
    """Both bundles at their newest versions: installed once and kept. Before ``admin``, whose session a restore ends."""
    if BOTH in running.control.snapshots():
        running.control.restore(name=BOTH)
        return
    bundles.install(INTEGRATION)
    bundles.install(REAL_TIME)
    running.control.snapshot(name=BOTH)


def rows(page: str) -> str:
    found = re.search(r"<tbody.*?</tbody>", page, re.DOTALL)
    assert found is not None
    return found.group(0)


def scripts_in(page: str) -> list[str]:
    return re.findall(r'<tr data-script="(\w+)"', page)


class TestBundles:
    @pytest.mark.requirement("bundle-01", "bundle-07")
    @pytest.mark.parametrize("text", ["SuiteProjects Pro", "openair", INTEGRATION, "2851"])
    def test_a_search_knows_both_product_names_and_both_ids(self, admin: Browser, text: str) -> None:
        page = admin.open(f"{SEARCH}?q={text.replace(' ', '+')}")
        assert f"{DETAILS}?id={INTEGRATION}" in page

    def test_a_search_may_find_nothing(self, admin: Browser) -> None:
        assert "No bundle is found." in admin.open(f"{SEARCH}?q=nothing")

    def test_an_installed_version_that_is_no_longer_offered_can_be_updated(
        self, admin: Browser, bundles: Bundles, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        bundles.install(INTEGRATION, "4.0")
        shutil.copytree(suiteapp_folder() / "bundles", tmp_path / "bundles")
        file = tmp_path / "bundles" / INTEGRATION / "bundle.toml"
        text = file.read_text(encoding="utf-8")
        assert text.count('version = "4.0"') == 1
        file.write_text(text.replace('version = "4.0"', 'version = "4.01"'), encoding="utf-8")
        monkeypatch.setattr(bundles, "catalogue", Catalogue(tmp_path / "bundles"))

        update = f"{UPDATE}?id={INTEGRATION}&version=5.01"
        assert update.replace("&", "&amp;") in admin.open(f"{DETAILS}?id={INTEGRATION}")
        assert [one.version for one in bundles.preview(INTEGRATION).brings] == ["4.01", "4.03", "5.01"]
        assert "Update Bundle" in admin.open(update)
        assert admin.save(update) == INSTALLED

    @pytest.mark.requirement("bundle-01")
    def test_an_administrator_installs_and_updates(self, admin: Browser, bundles: Bundles) -> None:
        details = admin.open(f"{DETAILS}?id={INTEGRATION}")
        assert "The boxes that let single saves by SOAP be sent" in details
        preview = f"{INSTALL}?id={INTEGRATION}&version=4.0"
        assert preview.replace("&", "&amp;") in details
        page = admin.open(preview)
        assert "Install Bundle" in page
        assert "ADMI_CERTIFICATES" in page
        assert admin.save(preview) == INSTALLED
        page = admin.open(INSTALLED)
        assert messages(page)[0][1].endswith("SuiteProjects Pro SRP Integration 4.0 successfully installed.")
        assert f"{UPDATE}?id={INTEGRATION}&amp;version=5.01" in page
        admin.save(f"{UPDATE}?id={INTEGRATION}&version=5.01")
        assert "Newest version" in admin.open(INSTALLED)
        history = bundles.installed()[0].history
        assert [(one.version, one.user) for one in history] == [("4.0", "1"), ("5.01", "1")]
        details = admin.open(f"{DETAILS}?id={INTEGRATION}")
        assert "5.01 by " in details
        assert "<code>custrecord_oa_realtime_soap_customer</code>" in details
        assert "<code>/SuiteScripts/landbridge/settings.js</code>" in details

    @pytest.mark.requirement("bundle-03")
    def test_the_add_on_is_refused_first(self, admin: Browser, bundles: Bundles) -> None:
        preview = f"{INSTALL}?id={REAL_TIME}&version=3.0"
        page = admin.open(preview)
        assert "Install SuiteProjects Pro SRP Integration (369637) first." in messages(page)[0][1]
        assert "Install Bundle</button>" not in page
        assert admin.submit(preview).status == 409
        assert bundles.installed() == []

    @pytest.mark.requirement("bundle-03")
    @pytest.mark.usefixtures("installed")
    def test_the_placeholder_is_listed_as_not_valid(self, admin: Browser) -> None:
        page = admin.open("/app/setup/certificates.nl")
        assert "openair-certificate.pem" in page
        assert "(not valid: no private key)" in page

    def test_the_settings_are_in_the_navigation_once_they_are_there(
        self, admin: Browser, bundles: Bundles
    ) -> None:
        assert ">Integration settings</a>" not in admin.open(SEARCH)
        bundles.install(INTEGRATION)
        assert ">Integration settings</a>" in admin.open(SEARCH)

    def test_unknown_ones_are_not_found(self, admin: Browser) -> None:
        admin.open(f"{DETAILS}?id=1", status=404)
        admin.open(f"{INSTALL}?id={INTEGRATION}&version=9", status=404)


@pytest.mark.usefixtures("installed")
class TestFilters:
    @pytest.mark.requirement("bundle-07")
    def test_scripts_by_bundle_and_type(self, admin: Browser) -> None:
        of_add_on = rows(admin.open(f"{SCRIPTS}?bundlefilter=BUNDLE_{REAL_TIME}"))
        assert OLD in of_add_on
        assert NEW in of_add_on
        assert "customscript_landbridge_setup" not in of_add_on
        restlets = rows(admin.open(f"{SCRIPTS}?scripttype=restlet"))
        assert NEW not in restlets
        assert "customscript_landbridge_certificate" in restlets
        assert "No script is found." in admin.open(f"{SCRIPTS}?bundlefilter=BUNDLE_1")

    @pytest.mark.requirement("bundle-07")
    def test_the_former_product_name_hides_nothing(self, admin: Browser, scripting: Scripting) -> None:
        script = scripting.registry.script(NEW)
        deployments = [one for one in scripting.deployments() if one.script == NEW]
        scripting.registry.define(replace(script, name="NSOA Connector"), deployments)
        of_add_on = rows(admin.open(f"{SCRIPTS}?bundlefilter=BUNDLE_{REAL_TIME}"))
        scripting.registry.define(script, deployments)
        assert NEW in of_add_on
        assert "NSOA Connector" in of_add_on

    @pytest.mark.requirement("bundle-07")
    def test_deployments_record_types_and_fields_by_bundle(self, admin: Browser) -> None:
        deployments = rows(admin.open(f"{DEPLOYMENTS}?bundlefilter=BUNDLE_{REAL_TIME}"))
        assert "customdeploy_oa_send_lead" in deployments
        assert "customdeploy_landbridge_setup" not in deployments
        types = rows(admin.open(f"{RECORD_TYPES}?bundlefilter=BUNDLE_{INTEGRATION}"))
        assert "custrecordentrylist.nl?rectype=customrecord_oa_srp_integration_settings" in types
        assert "There are no custom record types." in admin.open(
            f"{RECORD_TYPES}?bundlefilter=BUNDLE_{REAL_TIME}"
        )
        fields = rows(admin.open(f"{ENTITY_FIELDS}?bundlefilter=BUNDLE_{INTEGRATION}"))
        assert "custentity_oa_export_to_openair" in fields
        assert "There are no such fields." in admin.open(f"{ENTITY_FIELDS}?bundlefilter=BUNDLE_{REAL_TIME}")


@pytest.mark.usefixtures("installed")
class TestDeployments:
    def test_a_script_record_leads_to_its_deployments(self, admin: Browser, scripting: Scripting) -> None:
        number = scripting.registry.script(NEW).number
        page = admin.open(f"{SCRIPT}?id={number}")
        assert shown(page, "scriptid") == NEW
        assert shown(page, "bundle").startswith(REAL_TIME)
        assert re.search(rf'<a href="{DEPLOYMENT}\?id=customdeploy_oa_send_job">[^<]+</a>', page)
        old = admin.open(f"{SCRIPT}?id={OLD}")
        assert shown(old, "apiversion") == "1.0"
        admin.open(f"{SCRIPT}?id=999", status=404)

    def test_a_deployment_is_edited_as_the_specification_says(
        self, admin: Browser, scripting: Scripting
    ) -> None:
        address = f"{DEPLOYMENT}?id=customdeploy_oa_send_customer"
        view = admin.open(address)
        assert shown(view, "isdeployed") == "No"
        assert shown(view, "runasrole") == "Current Role"
        sent = {"isdeployed": "T", "runasrole": ROLE, "allroles": "T", "eventtype": "EDIT"}
        assert admin.save(f"{address}&e=T", **sent) == address
        page = admin.open(address)
        assert shown(page, "isdeployed") == "Yes"
        assert shown(page, "audience") == "Select All"
        assert shown(page, "runasrole") == "SuiteProjects Pro Integration Administrator"
        changed = scripting.registry.deployment("customdeploy_oa_send_customer")
        assert (changed.is_deployed, changed.all_roles, changed.event_type) == (True, True, "EDIT")

    def test_the_audience_may_be_single_roles(self, admin: Browser, scripting: Scripting) -> None:
        address = f"{DEPLOYMENT}?id=customdeploy_oa_send_job&e=T"
        admin.save(address, **{f"audslctrole_{ROLE}": "T"})
        assert scripting.registry.deployment("customdeploy_oa_send_job").roles == (ROLE,)

    def test_the_list_undeploys_all_at_once(self, admin: Browser, scripting: Scripting) -> None:
        for one in scripting.deployments():
            if one.script == OLD:
                scripting.set_deployment(one.script_id, is_deployed=True)
        address = f"{DEPLOYMENTS}?script={OLD}"
        names = [one.script_id for one in scripting.deployments() if one.script == OLD]
        answer = admin.submit(address, **{f"isdeployed_{name}": "F" for name in names})
        assert answer.headers["Location"] == address
        assert not any(one.is_deployed for one in scripting.deployments() if one.script == OLD)
        assert scripting.registry.deployment("customdeploy_landbridge_setup").is_deployed is True


@pytest.mark.usefixtures("installed")
class TestScriptedRecords:
    @pytest.mark.requirement("place-02")
    def test_the_order_is_listed_and_what_is_posted_stays(self, admin: Browser, scripting: Scripting) -> None:
        assert f"{SCRIPTED_RECORD}?id=CUSTOMER" in admin.open(SCRIPTED_RECORDS)
        address = f"{SCRIPTED_RECORD}?id=CUSTOMER"
        before = scripts_in(admin.open(address))
        assert {OLD, NEW} <= set(before)
        wanted = [name for name in before if name != NEW] + [NEW]
        assert admin.save(f"{address}&e=T", order=",".join(wanted)) == address
        assert scripts_in(admin.open(address)) == wanted
        scripting.registry.load()
        assert [script.script_id for script, _ in scripting.registry.user_events("customer")] == wanted

    @pytest.mark.parametrize(
        "order", ["", "customscript_none", f"{NEW},{NEW}"], ids=["none", "unknown", "twice"]
    )
    def test_a_strange_order_loses_nothing(self, admin: Browser, order: str) -> None:
        address = f"{SCRIPTED_RECORD}?id=CUSTOMER"
        before = scripts_in(admin.open(address))
        admin.save(f"{address}&e=T", order=order)
        assert sorted(scripts_in(admin.open(address))) == sorted(before)

    def test_a_type_without_scripts_is_not_found(self, admin: Browser) -> None:
        admin.open(f"{SCRIPTED_RECORD}?id=NOTHING", status=404)


@pytest.mark.usefixtures("installed")
class TestPermissions:
    """Seeing scripts and bundles is not changing them."""

    @pytest.fixture
    def viewer(self, admin: Browser, bundles: Bundles, account: Account) -> Browser:
        """The administrator in a role that may view only."""
        role = account.access.define_role(
            "customrole_viewer", "Viewer", {"ADMI_CUSTOMSCRIPT": Level.VIEW, "ADMI_BUNDLER": Level.VIEW}
        )
        account.access.give_access("1", (role.id,))
        del admin, bundles
        return Browser(self.port(account)).sign_in("admin@demo.example")

    @staticmethod
    def port(account: Account) -> int:
        return int(account.addresses["http"].rpartition(":")[2])

    def test_pages_offer_no_change(self, viewer: Browser) -> None:
        assert "<button>Submit</button>" not in viewer.open(DEPLOYMENTS)
        assert 'draggable="true"' not in viewer.open(f"{SCRIPTED_RECORD}?id=CUSTOMER&e=T")
        assert ">Update</a>" not in viewer.open(f"{DETAILS}?id={INTEGRATION}")
        viewer.open(f"{UPDATE}?id={INTEGRATION}&version=5.01", status=403)
        viewer.open(RECORD_TYPES, status=403)
        viewer.open(ENTITY_FIELDS, status=403)

    @pytest.mark.parametrize(
        ("address", "sent"),
        [
            pytest.param(DEPLOYMENTS, {"isdeployed_customdeploy_oa_send_job": "T"}, id="boxes"),
            pytest.param(f"{DEPLOYMENT}?id=customdeploy_oa_send_job", {"isdeployed": "T"}, id="deployment"),
            pytest.param(f"{SCRIPTED_RECORD}?id=JOB", {"order": NEW}, id="order"),
        ],
    )
    def test_what_is_posted_is_refused(
        self, viewer: Browser, scripting: Scripting, address: str, sent: dict[str, str]
    ) -> None:
        before = scripting.deployments()
        assert viewer.submit(address, **sent).status == 403
        assert scripting.deployments() == before
