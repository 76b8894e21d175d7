"""zeep at the last endpoint that takes passwords: each line of the input says how one request signs in, and gets one line of answer.

A line is JSON with ``application_id``, ``email`` and ``password``, or with the names of ``signing.token_passport``. The answer is what
the account said: its time or message and code of the fault.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import zeep
from signing import ACCOUNT, HOST, token_passport

VERSION = "2020_1"
client = zeep.Client(f"https://{HOST}/wsdl/v{VERSION}_0/netsuite.wsdl")
service = client.create_service(
    f"{{urn:platform_{VERSION}.webservices.netsuite.com}}NetSuiteBinding",
    f"https://{HOST}/services/NetSuitePort_{VERSION}",
)
core = client.type_factory(f"urn:core_{VERSION}.platform.webservices.netsuite.com")
messages = client.type_factory(f"urn:messages_{VERSION}.platform.webservices.netsuite.com")


def headers(given: dict[str, str]) -> dict[str, Any]:
    if "application_id" not in given:
        return {"tokenPassport": token_passport(core, given)}
    return {
        "applicationInfo": messages.ApplicationInfo(applicationId=given["application_id"]),
        "passport": core.Passport(email=given["email"], password=given["password"], account=ACCOUNT),
    }


def answer(given: dict[str, str]) -> list[str]:
    try:
        told = service.getServerTime(_soapheaders=headers(given)).body.getServerTimeResult
    except zeep.exceptions.Fault as fault:
        return [fault.message, fault.detail[0][0].text]
    return ["answered"] if told.status.isSuccess else ["no success"]


for line in sys.stdin:
    sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
    sys.stdout.flush()
