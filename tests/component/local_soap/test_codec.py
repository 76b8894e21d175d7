"""What goes in comes out: values of every kind, hostile text, and bytes that are no XML."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.local.soap import scalars
from landbridge.local.soap.markup import attribute, escape
from landbridge.local.soap.xmlreader import XmlError, parse
from tests.component.local_soap.wire import Wire, customer, ref

ZONES = [
    ZoneInfo(name) for name in ("UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Apia", "Europe/Berlin")
]
XML_TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"))


@given(XML_TEXT)
def test_text_survives_markup(text: str) -> None:
    node = parse(f'<a b="{attribute(text)}">{escape(text)}</a>'.encode())
    assert (node.text, node.attributes["b"]) == (text, text)


@given(st.text())
def test_whatever_a_value_holds_the_reply_is_xml(text: str) -> None:
    assert parse(f'<a b="{attribute(text)}">{escape(text)}</a>'.encode()).name == "a"


@given(st.integers(86_400_000, 4_000_000_000_000), st.sampled_from(ZONES))
def test_instants_round_trip_to_the_millisecond(milliseconds: int, zone: ZoneInfo) -> None:
    instant = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
    assert scalars.read_datetime(scalars.write_datetime(instant, zone), ZONES[0]) == instant


@given(st.dates(date(1970, 1, 2), date(2100, 1, 1)), st.sampled_from(ZONES))
def test_dates_round_trip_in_the_account_s_zone(day: date, zone: ZoneInfo) -> None:
    assert scalars.read_date(scalars.write_date(day, zone), zone) == day


@given(st.binary(max_size=200) | st.text("<>/=\"'abx: !&;#[]").map(str.encode))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        node = parse(body)
    except XmlError:
        return
    assert node.name


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (scalars.read_boolean, "TRUE"),
        (scalars.read_long, "9223372036854775808"),
        (scalars.read_long, "1.0"),
        (scalars.read_long, "٣"),
        (scalars.read_double, "NaN"),
        (scalars.read_double, "1e999"),
        (scalars.read_double, "1_0"),
    ],
)
def test_values_outside_their_type_are_refused(read: object, text: str) -> None:
    with pytest.raises(scalars.ScalarError):
        read(text)  # type: ignore[operator]  # one of the readers above


@pytest.mark.parametrize(
    "text", ["2026-02-30T00:00:00Z", "2026-01-01", "20260101T000000Z", "0001-01-01T00:00:00+14:00"]
)
def test_instants_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(scalars.ScalarError):
        scalars.read_datetime(text, ZONES[0])


@pytest.mark.requirement("soap-08")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.fixed_dictionaries(
        {},
        optional={
            "phone": XML_TEXT.filter(str.strip),
            "comments": XML_TEXT.filter(str.strip),
            "creditLimit": st.floats(-1e12, 1e12),
        },
    )
)
def test_records_round_trip_over_the_wire(wire: Wire, values: dict[str, str | float]) -> None:
    elements = "".join(
        f"<rel:{name}>{escape(str(values[name]))}</rel:{name}>"
        for name in ("phone", "comments", "creditLimit")
        if name in values
    )
    internal_id = wire.add(customer("Acme", elements))
    read = wire.call(f"<m:get>{ref('customer', internal_id)}</m:get>")
    for name, value in values.items():
        sent = read.text(name)
        assert (float(sent) if name == "creditLimit" else sent) == value
    wire.call(f"<m:delete>{ref('customer', internal_id)}</m:delete>")
