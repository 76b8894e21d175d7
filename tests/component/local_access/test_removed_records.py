"""What a removed integration record leaves behind: nothing that a later one could be taken for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.access.model import ADMINISTRATOR, Context, Session
from landbridge.local.access.tokenrecords import RecordGone
from landbridge.local.accounts.neighbours import join
from landbridge.local.accounts.refresh import refresh
from landbridge.local.governance import executions
from landbridge.local.governance.execution import REST, Request
from landbridge.local.governance.masking import Body
from landbridge.local.opening import opened_account
from landbridge.local.settings import AccountSettings
from tests.component.local_access.conftest import Premises, opened_premises


@pytest.fixture(scope="module")
def premises() -> Iterator[Premises]:
    with opened_premises() as found:
        yield found


def caller(premises: Premises, integration_id: str) -> Session:
    return Session(premises.user().id, ADMINISTRATOR, Context.RESTWEBSERVICES, integration_id=integration_id)


def test_ids_are_never_given_again(premises: Premises) -> None:
    applications, tokens = premises.account.access.applications, premises.account.access.token_records
    first = applications.create_integration("First")
    token = tokens.create("T", first.id, "1", ADMINISTRATOR)
    applications.remove(first.id)
    second = applications.create_integration("Second")
    assert int(second.id) > int(first.id)
    assert int(tokens.create("T", second.id, "1", ADMINISTRATOR).id) > int(token.id)
    assert premises.account.states is not None
    premises.account.states.snapshot("before")
    applications.remove(second.id)
    premises.account.states.restore("before")
    applications.remove(second.id)
    assert int(applications.create_integration("Third").id) > int(second.id)


def test_a_refreshed_sandbox_gives_no_id_of_production_again() -> None:
    with (
        opened_account(AccountSettings(account_id="1111111"), seed="empty") as production,
        opened_account(AccountSettings(account_id="1111111_SB1"), seed="empty") as sandbox,
    ):
        join([production, sandbox])
        removed = production.access.applications.create_integration("Removed")
        production.access.applications.remove(removed.id)
        refresh(production, "1111111_SB1", by="1")
        assert int(sandbox.access.applications.create_integration("Own").id) > int(removed.id)


def test_no_token_is_made_for_a_record_that_is_gone(premises: Premises) -> None:
    applications, tokens = premises.account.access.applications, premises.account.access.token_records
    gone = applications.create_integration("Gone")
    applications.remove(gone.id)
    before = tokens.all()
    with pytest.raises(RecordGone):
        tokens.create("Late", gone.id, "1", ADMINISTRATOR)
    assert tokens.all() == before


def test_a_request_that_runs_while_its_record_is_removed_is_in_no_log(premises: Premises) -> None:
    account, applications = premises.account, premises.account.access.applications
    old = applications.create_integration("Old")
    request = Request(REST, "GET")
    with account.governance.slot(caller(premises, old.id), request):
        applications.remove(old.id)
        new = applications.create_integration("New")
    account.governance.executions.keep(request, asked=Body(1, b"a"), answered=Body(1, b"b"))
    assert account.governance.executions.rows(new.id) == []
    assert account.governance.executions.rows(old.id) == []


def test_bodies_of_a_removed_record_take_no_room(premises: Premises, monkeypatch: pytest.MonkeyPatch) -> None:
    account, applications = premises.account, premises.account.access.applications
    log = account.governance.executions
    log.forget()
    content = bytes(range(256)) * 4
    first, second = (applications.create_integration(name) for name in ("Much", "Little"))

    def run(integration_id: str) -> str:
        request = Request(REST, "GET")
        with account.governance.slot(caller(premises, integration_id), request):
            pass
        log.keep(request, asked=Body(len(content), content))
        return log.rows(integration_id)[0].id

    run(first.id)
    size = account.database.row("SELECT SUM(LENGTH(content)) FROM execution_body")
    assert size is not None
    monkeypatch.setattr(executions, "MOST_BODY_BYTES", size[0] * 4)
    monkeypatch.setattr(executions, "ROOM", size[0])
    run(first.id)
    run(first.id)
    applications.remove(first.id)
    rows = [run(second.id) for _ in range(3)]
    assert all(log.bodies(row) for row in rows)
