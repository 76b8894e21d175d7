"""The ``netsuite`` package, unmodified, over TLS by NetSuite's host names through the proxy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from landbridge.local.settings import AccountSettings
from landbridge.local.testing import running_account, running_proxy
from landbridge.recordtypes import RECORD_TYPES
from tests.acceptance.restbodies import bodies
from tests.acceptance.running_clients import environment, python_client

pytestmark = pytest.mark.full

SITE = "https://tstdrv1234567.suitetalk.api.netsuite.com/services/rest/record/v1"
TYPES = sorted(kind.rest for kind in RECORD_TYPES.values())


@pytest.mark.requirement("peer-02")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("version", ["2021.1.0", "2025.2.0"])
def test_the_netsuite_package_works(version: str, tmp_path: Path) -> None:
    """2021.1 is the SOAP version that the package takes when it is told none."""
    settings = AccountSettings(account_id="TSTDRV1234567", tier="ultimate")
    with running_account(settings) as running, running_proxy(running) as proxy:
        given = environment(
            running, proxy, NETSUITE_TYPES=json.dumps(TYPES), NETSUITE_SAMPLES=json.dumps(bodies())
        )
        found = python_client("netsuite_package.py", version, env=given, home=tmp_path)
        kinds = running.account.journal.statistics().requests

    records = found["records"]
    customer = records["read"]["id"]
    assert records["created"] is None
    assert records["read"]["companyName"] == "Package Customer"
    assert records["read"]["links"] == [{"rel": "self", "href": f"{SITE}/customer/{customer}"}]
    assert [item["id"] for item in records["filtered"]["items"]] == [customer]
    assert records["location"].startswith(f"{SITE}/customer/")
    assert (records["after"]["companyName"], records["after"]["phone"]) == ("Package Customer", "555 0100")
    refusals = [records[name] for name in ("unknown", "missing", "misnamed", "sql")]
    assert refusals == [
        [404, "NONEXISTENT_ID"],
        [404, "NONEXISTENT_ID"],
        [400, "INVALID_CONTENT"],
        [400, "INVALID_PARAMETER"],
    ]
    assert found["types"].keys() == set(TYPES)
    assert all(count > 0 and same and described for count, same, described in found["types"].values())
    assert found["lives"] == {"lived": len(TYPES), "wrong": {}}
    assert {"/customer", "/salesOrder/{id}", "/salesOrder/{id}/!transform/invoice"} <= set(
        found["catalogue"]["paths"]
    )
    assert found["queries"]["items"] == [{"links": [], "id": customer, "companyname": "Package Customer"}]
    assert found["queries"]["refused"][0] == 400
    assert found["restlets"]["post"] == {"method": "POST", "sent": {"some": "data"}}
    assert [answer["method"] for answer in found["restlets"].values()] == ["GET", "POST", "PUT", "DELETE"]
    assert found["soap"]["got"] == ["Package by SOAP", "555 0101"]
    assert found["soap"]["several"] == ["Package by SOAP", "Package upserted"]
    assert found["soap"]["found"] == ["Package Customer", "Package by SOAP", "Package upserted"]
    assert found["soap"]["currencies"] > 1
    assert found["token"]["companyId"] == "TSTDRV1234567"
    assert kinds["rest.record.get"] > len(TYPES)
    assert kinds["soap.search"] == 1
