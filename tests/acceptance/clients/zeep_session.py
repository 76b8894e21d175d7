"""zeep at an old endpoint: user and password, once by login with the cookies of a session, once in each request."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import zeep
from signing import ACCOUNT, HOST

VERSION = sys.argv[1]
client = zeep.Client(f"https://{HOST}/wsdl/v{VERSION}_0/netsuite.wsdl")
service = client.create_service(
    f"{{urn:platform_{VERSION}.webservices.netsuite.com}}NetSuiteBinding",
    f"https://{HOST}/services/NetSuitePort_{VERSION}",
)
core = client.type_factory(f"urn:core_{VERSION}.platform.webservices.netsuite.com")
messages = client.type_factory(f"urn:messages_{VERSION}.platform.webservices.netsuite.com")
common = client.type_factory(f"urn:common_{VERSION}.platform.webservices.netsuite.com")
passport = core.Passport(
    email=os.environ["NETSUITE_EMAIL"], password=os.environ["NETSUITE_PASSWORD"], account=ACCOUNT
)
application = {
    "applicationInfo": messages.ApplicationInfo(applicationId=os.environ["NETSUITE_APPLICATION_ID"])
}


def refused(**headers: Any) -> list[str]:
    try:
        service.getServerTime(_soapheaders=headers)
    except zeep.exceptions.Fault as fault:
        return [fault.message, fault.detail[0][0].text]
    return []


found: dict[str, Any] = {"stranger": refused()}
welcome = service.login(passport=passport, _soapheaders=application)
welcome = getattr(welcome, "body", welcome)
session = getattr(welcome, "sessionResponse", welcome)
found["roles"] = [role.role.name for role in session.wsRoleList.wsRole]
found["time"] = service.getServerTime().body.getServerTimeResult.status.isSuccess
sizes = {"searchPreferences": messages.SearchPreferences(pageSize=5)}
first = service.search(searchRecord=common.AccountSearchBasic(), _soapheaders=sizes).body.searchResult
second = service.searchNext().body.searchResult
again = service.searchMore(pageIndex=1).body.searchResult
found["pages"] = [page.pageIndex for page in (first, second, again)]
service.logout()
found["after"] = refused()
found["each"] = service.getServerTime(
    _soapheaders=application | {"passport": passport}
).body.getServerTimeResult.status.isSuccess
passport.password = "wrong"
found["wrong"] = refused(passport=passport, **application)
sys.stdout.write(json.dumps(found) + "\n")
