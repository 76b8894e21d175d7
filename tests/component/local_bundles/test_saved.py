"""Making bundles: the Bundle Builder, availability, and what is kept of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.demo.forms import read_form
from landbridge.local.access.integration import Arrival, IntegrationState
from landbridge.local.access.model import Level
from landbridge.local.bundles import versions
from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.bundles.saved import Availability, version_of
from landbridge.local.control.client import ControlError
from landbridge.local.opening import opened_account
from landbridge.local.settings import AccountSettings
from tests.component.local_pages.browser import Answer, Browser, messages, shown

from .neighbours import CUSTOMER, PUBLISHER, SANDBOX, Trio

BUILDER = "/app/bundler/bundlebuilder.nl"
AVAILABILITY = "/app/bundler/bundleavailability.nl"
SAVED = "/app/bundler/bundlelist.nl?type=S"
INSTALLED = "/app/bundler/bundlelist.nl?type=I"
SEARCH = "/app/bundler/installbundle.nl"
DETAILS = "/app/bundler/bundledetails.nl"
INSTALL = "/app/bundler/previewbundleinstall.nl"
UPDATE = "/app/bundler/previewbundleupdate.nl"
UNINSTALL = "/app/bundler/uninstallbundle.nl"


def go(browser: Browser, address: str, page: str, **values: str) -> Answer:
    """Send the form of one step of the assistant."""
    return browser.send("POST", address, {**read_form(page).fields, **values})


def actions(preview: str) -> dict[str, str]:
    """Return what becomes of each object of a preview."""
    return dict(re.findall(r"<td>(Integration [^<]*)</td><td>([^<]*)</td>", preview))


class TestBuilder:
    @pytest.mark.requirement("pack-01")
    def test_a_bundle_is_made_by_page_and_installed_by_page(self, trio: Trio) -> None:
        states = dict(zip(IntegrationState, ("First", "Second", "Third"), strict=True))
        made = {name: trio.publisher.record(name) for name in states.values()}
        for state, name in states.items():
            trio.publisher.account.access.applications.set_state(made[name].id, state)
        author = trio.publisher.browser()
        page = go(
            author, BUILDER, author.open(BUILDER), name="Ours", description="Two of three", go="next"
        ).text
        assert "Integrations &gt; Integrations" in page
        assert {state for state in ("Enabled", "Blocked", "Waiting for Approval") if state in page} == {
            "Enabled",
            "Blocked",
            "Waiting for Approval",
        }
        chosen = {f"object_{made[name].id}": "T" for name in ("First", "Second")}
        page = go(author, BUILDER, page, go="next", **chosen).text
        assert shown(page, "integrations") == "First, Second"
        answer = go(author, BUILDER, page, go="save")
        assert (answer.status, answer.headers["Location"]) == (303, SAVED)
        page = author.open(SAVED)
        (saved,) = trio.publisher.bundles.saved.all()
        assert f"Its bundle ID is {saved.id}." in messages(page)[0][1]
        assert ("Private" in page, saved.description, saved.changed_by) == (True, "Two of three", "1")

        customer = trio.customer.browser()
        assert saved.id not in customer.open(f"{SEARCH}?q=Ours")
        author.save(f"{AVAILABILITY}?id={saved.id}", level="SHARED", sharedaccounts=f"9999999, {CUSTOMER}")
        assert f"{DETAILS}?id={saved.id}" in customer.open(f"{SEARCH}?q={saved.id}")
        install = f"{INSTALL}?id={saved.id}&version=1.0"
        assert install.replace("&", "&amp;") in customer.open(f"{DETAILS}?id={saved.id}")
        assert f"<code>{made['Second'].definition.script_id}</code>" in customer.open(install)
        assert customer.save(install) == INSTALLED
        assert "Ours 1.0 successfully installed." in customer.open(INSTALLED)
        details = customer.open(f"{DETAILS}?id={saved.id}")
        assert "<dt>Integrations</dt>" in details
        assert made["First"].application_id not in details
        assert trio.customer.has(made["Second"]).arrival is Arrival.BUNDLE
        assert trio.customer.has(made["Second"]).state is IntegrationState.ENABLED
        assert trio.customer.lacks(made["Third"])

    @pytest.mark.requirement("pack-01")
    def test_another_version_is_made_installed_and_uninstalled_by_page(self, trio: Trio) -> None:
        first, second = trio.publisher.record("First"), trio.publisher.record("Second")
        saved = trio.publisher.bundled(first)
        trio.customer.bundles.install(saved.id)
        author, address = trio.publisher.browser(), f"{BUILDER}?id={saved.id}"
        page = go(author, address, author.open(address), version="1.1", go="next").text
        chosen = {f"object_{first.id}": "F", f"object_{second.id}": "T"}
        page = go(author, address, page, go="next", **chosen).text
        page = go(author, address, page, go="back").text
        assert read_form(page).fields[f"object_{second.id}"] == "T"
        page = go(author, address, page, go="next").text
        assert go(author, address, page, go="save").status == 303

        customer = trio.customer.browser()
        update = f"{UPDATE}?id={saved.id}&version=1.1"
        assert update.replace("&", "&amp;") in customer.open(INSTALLED)
        preview = customer.open(update)
        assert actions(preview) == {"Integration First": "Remove", "Integration Second": "Add"}
        assert customer.save(update) == INSTALLED
        assert (trio.customer.lacks(first), trio.customer.lacks(second)) == (True, False)
        uninstall = f"{UNINSTALL}?id={saved.id}"
        assert uninstall in customer.open(INSTALLED)
        assert second.definition.script_id in customer.open(uninstall)
        assert customer.save(uninstall) == INSTALLED
        assert "successfully uninstalled" in customer.open(INSTALLED)
        assert trio.customer.lacks(second)

    def test_mistakes_are_said_on_the_step_and_nothing_is_saved(self, trio: Trio) -> None:
        trio.publisher.record()
        author = trio.publisher.browser()
        first = author.open(BUILDER)
        for values, said in (
            ({"name": " "}, "give the bundle a name"),
            ({"name": "Ours", "version": "one"}, "numbers with dots"),
        ):
            answer = go(author, BUILDER, first, go="next", **values)
            assert answer.status == 400
            assert said in messages(answer.text)[0][1]
        page = go(author, BUILDER, first, name="Ours", go="next").text
        answer = go(author, BUILDER, go(author, BUILDER, page, go="next").text, go="save")
        assert "select at least one integration record" in messages(answer.text)[0][1]
        assert trio.publisher.bundles.saved.all() == []
        author.open(f"{BUILDER}?id=1", status=404)
        author.open(f"{UNINSTALL}?id=1", status=404)

    def test_availability_wants_accounts_to_share_with(self, trio: Trio) -> None:
        saved = trio.publisher.bundled(trio.publisher.record())
        author, address = trio.publisher.browser(), f"{AVAILABILITY}?id={saved.id}"
        for values in ({"level": "SHARED"}, {"level": "SECRET"}):
            answer = author.submit(address, **values)
            assert (answer.status, messages(answer.text)[0][0]) == (400, "error")
        assert trio.publisher.bundles.saved.get(saved.id).level is Availability.PUBLIC

    def test_a_bundle_is_shared_with_account_ids_other_than_the_own(self, trio: Trio) -> None:
        saved = trio.publisher.bundled(trio.publisher.record(), level=Availability.PRIVATE)
        author, address = trio.publisher.browser(), f"{AVAILABILITY}?id={saved.id}"
        for listed, said in (
            (f"{CUSTOMER}, nonsense!!", "NONSENSE!! is not an account id"),
            (f"{CUSTOMER} {SANDBOX}", "is not an account id"),
            ("222222²", "is not an account id"),
            (f"{CUSTOMER}, {PUBLISHER}", f"{PUBLISHER} is this account"),
        ):
            answer = author.submit(address, level="SHARED", sharedaccounts=listed)
            assert (answer.status, said in messages(answer.text)[0][1]) == (400, True), listed
            with pytest.raises(ControlError, match=re.escape(said)):
                trio.publisher.running.control.share_bundle(
                    bundle=saved.id, level="SHARED", shared_with=listed.split(", ")
                )
        assert trio.publisher.bundles.saved.get(saved.id) == saved

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"name": "x" * 101}, "Name: up to 100 characters"),
            ({"name": "a\x00b"}, "Name: one line of text"),
            ({"version": "1." + "0" * 19}, "Version: up to 20 characters"),
            ({"description": "x" * 1001}, "Description: up to 1000 characters"),
            ({"description": "a\x00b"}, "Description: text without control characters"),
        ],
        ids=["long name", "name of no line", "long version", "long description", "control character"],
    )
    def test_what_is_too_long_or_no_text_is_refused(
        self, trio: Trio, values: dict[str, str], said: str
    ) -> None:
        made = trio.publisher.record()
        fields = {"name": "Ours", "version": "1.0", "description": "One\r\nand two", **values}
        saved = trio.publisher.bundles.saved
        with pytest.raises(BundleRefused, match=said):
            saved.create(**fields, integrations=[made.id])
        with pytest.raises(BundleRefused, match=said):
            saved.change(trio.publisher.bundled(made).id, **fields, integrations=[made.id])
        author = trio.publisher.browser()
        answer = go(author, BUILDER, author.open(BUILDER), **fields, go="next")
        assert (answer.status, messages(answer.text)[0][1].count(said)) == (400, 1)

    def test_who_may_only_view_makes_and_removes_nothing(self, trio: Trio) -> None:
        saved = trio.publisher.bundled(trio.publisher.record())
        access = trio.publisher.account.access
        role = access.define_role("customrole_viewer", "Viewer", {"ADMI_BUNDLER": Level.VIEW})
        access.give_access("1", (role.id,))
        viewer = trio.publisher.browser()
        assert BUILDER not in viewer.open(SAVED)
        for address in (BUILDER, f"{AVAILABILITY}?id={saved.id}", f"{UNINSTALL}?id={saved.id}"):
            viewer.open(address, status=403)

    def test_an_update_is_offered_where_the_newest_version_is_later(self, trio: Trio) -> None:
        made = trio.publisher.record()
        trio.publisher.running.control.snapshot(name="before")
        bundle = trio.publisher.bundled(made)
        trio.publisher.running.control.snapshot(name="first")
        trio.publisher.rebundled(bundle, "1.1", made)
        trio.customer.bundles.install(bundle.id)
        customer, row = (
            trio.customer.browser(),
            re.compile(rf'<tr data-bundle="{bundle.id}">.*?</tr>', re.DOTALL),
        )
        assert "Newest version" in row.findall(customer.open(INSTALLED))[0]
        trio.publisher.running.control.restore(name="first")
        (shown_row,) = row.findall(customer.open(INSTALLED))
        assert ("Newest version" in shown_row, UPDATE in shown_row) == (True, False)
        trio.publisher.rebundled(bundle, "1.2", made)
        assert "Update to 1.2" in row.findall(customer.open(INSTALLED))[0]
        trio.publisher.running.control.restore(name="before")
        assert "No longer offered" in row.findall(customer.open(INSTALLED))[0]

    @pytest.mark.requirement("pack-03")
    def test_a_preview_says_what_is_here_already(self, trio: Trio) -> None:
        first, second = trio.publisher.record("First"), trio.publisher.record("Second")
        trio.customer.bundles.install(trio.publisher.bundled(first).id)
        both = trio.publisher.bundled(first, second, name="Both")
        preview = trio.customer.browser().open(f"{INSTALL}?id={both.id}&version=1.0")
        assert actions(preview) == {"Integration First": "Stays as it is", "Integration Second": "Add"}


numbers = st.text("0123456789.", max_size=40) | st.sampled_from(
    ["9" * 5000, "1" + ".1" * 500, "१.२", " 1.0\n"]
)


class TestSavedBundles:
    @settings(deadline=None)
    @given(st.text() | numbers)
    def test_any_text_is_a_version_that_can_be_compared_or_is_refused(self, text: str) -> None:
        try:
            version = version_of(text)
        except BundleRefused:
            return
        assert versions.at_least(version, version)

    def test_only_records_of_the_account_can_be_bundled(self, trio: Trio) -> None:
        made = trio.publisher.record()
        trio.customer.bundles.install(trio.publisher.bundled(made).id)
        there = trio.customer.has(made)
        assert there.id not in [one.id for one in trio.customer.bundles.saved.choices()]
        with pytest.raises(BundleRefused, match="cannot be bundled"):
            trio.customer.bundles.saved.create("Ours", "1.0", "", [there.id])

    def test_other_objects_need_a_later_version(self, trio: Trio) -> None:
        first, second = trio.publisher.record("First"), trio.publisher.record("Second")
        saved = trio.publisher.bundled(first)
        with pytest.raises(BundleRefused, match=r"a later version than 1\.0"):
            trio.publisher.rebundled(saved, "1.0", second)
        with pytest.raises(BundleRefused, match=r"0\.9 is earlier than 1\.0"):
            trio.publisher.rebundled(saved, "0.9", first)
        assert trio.publisher.rebundled(saved, "1.0", first).integrations == saved.integrations

    @pytest.mark.parametrize(
        ("level", "listed", "reached"),
        [
            (Availability.PRIVATE, (), set()),
            (Availability.SHARED, ("2222222-sb1",), {SANDBOX}),
            (Availability.PUBLIC, (), {CUSTOMER, SANDBOX}),
        ],
    )
    def test_levels(
        self, trio: Trio, level: Availability, listed: tuple[str, ...], reached: set[str]
    ) -> None:
        saved = trio.publisher.bundled(trio.publisher.record())
        trio.publisher.bundles.saved.set_availability(saved.id, level, listed)
        sides = {CUSTOMER: trio.customer, SANDBOX: trio.sandbox, PUBLISHER: trio.publisher}
        found = {
            name for name, side in sides.items() if saved.id in [one.id for one in side.bundles.offered()]
        }
        assert found == reached

    def test_ids_are_numbers_that_no_other_bundle_has(self, trio: Trio) -> None:
        sides = (trio.publisher, trio.customer)
        made = [side.bundled(side.record(str(n)), name=str(n)).id for n in range(3) for side in sides]
        assert len({*made, *(one.id for one in trio.sandbox.bundles.catalogue.bundles())}) == len(made) + 2
        assert all(one.isdecimal() for one in made)

    def test_reset_and_snapshots_hold_them(self, trio: Trio) -> None:
        saved = trio.publisher.bundled(trio.publisher.record())
        trio.publisher.running.control.snapshot(name="made")
        trio.publisher.running.control.reset()
        assert trio.publisher.bundles.saved.all() == []
        assert saved.id not in [one.id for one in trio.customer.bundles.offered()]
        trio.publisher.running.control.restore(name="made")
        assert trio.publisher.bundles.saved.all() == [saved]


def test_a_restart_keeps_them(tmp_path: Path) -> None:
    settings = AccountSettings(account_id=PUBLISHER)
    with opened_account(settings, folder=tmp_path, seed="empty") as account:
        assert account.bundles is not None
        made = account.access.applications.create_integration("Landbridge")
        saved = account.bundles.saved.create("Ours", "1.0", "", [made.id], user="1")
    with opened_account(settings, folder=tmp_path, seed="empty") as account:
        assert account.bundles is not None
        assert account.bundles.saved.all() == [saved]
