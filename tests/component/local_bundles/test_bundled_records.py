"""Integration records that travel by bundle: installation, update, removal, and records that are there already."""

from __future__ import annotations

import dataclasses
import threading

import pytest

from landbridge.local.access.applications import NotTheOwner
from landbridge.local.access.integration import Arrival, Box, IntegrationState
from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.bundles.saved import Availability
from landbridge.local.control.client import ControlError
from landbridge.local.seeds.secrets import TokenSecrets
from tests.component.local_access.served import sent
from tests.component.local_scripting.signing import authorization

from .conftest import INTEGRATION, REAL_TIME
from .neighbours import CUSTOMER, PUBLISHER, Side, Trio


def count(side: Side) -> int:
    return len(side.account.access.applications.integrations())


class TestInstalling:
    @pytest.mark.requirement("pack-02")
    @pytest.mark.parametrize("require_approval", [False, True], ids=["at-once", "approval"])
    def test_a_record_comes_enabled_whatever_the_preference_says(
        self, trio: Trio, require_approval: bool
    ) -> None:
        made = trio.publisher.record()
        trio.customer.account.access.preferences.change(require_approval=require_approval)
        bundle = trio.publisher.bundled(made)
        trio.customer.bundles.install(bundle.id, user="1")
        there = trio.customer.has(made)
        assert there.definition == made.definition
        assert (there.state, there.arrival, there.bundle, there.created_by) == (
            IntegrationState.ENABLED,
            Arrival.BUNDLE,
            bundle.id,
            "1",
        )

    @pytest.mark.requirement("pack-02")
    def test_its_credentials_cannot_be_reset_there(self, trio: Trio) -> None:
        made = trio.publisher.record()
        trio.customer.bundles.install(trio.publisher.bundled(made).id)
        there = trio.customer.has(made)
        with pytest.raises(NotTheOwner, match=f"belongs to account {PUBLISHER}"):
            trio.customer.account.access.applications.reset_credentials(there.id)
        with pytest.raises(ControlError, match=f"belongs to account {PUBLISHER}"):
            trio.customer.running.control.reset_credentials(id=there.id)
        renewed = trio.publisher.account.access.applications.reset_credentials(made.id)
        assert trio.customer.has(made).consumer_key == renewed.consumer_key

    @pytest.mark.requirement("pack-01")
    def test_a_token_of_it_opens_the_account_that_installed_it(self, trio: Trio) -> None:
        made = trio.publisher.record()
        trio.customer.bundles.install(trio.publisher.bundled(made).id)
        account, there = trio.customer.account, trio.customer.has(made)
        token = account.access.token_records.create("t", there.id, "1", "3")
        secrets = TokenSecrets(made.consumer_key, made.consumer_secret, token.token_id, token.token_secret)
        url = f"https://{CUSTOMER}.suitetalk.api.netsuite.com/services/rest/record/v1/customer"
        signed = authorization("GET", url, secrets, CUSTOMER)
        assert sent(trio.customer.running, "GET", url, Authorization=signed).status == 200
        account.access.applications.set_state(there.id, IntegrationState.BLOCKED)
        signed = authorization("GET", url, secrets, CUSTOMER)
        assert sent(trio.customer.running, "GET", url, Authorization=signed).status == 401

    def test_a_key_that_another_record_has_refuses_the_bundle_whole(self, trio: Trio) -> None:
        first, second = trio.publisher.record("First"), trio.publisher.record("Second")
        trio.customer.account.access.applications.create_integration("Ours", consumer_key=second.consumer_key)
        bundle = trio.publisher.bundled(first, second)
        with pytest.raises(BundleRefused, match="has the consumer key of Ours, which is here"):
            trio.customer.bundles.install(bundle.id)
        assert trio.customer.lacks(first)
        assert trio.customer.bundles.installed() == []

    def test_accounts_that_install_from_one_another_do_not_wait_for_each_other(self, trio: Trio) -> None:
        theirs, ours = trio.publisher.record("Theirs"), trio.customer.record("Ours")
        there, here = trio.publisher.bundled(theirs), trio.customer.bundled(ours)
        both = [
            threading.Thread(target=side.bundles.install, args=(bundle.id,), daemon=True)
            for side, bundle in ((trio.customer, there), (trio.publisher, here))
        ]
        for one in both:
            one.start()
        for one in both:
            one.join(30)
        assert (trio.customer.has(theirs).name, trio.publisher.has(ours).name) == ("Theirs", "Ours")


class TestUpdating:
    @pytest.mark.requirement("pack-02")
    def test_a_record_keeps_its_own_state_and_note(self, trio: Trio) -> None:
        first, second = trio.publisher.record("First"), trio.publisher.record("Second")
        bundle = trio.publisher.bundled(first)
        trio.customer.bundles.install(bundle.id)
        here = trio.customer.account.access.applications
        here.set_state(trio.customer.has(first).id, IntegrationState.BLOCKED)
        here.set_note(trio.customer.has(first).id, "ours")
        trio.publisher.account.access.applications.change_definition(first.id, name="First 2")
        trio.publisher.rebundled(bundle, "1.1", first, second)
        trio.customer.bundles.install(bundle.id)
        there = trio.customer.has(first)
        assert (there.name, there.state, there.note) == ("First 2", IntegrationState.BLOCKED, "ours")
        assert trio.customer.has(second).state is IntegrationState.ENABLED
        (installed,) = trio.customer.bundles.installed()
        assert [step.version for step in installed.history] == ["1.0", "1.1"]

    def test_a_version_is_installed_once(self, trio: Trio) -> None:
        bundle = trio.publisher.bundled(trio.publisher.record())
        trio.customer.bundles.install(bundle.id)
        with pytest.raises(BundleRefused, match=r"is installed at version 1\.0 already"):
            trio.customer.bundles.install(bundle.id)

    def test_a_record_that_its_owner_took_out_goes_with_the_update(self, trio: Trio) -> None:
        first, second = trio.publisher.record("First"), trio.publisher.record("Second")
        bundle = trio.publisher.bundled(first, second)
        trio.customer.bundles.install(bundle.id)
        trio.publisher.rebundled(bundle, "2.0", second)
        assert not trio.customer.lacks(first)
        trio.customer.bundles.install(bundle.id)
        assert trio.customer.lacks(first)
        assert not trio.customer.lacks(second)
        assert trio.customer.bundles.brought() == {second.definition.script_id: bundle.id}

    def test_a_record_that_was_taken_out_stays_with_another_bundle_that_has_it(self, trio: Trio) -> None:
        made, more = trio.publisher.record(), trio.publisher.record("More")
        first, second = trio.publisher.bundled(made, more), trio.publisher.bundled(made, name="Another")
        for bundle in (first, second):
            trio.customer.bundles.install(bundle.id)
        trio.publisher.rebundled(first, "2.0", more)
        trio.customer.bundles.install(first.id)
        assert trio.customer.has(made).bundle == second.id
        assert trio.customer.has(more).bundle == first.id
        trio.customer.bundles.uninstall(second.id)
        assert trio.customer.lacks(made)


class TestThereAlready:
    @pytest.mark.requirement("pack-03")
    def test_a_record_that_came_by_a_request_stays_as_it_is(self, trio: Trio) -> None:
        made = trio.publisher.account.access.applications.create_integration(
            "Landbridge", boxes={Box.TOKENS, Box.USER_CREDENTIALS}
        )
        access = trio.customer.account.access
        access.preferences.change(require_approval=True)
        access.installing.by_application_id(made.application_id, by="1")
        before = trio.customer.has(made)
        bundle = trio.publisher.bundled(made)
        trio.customer.bundles.install(bundle.id)
        assert trio.customer.has(made) == before
        assert (before.state, before.arrival) == (
            IntegrationState.WAITING_FOR_APPROVAL,
            Arrival.AUTO_INSTALLED,
        )
        trio.customer.bundles.uninstall(bundle.id)
        assert trio.customer.has(made) == before

    @pytest.mark.requirement("pack-03")
    def test_a_request_and_a_second_bundle_find_the_record_that_a_bundle_brought(self, trio: Trio) -> None:
        made = trio.publisher.record()
        first, second = trio.publisher.bundled(made), trio.publisher.bundled(made, name="Another")
        trio.customer.bundles.install(first.id)
        access = trio.customer.account.access
        access.applications.set_state(trio.customer.has(made).id, IntegrationState.BLOCKED)
        before = trio.customer.has(made)
        trio.customer.bundles.install(second.id)
        assert access.installing.by_application_id(made.application_id, by="1") == before
        assert count(trio.customer) == 1

    def test_a_record_goes_with_the_last_bundle_that_has_it(self, trio: Trio) -> None:
        made = trio.publisher.record()
        first, second = trio.publisher.bundled(made), trio.publisher.bundled(made, name="Another")
        for bundle in (first, second):
            trio.customer.bundles.install(bundle.id)
        there = trio.customer.has(made)
        trio.customer.account.access.token_records.create("t", there.id, "1", "3")
        assert trio.customer.bundles.uninstall(first.id) == []
        assert trio.customer.has(made) == dataclasses.replace(there, bundle=second.id)
        assert [one.name for one in trio.customer.bundles.uninstall(second.id)] == ["Landbridge"]
        assert trio.customer.lacks(made)
        assert trio.customer.account.access.token_records.all() == []


class TestSandbox:
    @pytest.mark.requirement("sandbox-01")
    @pytest.mark.parametrize("up", [True, False], ids=["to-production", "to-sandbox"])
    def test_a_private_bundle_goes_between_a_production_account_and_its_sandbox(
        self, trio: Trio, up: bool
    ) -> None:
        source, target = (trio.sandbox, trio.customer) if up else (trio.customer, trio.sandbox)
        made = source.record()
        bundle = source.bundled(made, level=Availability.PRIVATE)
        assert bundle.id not in [one.id for one in trio.publisher.bundles.offered()]
        target.bundles.install(bundle.id)
        assert target.has(made).state is IntegrationState.ENABLED
        assert target.has(made).definition.owner == source.account.settings.account_id


class TestWhatIsNotOffered:
    def test_a_bundle_that_was_withdrawn_is_not_updated_and_stays_installed(self, trio: Trio) -> None:
        made = trio.publisher.record()
        bundle = trio.publisher.bundled(made)
        trio.customer.bundles.install(bundle.id)
        trio.publisher.bundles.saved.set_availability(bundle.id, Availability.PRIVATE)
        with pytest.raises(BundleRefused, match="There is no bundle"):
            trio.customer.bundles.install(bundle.id)
        assert trio.customer.has(made).state is IntegrationState.ENABLED
        trio.customer.bundles.uninstall(bundle.id)
        assert trio.customer.lacks(made)

    @pytest.mark.parametrize(
        ("bundle", "reason"), [("1", "is not installed"), (INTEGRATION, "more than integration records")]
    )
    def test_other_bundles_are_not_uninstalled(self, trio: Trio, bundle: str, reason: str) -> None:
        trio.customer.bundles.install(INTEGRATION)
        with pytest.raises(BundleRefused, match=reason):
            trio.customer.bundles.uninstall(bundle)
        assert [one.id for one in trio.customer.bundles.installed()] == [INTEGRATION]


class TestControls:
    @pytest.mark.requirement("pack-01")
    def test_a_bundle_is_made_shared_installed_changed_and_uninstalled(self, trio: Trio) -> None:
        first, second = trio.publisher.record("First"), trio.publisher.record("Second")
        maker, user = trio.publisher.running.control, trio.customer.running.control
        made = maker.create_bundle(name="Ours", integrations=[first.id])
        assert (made["level"], made["integrations"], made["version"]) == ("PRIVATE", [first.id], "1.0")
        maker.share_bundle(bundle=made["id"], level="SHARED", shared_with=[CUSTOMER])
        assert {one["id"] for one in user.bundles()} == {INTEGRATION, REAL_TIME, made["id"]}
        assert user.install_bundle(bundle=made["id"])["version"] == "1.0"
        maker.change_bundle(bundle=made["id"], version="1.1", integrations=[second.id])
        assert maker.saved_bundles()[0]["integrations"] == [second.id]
        assert user.install_bundle(bundle=made["id"])["version"] == "1.1"
        assert user.uninstall_bundle(bundle=made["id"]) == {"id": made["id"], "removed": ["Second"]}

    def test_refusals_say_why(self, trio: Trio) -> None:
        maker = trio.publisher.running.control
        made = maker.create_bundle(name="Ours", integrations=[trio.publisher.record().id])["id"]
        with pytest.raises(ControlError, match="level is one of PRIVATE, SHARED, PUBLIC"):
            maker.share_bundle(bundle=made, level="SECRET")
        with pytest.raises(ControlError, match="name the accounts"):
            maker.share_bundle(bundle=made, level="SHARED")
        with pytest.raises(ControlError, match="numbers with dots"):
            maker.change_bundle(bundle=made, version="one")
        with pytest.raises(ControlError, match="at least one integration record"):
            maker.create_bundle(name="Empty", integrations=[])
        with pytest.raises(ControlError, match="is not installed"):
            maker.uninstall_bundle(bundle=made)
