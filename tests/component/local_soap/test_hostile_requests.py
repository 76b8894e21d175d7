"""Requests that a foreign or hostile client may send: the endpoint answers each, and no record of its harms another client."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.component.local_soap.wire import Wire, customer, employee, ref

EXTREMES = (
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "0099-06-01T00:00:00-08:00",
    "9999-12-31T23:59:59-08:00",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59.999999999-14:00",
)


@pytest.mark.requirement("soap-07", "wire-10")
@pytest.mark.parametrize("moment", EXTREMES)
def test_an_extreme_date_is_kept_or_refused_and_never_spoils_reading(wire: Wire, moment: str) -> None:
    kept = wire.add(employee("Kept", "One"))

    custom = (
        '<emp:customFieldList><c:customField xsi:type="c:DateCustomFieldRef" scriptId="{}">'
        "<c:value>{}</c:value></c:customField></emp:customFieldList>"
    )
    for extra in (
        f"<emp:hireDate>{moment}</emp:hireDate>",
        custom.format("custentity_moment", moment),
        custom.format("custentity_day", moment),
    ):
        sent = wire.call(f"<m:add>{employee('Odd', 'One', extra)}</m:add>")
        assert "UNEXPECTED_ERROR" not in sent.texts("code"), sent.raw.decode()
        read = wire.search("Employee", "")
        assert read.status == 200, read.raw.decode()
        assert kept in read.ids
        for made in sent.ids:
            assert wire.call(f"<m:get>{ref('employee', made)}</m:get>").status == 200
            assert wire.call(f"<m:delete>{ref('employee', made)}</m:delete>").successes == [True]


@pytest.mark.requirement("soap-07", "wire-10")
@pytest.mark.parametrize("operator", ["on", "notOn", "after", "before", "onOrAfter", "within"])
@pytest.mark.parametrize("field", ["lastModifiedDate", "hireDate"])
@pytest.mark.parametrize("moment", EXTREMES)
def test_a_search_by_an_extreme_date_is_answered(wire: Wire, moment: str, field: str, operator: str) -> None:
    reply = wire.search(
        "Employee", f'<b:{field} operator="{operator}"><c:searchValue>{moment}</c:searchValue></b:{field}>'
    )

    assert "UNEXPECTED_ERROR" not in reply.texts("code"), reply.raw.decode()


@pytest.mark.requirement("soap-01")
@pytest.mark.parametrize("version", ["2026_1", "2099_2"])
def test_the_client_of_a_newer_endpoint_can_read_why_it_is_refused(wire: Wire, version: str) -> None:
    reply = wire.send(wire.envelope("<m:getServerTime/>", ""), version=version)

    fault = reply.one("invalidVersionFault")
    assert etree.QName(fault).namespace == f"urn:faults_{version}.platform.webservices.netsuite.com"
    assert fault[0].text == "INVALID_WS_VERSION"


@pytest.mark.requirement("soap-07", "wire-10")
@pytest.mark.parametrize("internal_id", ["abc", "5 ", "-1", "9" * 30, "५", "²", "1e3", "1;--", "&#10;1"])
def test_an_id_that_is_no_number_is_a_failed_status(wire: Wire, internal_id: str) -> None:
    named = f'internalId="{internal_id}"'
    found = f'<c:searchValue internalId="{internal_id}"/>'
    for body in (
        f"<m:get>{ref('customer', internal_id)}</m:get>",
        f"<m:delete>{ref('customer', internal_id)}</m:delete>",
        f"<m:update>{customer('X', '', named)}</m:update>",
        f"<m:add>{customer('Y', status=internal_id)}</m:add>",
    ):
        assert wire.call(body).successes == [False], body
    for name in ("internalId", "parent"):
        reply = wire.search("Customer", f'<b:{name} operator="anyOf">{found}</b:{name}>')
        assert reply.ids == []
