"""The first request with user credentials brings a record of another account here, as the preference says.

Documented: *Auto-Installation of Integration Records* (``section_4429293934``), *Distributing Integration Records* (``section_4389835426``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from landbridge.local.access.errors import CredentialsDenied
from landbridge.local.access.integration import Arrival, Box, Integration, IntegrationState
from landbridge.local.access.model import ADMINISTRATOR, Session
from landbridge.local.account import Account
from landbridge.local.accounts.neighbours import join
from landbridge.local.opening import opened_account
from landbridge.local.seeds.secrets import PASSWORD
from landbridge.local.settings import AccountSettings
from landbridge.local.soap.endpoint import Endpoint

ADMIN, CLERK = "admin@demo.example", "clerk@demo.example"
BOXES = frozenset({Box.TOKENS, Box.USER_CREDENTIALS})


@dataclass(frozen=True)
class Sides:
    publisher: Account
    customer: Account

    def ask(
        self, application_id: str, email: str = ADMIN, password: str = PASSWORD, role: str = ""
    ) -> Session:
        """Sign in to the customer's account as a SOAP request does."""
        return self.customer.access.verify_credentials(
            email,
            password,
            self.customer.settings.account_id,
            role or None,
            application_id=application_id,
            uri="/services/NetSuitePort_2020_1",
            ip="192.0.2.7",
        )

    def refusal(
        self, application_id: str, email: str = ADMIN, password: str = PASSWORD, role: str = ""
    ) -> str:
        """Return code and audit detail of a sign-in that must be refused."""
        with pytest.raises(CredentialsDenied) as denied:
            self.ask(application_id, email, password, role)
        return f"{denied.value.code} {self.customer.access.audit(1)[0].detail}"

    def offer(self, *boxes: Box) -> Integration:
        return self.publisher.access.applications.create_integration("Landbridge", boxes=boxes or BOXES)

    def there(self) -> list[Integration]:
        return self.customer.access.applications.integrations()


@pytest.fixture(scope="module")
def opened_sides() -> Iterator[Sides]:
    with ExitStack() as opened:
        publisher, customer = (
            opened.enter_context(opened_account(AccountSettings(account_id=one), seed="empty"))
            for one in ("1111111", "2222222")
        )
        join([publisher, customer])
        yield Sides(publisher, customer)


@pytest.fixture
def sides(opened_sides: Sides) -> Sides:
    """Return both accounts, each as it began."""
    for account in (opened_sides.publisher, opened_sides.customer):
        assert account.states is not None
        account.states.reset()
    return opened_sides


def clerk(account: Account) -> str:
    """Create a user whose one role has no permission at all; return the role's id."""
    role = account.access.define_role("customrole_clerk", "Clerk", {})
    values = {"firstName": "Cora", "lastName": "Clerk", "email": CLERK, "giveAccess": True}
    employee = account.records.put("employee", "77", values)
    account.access.give_access(employee.id, (role.id,), PASSWORD)
    return role.id


@pytest.mark.requirement("install-01", "install-02")
def test_without_the_preference_the_record_is_enabled_and_the_request_answered(sides: Sides) -> None:
    made = sides.offer()
    session = sides.ask(made.application_id.lower())
    (here,) = sides.there()
    assert (here.definition, here.state, here.arrival, here.created_by) == (
        made.definition,
        IntegrationState.ENABLED,
        Arrival.AUTO_INSTALLED,
        session.user_id,
    )
    assert session.integration_id == here.id
    assert (sides.customer.access.audit(1)[0].status, sides.customer.access.audit(1)[0].application) == (
        "Success",
        "Landbridge",
    )
    assert sides.ask(made.application_id).integration_id == here.id
    assert sides.there() == [here]


@pytest.mark.requirement("install-02")
def test_with_the_preference_the_record_waits_until_it_is_enabled(sides: Sides) -> None:
    sides.customer.preferences.change(require_approval=True)
    made = sides.offer()
    for _ in range(2):
        assert sides.refusal(made.application_id) == "INVALID_LOGIN_CREDENTIALS consumer_key_refused"
        assert [one.state for one in sides.there()] == [IntegrationState.WAITING_FOR_APPROVAL]
    sides.customer.preferences.change(require_approval=False)  # a record that is there keeps its state
    assert sides.refusal(made.application_id) == "INVALID_LOGIN_CREDENTIALS consumer_key_refused"
    sides.customer.access.applications.set_state(sides.there()[0].id, IntegrationState.ENABLED)
    assert sides.ask(made.application_id).origin == "Landbridge"


@pytest.mark.requirement("install-01")
def test_a_user_who_may_do_nothing_causes_it_too(sides: Sides) -> None:
    role = clerk(sides.customer)
    made = sides.offer()
    sides.ask(made.application_id, CLERK, role=role)
    assert [one.created_by for one in sides.there()] == ["77"]


@pytest.mark.requirement("install-01")
def test_without_the_owners_box_nothing_is_installed_until_it_is_checked(sides: Sides) -> None:
    made = sides.offer(Box.TOKENS)
    assert sides.refusal(made.application_id) == "INVALID_LOGIN_CREDENTIALS consumer_key_unknown"
    assert sides.there() == []
    sides.publisher.access.applications.change_definition(made.id, boxes=BOXES)
    assert sides.ask(made.application_id).origin == "Landbridge"


@pytest.mark.requirement("refuse-02")
@pytest.mark.parametrize(
    ("email", "password", "role", "refused"),
    [
        (ADMIN, "wrong", "", "INVALID_LOGIN_CREDENTIALS WrongPassword"),
        ("nobody@demo.example", PASSWORD, "", "INVALID_LOGIN_CREDENTIALS UnknownUser"),
        (ADMIN, PASSWORD, "999", "INVALID_ROLE permission_denied"),
        (CLERK, PASSWORD, "", "ROLE_REQUIRED permission_denied"),
        (CLERK, PASSWORD, ADMINISTRATOR, "INVALID_ROLE permission_denied"),
    ],
)
def test_a_failed_sign_in_installs_nothing(
    sides: Sides, email: str, password: str, role: str, refused: str
) -> None:
    clerk(sides.customer)
    made = sides.offer()
    assert sides.refusal(made.application_id, email, password, role) == refused
    assert sides.there() == []


@pytest.mark.requirement("refuse-02")
def test_an_inactive_or_locked_user_installs_nothing(sides: Sides) -> None:
    made = sides.offer()
    clerk(sides.customer)
    sides.customer.records.save(
        sides.customer.access.system_session(), "employee", {"isInactive": True}, id="77"
    )
    assert sides.refusal(made.application_id, CLERK) == "INVALID_LOGIN_CREDENTIALS permission_denied"
    for _ in range(5):
        sides.refusal(made.application_id, password="wrong")
    assert sides.refusal(made.application_id) == "INVALID_LOGIN_CREDENTIALS temporary_locked"
    assert sides.there() == []


@pytest.mark.requirement("install-03")
@pytest.mark.parametrize("way", [Box.ISSUE_TOKEN, Box.AUTHORIZATION_FLOW])
@pytest.mark.parametrize("waits", [False, True])
def test_a_consumer_key_installs_by_the_box_of_its_own_way(sides: Sides, way: Box, *, waits: bool) -> None:
    sides.customer.preferences.change(require_approval=waits)
    installing = sides.customer.access.installing
    closed = sides.offer(Box.TOKENS, Box.USER_CREDENTIALS)
    assert installing.offered(closed.consumer_key, way=way) is None
    assert installing.by_consumer_key(closed.consumer_key, way=way, by="1") is None
    made = sides.offer(Box.TOKENS, way)
    assert installing.offered(made.consumer_key, way=way) == made.definition
    assert sides.there() == []
    here = installing.by_consumer_key(made.consumer_key, way=way, by="1")
    assert here is not None
    assert here.state is (IntegrationState.WAITING_FOR_APPROVAL if waits else IntegrationState.ENABLED)
    assert installing.by_consumer_key(made.consumer_key, way=way, by="1") == here
    assert installing.offered(made.consumer_key, way=way) == made.definition


def test_a_record_whose_consumer_key_is_taken_here_is_not_installed(sides: Sides) -> None:
    made = sides.offer()
    sides.customer.access.applications.create_integration("Ours", consumer_key=made.consumer_key)
    assert sides.refusal(made.application_id) == "INVALID_LOGIN_CREDENTIALS consumer_key_unknown"
    assert [one.name for one in sides.there()] == ["Ours"]


@pytest.mark.requirement("install-01", "install-02")
@pytest.mark.parametrize("waits", [False, True])
def test_login_installs_as_a_request_with_a_passport_does(sides: Sides, *, waits: bool) -> None:
    sides.customer.preferences.change(require_approval=waits)
    made = sides.offer()
    answer, status = Endpoint(sides.customer).answer(
        "2019_2", login(made.application_id), soap_action='"login"', uri="/services/test", ip="192.0.2.7"
    )
    assert (status, b'isSuccess="true"' in answer, b"INVALID_LOGIN_CREDENTIALS" in answer) == (
        (500, False, True) if waits else (200, True, False)
    )
    expected = IntegrationState.WAITING_FOR_APPROVAL if waits else IntegrationState.ENABLED
    assert [one.state for one in sides.there()] == [expected]


def login(application_id: str) -> bytes:
    """Return a request of ``login`` at 2019_2."""
    urn = "_2019_2.platform.webservices.netsuite.com"
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
        f'xmlns:m="urn:messages{urn}" xmlns:c="urn:core{urn}"><s:Header><m:applicationInfo>'
        f"<m:applicationId>{application_id}</m:applicationId></m:applicationInfo></s:Header><s:Body><m:login>"
        f"<m:passport><c:email>{ADMIN}</c:email><c:password>{PASSWORD}</c:password>"
        "<c:account>2222222</c:account></m:passport></m:login></s:Body></s:Envelope>"
    ).encode()


def test_an_account_alone_knows_no_foreign_application() -> None:
    with opened_account(AccountSettings(account_id="2222222"), seed="empty") as alone:
        found = alone.access.installing.by_application_id("0" * 32, by="1")
        assert (found, alone.access.applications.integrations()) == (None, [])
