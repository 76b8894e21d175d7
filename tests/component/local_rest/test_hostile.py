"""Whatever is sent, the answer is a record saved or a refusal of the client's mistake, never a defect."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.recordtypes import RECORD_TYPES
from tests.component.local_rest.client import Client

LIMITS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "items", "externalId", "links", "refName", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
NAMES = {
    kind.rest: sorted({field.name for field in kind.fields} | {sublist.rest for sublist in kind.sublists})
    for kind in RECORD_TYPES.values()
}
bodies = st.sampled_from(sorted(NAMES)).flatmap(
    lambda kind: st.tuples(
        st.just(kind),
        st.dictionaries(st.sampled_from([*NAMES[kind], "externalId", "nonsense"]), JSON, max_size=6),
    )
)
LINES = st.fixed_dictionaries(
    {
        "items": st.lists(
            st.dictionaries(st.sampled_from(["item", "quantity", "rate", "line", "amount"]), JSON), max_size=3
        )
    }
)


@pytest.mark.requirement("rest-06")
@LIMITS
@given(bodies)
def test_any_body_is_saved_or_refused(client: Client, sent: tuple[str, dict[str, Any]]) -> None:
    kind, body = sent
    assert client.call("POST", f"/{kind}", body).status in (204, 400)


@pytest.mark.requirement("rest-06")
@LIMITS
@given(LINES, JSON)
def test_any_lines_are_saved_or_refused(client: Client, lines: dict[str, Any], entity: Any) -> None:
    assert client.call("POST", "/salesOrder", {"entity": entity, "item": lines}).status in (204, 400)


@pytest.mark.requirement("rest-06")
@LIMITS
@given(
    st.lists(
        st.sampled_from(
            [
                "customer",
                "1",
                "-1",
                "eid:a",
                "item",
                "addressBook",
                "!transform",
                "!attach",
                "invoice",
                "contact",
                "metadata-catalog",
                "..",
                "%",
                "é",
            ]
        ),
        max_size=5,
    ),
    st.sampled_from(["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"]),
    st.dictionaries(
        st.sampled_from(["q", "limit", "offset", "fields", "replace", "ids", "select", "expandRecords"]),
        st.text(max_size=6),
        max_size=3,
    ),
)
def test_any_address_is_answered_or_refused(
    client: Client, segments: list[str], method: str, parameters: dict[str, str]
) -> None:
    body = {} if method in ("POST", "PATCH", "PUT") else None
    answer = client.call(method, "".join(f"/{segment}" for segment in segments), body, **parameters)
    assert answer.status in (200, 204, 400, 404, 405, 501)


@pytest.mark.requirement("rest-02", "rest-06")
@LIMITS
@given(
    st.sampled_from(sorted(NAMES)).flatmap(
        lambda kind: st.tuples(st.just(kind), st.sampled_from(NAMES[kind]))
    ),
    st.sampled_from(
        [
            "IS",
            "ANY_OF",
            "EQUAL",
            "GREATER_NOT",
            "BETWEEN",
            "CONTAIN",
            "ON",
            "EMPTY",
            "EMPTY_NOT",
            "END_WITH_NOT",
        ]
    ),
    st.sampled_from(["", "1", "[1,2]", '"a b"', "true", "1/1/2026", "[a]", "1e400", "99999999999999999999"]),
)
def test_any_field_and_operator_is_a_filter_or_not(
    client: Client, place: tuple[str, str], operator: str, value: str
) -> None:
    kind, name = place
    assert client.call("GET", f"/{kind}", q=f"{name} {operator} {value}").status in (200, 400)
