"""What blocks is given up in time, and holds up nothing."""

from __future__ import annotations

import subprocess
import sys
from threading import Event

import pytest

from landbridge.service.notifications import delivering, mail, webhooks
from landbridge.service.notifications.deadline import within
from landbridge.service.notifications.errors import Undelivered


def test_what_ends_in_time_is_returned_or_raised() -> None:
    assert within(30, lambda: "answer") == "answer"
    with pytest.raises(ZeroDivisionError):
        within(30, lambda: 1 // 0)


@pytest.mark.requirement("notify-05")
def test_what_does_not_end_is_given_up() -> None:
    never = Event()
    with pytest.raises(Undelivered, match=r"^no end within 0\.01 s$"):
        within(0.01, never.wait)
    never.set()


@pytest.mark.requirement("notify-05")
def test_a_process_ends_although_something_hangs_in_it() -> None:
    program = """
import threading
from landbridge.service.notifications.deadline import within
from landbridge.service.notifications.errors import Undelivered
try:
    within(0.01, threading.Event().wait)
except Undelivered:
    print("given up")
"""
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout) == (0, "given up\n")


@pytest.mark.requirement("notify-05")
def test_an_attempt_ends_before_another_worker_may_take_the_delivery() -> None:
    lease = delivering.LEASE.total_seconds()
    assert lease > webhooks.LOOK_UP_S + webhooks.TIMEOUT_S
    assert lease > mail.TALK_S
