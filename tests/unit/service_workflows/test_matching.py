"""Stored link, NetSuite id, name, else a new record."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from landbridge.service.ports import DestinationRecord, JsonValue
from landbridge.service.workflows.catalogue import CATALOGUE
from landbridge.service.workflows.matching import Ambiguous, Candidates, Matched

AT = datetime(2026, 3, 1, tzinfo=UTC)
CUSTOMERS, PROJECTS = CATALOGUE["customers"].main, CATALOGUE["projects"].main


def customer(spp_id: str, name: str, netsuite_id: str | None = None) -> DestinationRecord:
    fields: dict[str, JsonValue] = {"name": name}
    if netsuite_id:
        fields["netsuite_customer_id__c"] = netsuite_id
    return DestinationRecord("customer", spp_id, name, fields, AT)


@pytest.mark.requirement("flow-02")
def test_the_rules_go_in_order() -> None:
    records = [customer("1", "Wolfe"), customer("2", "Fox", "20"), customer("3", "Hare")]
    fields: dict[str, JsonValue] = {"name": "wolfe"}
    assert Candidates(CUSTOMERS, records).match("20", "3", fields) == Matched("3", "link")
    assert Candidates(CUSTOMERS, records).match("20", None, fields) == Matched("2", "NetSuite id")
    assert Candidates(CUSTOMERS, records).match("21", None, fields) == Matched("1", "name")
    assert Candidates(CUSTOMERS, records).match("21", None, {"name": "Deer"}) == Matched(None, "new")
    assert Candidates(CUSTOMERS, records).match("20", "99", fields) == Matched("2", "NetSuite id")


@pytest.mark.requirement("flow-02")
def test_two_candidates_are_named() -> None:
    same_id = Candidates(CUSTOMERS, [customer("1", "A", "20"), customer("2", "B", "20")])
    found = same_id.match("20", None, {"name": "A"})
    assert isinstance(found, Ambiguous)
    assert "Customer 1 (A) and Customer 2 (B)" in found.reason

    same_name = Candidates(CUSTOMERS, [customer("1", "Wolfe"), customer("2", "wolfe")])
    found = same_name.match("20", None, {"name": "WOLFE"})
    assert isinstance(found, Ambiguous)
    assert found.code == "two_candidates"


@pytest.mark.requirement("flow-02")
def test_a_name_is_given_to_one_netsuite_record_only() -> None:
    candidates = Candidates(CUSTOMERS, [customer("1", "Wolfe")])
    assert candidates.match("20", None, {"name": "Wolfe"}) == Matched("1", "name")
    second = candidates.match("21", None, {"name": "Wolfe"})
    assert isinstance(second, Ambiguous)
    assert (second.code, "NetSuite record 20" in second.reason) == ("name_taken", True)


def test_project_names_are_compared_within_their_customer() -> None:
    record = DestinationRecord("project", "5", "Website", {"name": "Website", "customerid": "1"}, AT)
    candidates = Candidates(PROJECTS, [record])
    assert candidates.match("30", None, {"name": "Website", "customerid": "2"}) == Matched(None, "new")
    assert candidates.match("30", None, {"name": "website", "customerid": "1"}) == Matched("5", "name")


def test_a_record_without_a_name_is_not_matched_by_it() -> None:
    candidates = Candidates(CUSTOMERS, [customer("1", "")])
    assert candidates.match("20", None, {"name": None}) == Matched(None, "new")
