"""Looking at the running service from outside: its JSON API, as the signed-in administrator."""

from __future__ import annotations

import http.cookiejar
import json
import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any, TypeVar

from landbridge.demo.setup import SignIn

T = TypeVar("T")
PAUSE_S = 0.05


def eventually(look: Callable[[], T], seconds: float = 30, what: str = "it") -> T:
    """Call ``look`` until it returns something true, and return that; fail after ``seconds`` saying what was seen last."""
    deadline = monotonic() + seconds
    while not (seen := look()):
        assert monotonic() < deadline, f"{what} did not happen within {seconds:g} s; last seen: {seen!r}"
        Event().wait(PAUSE_S)
    return seen


class Observer:
    """A browser session without a screen on the service's API."""

    def __init__(self, base: str, sign_in: SignIn) -> None:
        self.base = base
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        page = self._opener.open(f"{base}/sign-in/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        form = {"username": sign_in.email, "password": sign_in.password, "csrfmiddlewaretoken": token[1]}
        self._opener.open(f"{base}/sign-in/", urllib.parse.urlencode(form).encode()).read()

    def get(self, path: str, **query: str) -> Any:
        """Return the decoded answer of ``/api{path}``."""
        address = f"{self.base}/api{path}?{urllib.parse.urlencode(query)}"
        return json.loads(self._opener.open(address, timeout=30).read())

    def runs(self, **query: str) -> list[dict[str, Any]]:
        """The runs, newest first."""
        found: list[dict[str, Any]] = self.get("/runs", limit="200", **query)["items"]
        return found

    def items(self, internal_id: str) -> list[dict[str, Any]]:
        """Every row of the run log about one NetSuite record, oldest first, with its run's id."""
        rows = []
        for run in reversed(self.runs()):
            found = self.get(f"/runs/{run['id']}/items", limit="1000")["items"]
            rows += [{**row, "run": run["id"]} for row in found if row["internal_id"] == internal_id]
        return rows

    def records(self, spp_type: str, netsuite_id: str) -> list[dict[str, Any]]:
        """Every SuiteProjects Pro record of a type that carries the NetSuite id."""
        listed = self.get("/records", type=spp_type, limit="1000")["items"]
        return [one for one in listed if netsuite_id in _netsuite_ids(one)]

    def audit(self, spp_id: str) -> list[dict[str, Any]]:
        """The audit trail of a record, newest first."""
        found: list[dict[str, Any]] = self.get(f"/records/{spp_id}/audit", limit="1000")["items"]
        return found

    def one_record(self, spp_type: str, netsuite_id: str, seconds: float = 30) -> dict[str, Any]:
        """Wait for the record and return it; there must be exactly one."""
        found = eventually(
            lambda: self.records(spp_type, netsuite_id), seconds, f"{spp_type} of NetSuite {netsuite_id}"
        )
        assert len(found) == 1
        return found[0]


def _netsuite_ids(record: dict[str, Any]) -> set[str]:
    return {value for name, value in record["fields"].items() if name.startswith("netsuite_")}
