"""Log lines: JSON with what surrounds them, whoever writes them, and nothing that its name calls a secret."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

_WRITE = """
import logging, logging.config, structlog
from landbridge.service.logs import configure_structlog, logging_settings
logging.config.dictConfig(logging_settings("INFO"))
configure_structlog()
with structlog.contextvars.bound_contextvars(run=7, connection=1):
    structlog.get_logger("ours").info("link_ended", token="abc", client_secret="def", counts={"created": 1})
    logging.getLogger("a.library").warning("retried %s times", 3)
    try:
        raise ValueError("bad value")
    except ValueError:
        structlog.get_logger("ours").exception("failed")
structlog.get_logger("ours").info("between runs")
structlog.get_logger("ours").debug("too fine")
"""


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    done = subprocess.run([sys.executable, "-c", _WRITE], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.mark.requirement("observe-01")
def test_every_line_says_what_it_belongs_to_whoever_writes_it(lines: list[dict[str, Any]]) -> None:
    assert [(line.get("run"), line["logger"], line["level"]) for line in lines] == [
        (7, "ours", "info"),
        (7, "a.library", "warning"),
        (7, "ours", "error"),
        (None, "ours", "info"),
    ]
    assert lines[1]["event"] == "retried 3 times"
    assert "ValueError: bad value" in lines[2]["exception"]


@pytest.mark.requirement("observe-01")
def test_a_field_that_is_called_a_secret_is_hidden(lines: list[dict[str, Any]]) -> None:
    first = lines[0]
    assert (first["token"], first["client_secret"], first["counts"]) == (
        "(hidden)",
        "(hidden)",
        {"created": 1},
    )
