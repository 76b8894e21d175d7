"""What a real-time run goes through: its own record type, by option every live one."""

from __future__ import annotations

import pytest

from landbridge.service.runs.models import Run
from landbridge.service.workflows import administration
from landbridge.service.workflows.activation import set_real_time
from tests.component.service_runs.conftest import Stand


def _changed_everywhere(stand: Stand) -> Run:
    stand.run()
    stand.clock.advance(60)
    stand.employee("10")
    stand.customer("20")
    stand.project("30", "20")
    stand.notice("customer", "20")
    stand.clock.advance(1)
    return stand.real_time()


@pytest.mark.requirement("option-07")
def test_a_real_time_run_covers_its_own_record_type(stand: Stand) -> None:
    run = _changed_everywhere(stand)

    assert run.workflows == ["customers"]
    assert stand.outcomes(run) == {"customers 20": "created"}


@pytest.mark.requirement("option-07")
def test_by_option_it_covers_every_live_record_type(stand: Stand) -> None:
    set_real_time(stand.connection, "employees", live=False, by=stand.admin)
    administration.change(stand.connection, by=stand.admin, real_time_scope="all")

    run = _changed_everywhere(stand)

    assert run.workflows == ["customers", "projects"]
    assert stand.outcomes(run) == {"customers 20": "created", "projects 30": "created"}


@pytest.mark.requirement("option-07")
def test_a_notice_of_a_type_that_nobody_imports_starts_nothing_even_then(stand: Stand) -> None:
    administration.change(stand.connection, by=stand.admin, real_time_scope="all")
    stand.employee("10")
    stand.notice("vendor", "1")
    stand.clock.advance(1)

    with pytest.raises(Run.DoesNotExist):
        stand.real_time()
