"""Ids of requests: what a client sends is taken only where it can stand in a log line."""

from __future__ import annotations

import pytest

from landbridge.service.request_ids import request_id


@pytest.mark.requirement("observe-01")
def test_a_plain_id_is_taken_and_nothing_else() -> None:
    assert request_id("4711-abc_D.e:f") == "4711-abc_D.e:f"
    made = {request_id(given) for given in ("", "a b", 'x"y', "line\nbreak", "é", "x" * 65)}
    assert len(made) == 6
    assert all(len(one) == 32 and one.isalnum() for one in made)
