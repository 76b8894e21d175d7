"""The demo's person, who knows the pages only by their addresses and fields, gets along with them."""

from __future__ import annotations

import pytest

from landbridge.demo.person import PageError, Person
from landbridge.local.testing import RunningAccount


@pytest.mark.requirement("pages-01", "pages-02")
async def test_a_person_works_with_all_three_record_types(running: RunningAccount) -> None:
    records = running.account.records
    async with await Person.sign_in(running.http, "ben@demo.example", "landbridge") as ben:
        employee = await ben.create("employee", {"firstname": "Mo", "lastname": "Adeyemi"})
        customer = await ben.create("customer", {"companyname": "Larch Ltd"}, stage="prospect")
        project = await ben.create("job", {"companyname": "Larch roll-out", "parent": customer})
        await ben.edit("job", project, {"projectmanager": employee})
        await ben.edit_inline("customer", customer, "phone", "555 0188")
    job = records.get("job", project)
    assert job is not None
    assert (job.values["parent"], job.values["projectManager"]) == (customer, employee)
    prospect = records.get("customer", customer)
    assert prospect is not None
    assert (prospect.values["stage"], prospect.values["phone"]) == ("_prospect", "555 0188")


@pytest.mark.requirement("pages-01", "pages-02")
async def test_a_person_is_told_what_is_wrong(running: RunningAccount) -> None:
    with pytest.raises(PageError, match="password is wrong"):
        await Person.sign_in(running.http, "ben@demo.example", "guess")
    async with await Person.sign_in(running.http, "ben@demo.example", "landbridge") as ben:
        with pytest.raises(PageError, match="Last Name"):
            await ben.create("employee", {"firstname": "Mo"})
        with pytest.raises(PageError, match="Enter a date"):
            await ben.edit_inline("job", running.account.records.search("job", [])[0], "startdate", "soon")


async def test_an_administrator_fills_in_the_settings(running: RunningAccount) -> None:
    kind = "customrecord_oa_srp_integration_settings"
    (id_,) = running.account.records.search(kind, [])
    async with await Person.sign_in(running.http, "admin@demo.example", "landbridge") as admin:
        values = {"custrecord_oa_db_id": "5501", "custrecord_oa_realtime_enable": "T"}
        assert await admin.edit_custom_record(kind, id_, values) == id_
    record = running.account.records.get(kind, id_)
    assert record is not None
    assert (record.values["custrecord_oa_db_id"], record.values["custrecord_oa_realtime_enable"]) == (
        "5501",
        True,
    )
