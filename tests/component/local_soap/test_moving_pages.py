"""Paging while others edit, rename and delete: rows move as NetSuite's do, and nothing breaks."""

from __future__ import annotations

import random
import threading

import pytest

from landbridge.local.account import Account
from tests.component.local_soap.wire import Reply, Wire

COUNT = 120
SIZE = 10


def fill(account: Account) -> list[str]:
    session = account.access.system_session()
    rows = ({"companyName": f"Company {number}", "entityStatus": "13"} for number in range(COUNT))
    assert account.records.fill(session, "customer", rows) == COUNT
    return account.records.search("customer", ())


def first(wire: Wire) -> Reply:
    return wire.search("Customer", "", SIZE)


def more(wire: Wire, search_id: str, page: int) -> Reply:
    return wire.call(
        f"<m:searchMoreWithId><m:searchId>{search_id}</m:searchId><m:pageIndex>{page}</m:pageIndex></m:searchMoreWithId>"
    )


def rows(reply: Reply) -> list[str]:
    return [str(one.get("internalId")) for one in reply.all("record")]


@pytest.mark.requirement("wire-05")
def test_rows_stand_in_an_order_of_their_own(wire: Wire, account: Account) -> None:
    ids = fill(account)
    again = rows(first(wire))
    assert again == ids[:SIZE]
    assert again != sorted(again, key=int)


@pytest.mark.requirement("wire-05")
def test_an_edited_row_moves_and_a_deleted_one_is_gone(wire: Wire, account: Account) -> None:
    ids = fill(account)
    session = account.access.system_session()
    for record_id in ids[:SIZE]:
        account.records.save(session, "customer", {"comments": "edited"}, id=record_id)
    account.records.delete(session, "customer", ids[SIZE])
    after = account.records.search("customer", ())
    assert set(after) == set(ids) - {ids[SIZE]}
    assert after[:SIZE] != ids[:SIZE]
    assert after != ids


@pytest.mark.requirement("wire-05")
def test_a_client_pages_while_others_edit_rename_and_delete(wire: Wire, account: Account) -> None:
    ids = fill(account)
    session = account.access.system_session()
    choice = random.Random(3)
    turn = threading.Barrier(2, timeout=30)
    failures: list[BaseException] = []

    def others() -> None:
        try:
            for step in range(COUNT // SIZE):
                turn.wait()
                for record_id in choice.sample(ids[: COUNT // 2], 5):
                    account.records.save(session, "customer", {"comments": str(step)}, id=record_id)
                renamed = choice.choice(ids[: COUNT // 2])
                account.records.save(session, "customer", {"companyName": f"Renamed {step}"}, id=renamed)
                account.records.delete(session, "customer", ids[COUNT // 2 + step])
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            failures.append(error)
            turn.abort()

    worker = threading.Thread(target=others)
    worker.start()
    page = first(wire)
    search_id, seen, totals = page.text("searchId"), rows(page), [int(page.text("totalRecords"))]
    for index in range(2, COUNT // SIZE + 2):
        turn.wait()
        page = more(wire, search_id, index)
        assert b"Traceback" not in page.raw
        if page.successes == [False]:
            assert page.texts("code") == ["INVALID_PAGE_INDEX"]
            continue
        seen += rows(page)
        totals.append(int(page.text("totalRecords")))
    worker.join(30)
    assert not failures
    assert not worker.is_alive()
    assert totals[-1] < totals[0]
    assert set(seen) <= set(ids)
    last = first(wire)
    assert int(last.text("totalRecords")) == COUNT - COUNT // SIZE
    untouched = '<b:internalIdNumber operator="between"><c:searchValue>1</c:searchValue><c:searchValue2>999999</c:searchValue2></b:internalIdNumber>'
    assert len(rows(wire.search("Customer", untouched, 1000))) == COUNT - COUNT // SIZE
