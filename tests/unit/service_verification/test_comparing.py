"""The comparison of one range, in memory."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.ports import DestinationRecord, JsonValue, KeyRange
from landbridge.service.verification.comparing import Compared, Held, compare, is_within, same
from landbridge.service.verification.expectation import Expectation, Expected, LeftOut

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NUMBER = "netsuite_customer_id__c"


def expected(internal_id: str, **fields: JsonValue) -> Expected:
    return Expected(internal_id, f"Customer {internal_id}", NOON, {NUMBER: internal_id, **fields})


def held(spp_id: str, netsuite_id: str = "", **fields: JsonValue) -> DestinationRecord:
    return DestinationRecord("customer", spp_id, f"C{spp_id}", {NUMBER: netsuite_id, **fields}, NOON)


def compared(
    wanted: list[Expected],
    records: list[DestinationRecord],
    links: dict[str, str],
    left_out: list[LeftOut] | None = None,
    keys: KeyRange = KeyRange(),  # noqa: B008  # it is frozen
) -> Compared:
    expectation = Expectation(wanted, left_out or [])
    return compare(expectation, Held(records, links, NUMBER), (NUMBER, "phone"), keys)


def kinds(result: Compared) -> dict[str, str]:
    return {finding.internal_id: finding.kind.value for finding in result.findings}


def test_equal_sides_have_equal_hashes_whatever_their_order() -> None:
    wanted = [expected("1", phone="a"), expected("2", phone=None)]
    records = [held("12", "2", phone=""), held("11", "1", phone="a")]

    result = compared(wanted, records, {"1": "11", "2": "12"})

    assert result.netsuite_hash == result.destination_hash
    assert (result.netsuite, result.destination, list(result.findings)) == (2, 2, [])


@pytest.mark.requirement("log-03")
def test_hashes_tell_a_guesser_nothing_without_the_secret() -> None:
    def hash_of_one() -> str:
        result = compared([expected("1", phone="030 1")], [held("11", "1", phone="030 1")], {"1": "11"})
        assert result.netsuite_hash == result.destination_hash
        return result.netsuite_hash

    ours = hash_of_one()
    assert hash_of_one() == ours
    with override_settings(SECRET_KEY="another secret of another installation"):
        assert hash_of_one() != ours


def test_field_that_is_not_compared_does_not_count() -> None:
    result = compared([expected("1")], [held("11", "1", notes="ours", phone="only in SPP")], {"1": "11"})

    assert result.netsuite_hash == result.destination_hash
    assert not result.findings


def test_two_records_for_one_are_a_duplicate_though_only_one_carries_the_id() -> None:
    result = compared([expected("1")], [held("11"), held("12", "1")], {"1": "11"})

    assert kinds(result) == {"1": "duplicate"}
    assert result.findings[0].reason == "Customer 11 (C11) and Customer 12 (C12)"


def test_link_to_a_record_that_is_gone_while_another_carries_the_id() -> None:
    result = compared([expected("1")], [held("12", "1")], {"1": "11"})

    assert kinds(result) == {"1": "link_broken"}
    assert "linked to 11, which is not there; customer 12 carries" in result.findings[0].reason


def test_surplus_is_found_by_its_link_too() -> None:
    result = compared([], [held("11"), held("12", "2")], {"1": "11", "2": "12"})

    assert kinds(result) == {"1": "surplus", "2": "surplus"}
    assert result.netsuite_hash != result.destination_hash


def test_record_of_another_range_is_left_to_that() -> None:
    result = compared(
        [expected("1")], [held("11", "1"), held("12", "500")], {"1": "11"}, keys=KeyRange(1, 10)
    )

    assert kinds(result) == {}
    assert result.destination == 1


def test_what_is_left_out_counts_on_neither_side() -> None:
    left_out = [LeftOut("2", "Customer 2", NOON, "not_marked", "Not marked.")]

    result = compared([expected("1")], [held("11", "1"), held("12", "2")], {"1": "11", "2": "12"}, left_out)

    assert kinds(result) == {"2": "not_imported"}
    assert (result.netsuite, result.left_out, result.destination) == (2, 1, 1)
    assert result.netsuite_hash == result.destination_hash


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("", None, True),
        (12, 12.0, True),
        (1, True, False),
        (0, False, False),
        ("12", 12, False),
        ("a", "A", False),
        (None, False, False),
    ],
)
def test_values_are_equal_as_a_record_shows_them(one: JsonValue, other: JsonValue, equal: bool) -> None:
    assert same(one, other) is equal
    assert same(other, one) is equal


@pytest.mark.parametrize(
    ("internal_id", "keys", "within"),
    [
        ("5", KeyRange(5, 5), True),
        ("-5", KeyRange(None, 0), True),
        ("10", KeyRange(None, 9), False),
        ("x", KeyRange(None, 9), False),
        ("x", KeyRange(9, None), True),
        ("٣", KeyRange(3, 3), False),
        ("5", frozenset({"5"}), True),
        ("5", frozenset({"6"}), False),
    ],
)
def test_what_a_range_is_about(internal_id: str, keys: KeyRange | frozenset[str], within: bool) -> None:
    assert is_within(internal_id, keys) is within


PHONES = st.dictionaries(st.sampled_from("123456"), st.sampled_from(["a", "b", "", None]), max_size=6)


@given(PHONES, PHONES)
def test_hashes_are_equal_exactly_when_nothing_is_found(
    source: dict[str, str | None], target: dict[str, str | None]
) -> None:
    wanted = [expected(one, phone=phone) for one, phone in source.items()]
    records = [held(f"1{one}", one, phone=phone) for one, phone in target.items()]

    result = compared(wanted, records, {one: f"1{one}" for one in target})

    assert (result.netsuite_hash == result.destination_hash) is (not result.findings)
    assert set(kinds(result)) == {
        one
        for one in source.keys() | target.keys()
        if one not in source or one not in target or (source[one] or None) != (target[one] or None)
    }
