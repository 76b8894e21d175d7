"""Records without an instant: read in full each time, told apart by what they hold."""

from __future__ import annotations

import pytest

from landbridge.service.runs import queueing
from landbridge.service.runs.models import Run, RunItem
from landbridge.service.workflows.activation import activate, set_real_time
from tests.component.service_runs.conftest import Stand


@pytest.fixture
def categories(stand: Stand) -> Stand:
    stand.netsuite.undated.add("expenseCategory")
    activate(stand.connection, "expense_items", by=stand.admin)
    for number in ("1", "2", "3"):
        stand.netsuite.save("expenseCategory", number, name=f"Category {number}")
    return stand


def _run(stand: Stand, kind: str = queueing.CATCH_UP) -> dict[str, str]:
    stand.clock.advance(300)
    return stand.outcomes(stand.run(kind))


@pytest.mark.requirement("import-14")
def test_what_did_not_change_is_passed_over_however_often_it_is_read(categories: Stand) -> None:
    assert set(_run(categories).values()) == {"created"}

    assert [_run(categories), _run(categories), _run(categories, queueing.MANUAL)] == [{}, {}, {}]
    assert Run.objects.latest("pk").counts["seen"] == 3

    categories.netsuite.save("expenseCategory", "2", name="Travel")
    assert _run(categories) == {"expense_items 2": "updated"}
    assert _run(categories) == {}


@pytest.mark.requirement("import-14")
def test_what_changes_back_is_imported_again(categories: Stand) -> None:
    _run(categories)
    categories.netsuite.save("expenseCategory", "2", name="Travel")
    _run(categories)
    categories.netsuite.save("expenseCategory", "2", name="Category 2")

    assert _run(categories) == {"expense_items 2": "updated"}
    assert sorted(categories.spp("item")) == ["Category 1", "Category 2", "Category 3"]


@pytest.mark.requirement("import-14")
def test_a_full_synchronization_applies_them_again_and_a_notice_the_one_it_names(categories: Stand) -> None:
    _run(categories)
    assert set(_run(categories, queueing.FULL).values()) == {"unchanged"}

    set_real_time(categories.connection, "expense_items", live=True, by=categories.admin)
    categories.notice("expenseCategory", "3")
    categories.clock.advance(1)
    run = categories.real_time()

    assert categories.outcomes(run) == {"expense_items 3": "unchanged"}
    assert RunItem.objects.filter(run=run).count() == 1
