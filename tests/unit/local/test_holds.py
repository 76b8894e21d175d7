"""Requests are held back as asked and let go together."""

from __future__ import annotations

import threading

from landbridge.local.holds import Holds


def test_only_the_next_requests_of_the_kind_wait_until_released() -> None:
    holds = Holds()
    holds.hold("soap.search", 1)
    through = threading.Event()

    def request() -> None:
        holds.wait("soap.search")
        through.set()

    thread = threading.Thread(target=request)
    thread.start()
    while not holds.state().held:
        assert thread.is_alive()
    holds.wait("soap.get")
    holds.wait("soap.search")
    assert not through.is_set()
    assert holds.state().held == {"soap.search": 1}
    holds.release()
    thread.join(10)
    assert through.is_set()
    assert holds.state().held == {}


def test_a_forgotten_hold_ends_by_itself() -> None:
    holds = Holds(longest_s=0.01)
    holds.hold("soap.search", 1)
    holds.wait("soap.search")
    assert holds.state().held == {}
