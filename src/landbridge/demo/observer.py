"""Looking at the running service from outside: its JSON API, as a signed-in person."""

from __future__ import annotations

import http.cookiejar
import json
import re
import urllib.parse
import urllib.request
from typing import Any

from landbridge.demo.setup import SignIn

MOST = "1000"


class Observer:
    """A browser session without a screen on the service's API."""

    def __init__(self, base: str, sign_in: SignIn) -> None:
        self.base = base
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        page = self._opener.open(f"{base}/sign-in/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        form = {"username": sign_in.email, "password": sign_in.password, "csrfmiddlewaretoken": token[1]}
        self._opener.open(f"{base}/sign-in/", urllib.parse.urlencode(form).encode()).read()

    def get(self, path: str, **query: str) -> Any:
        """Return the decoded answer of ``/api{path}``."""
        address = f"{self.base}/api{path}?{urllib.parse.urlencode(query)}"
        return json.loads(self._opener.open(address, timeout=30).read())

    def post(self, path: str, *, timeout: float = 90) -> Any:
        """Ask ``/api{path}`` to do something; return its decoded answer."""
        token = next(cookie.value for cookie in self._cookies if cookie.name == "landbridge_csrf")
        request = urllib.request.Request(  # noqa: S310  # the address of our own service
            f"{self.base}/api{path}", b"", {"X-CSRFToken": token or "", "Content-Type": "application/json"}
        )
        return json.loads(self._opener.open(request, timeout=timeout).read())

    def runs(self, **query: str) -> list[dict[str, Any]]:
        """The runs, newest first."""
        found: list[dict[str, Any]] = self.get("/runs", limit=MOST, **query)["items"]
        return found

    def items(self, internal_id: str) -> list[dict[str, Any]]:
        """Every row of the run log about one NetSuite record, oldest first, with its run's id."""
        rows = []
        for run in reversed(self.runs()):
            found = self.items_of(run["id"])
            rows += [{**row, "run": run["id"]} for row in found if row["internal_id"] == internal_id]
        return rows

    def items_of(self, run: int) -> list[dict[str, Any]]:
        """The records of one run."""
        found: list[dict[str, Any]] = self.get(f"/runs/{run}/items", limit=MOST)["items"]
        return found

    def notices(self) -> list[dict[str, Any]]:
        """The notices that were accepted, newest first."""
        found: list[dict[str, Any]] = self.get("/notices", limit=MOST)["items"]
        return found

    def records(self, spp_type: str, netsuite_id: str) -> list[dict[str, Any]]:
        """Every SuiteProjects Pro record of a type that carries the NetSuite id."""
        listed = self.get("/records", type=spp_type, limit=MOST)["items"]
        return [one for one in listed if netsuite_id in _netsuite_ids(one)]

    def audit(self, spp_id: str) -> list[dict[str, Any]]:
        """The audit trail of a record, newest first."""
        found: list[dict[str, Any]] = self.get(f"/records/{spp_id}/audit", limit=MOST)["items"]
        return found


def _netsuite_ids(record: dict[str, Any]) -> set[str]:
    return {value for name, value in record["fields"].items() if name.startswith("netsuite_")}
