"""zeep, told nothing but the WSDL's address, works with the endpoint versions named on the command line."""

from __future__ import annotations

import json
import sys
from typing import Any

import zeep
from signing import ACCOUNT, HOST, token_passport


class Endpoint:
    def __init__(self, version: str) -> None:
        self.client = zeep.Client(f"https://{HOST}/wsdl/v{version}_0/netsuite.wsdl")
        self.version = version
        binding = f"{{urn:platform_{version}.webservices.netsuite.com}}NetSuiteBinding"
        self.service = self.client.create_service(binding, f"https://{HOST}/services/NetSuitePort_{version}")
        self.core = self.types("core", "platform")
        self.messages = self.types("messages", "platform")
        self.common = self.types("common", "platform")
        self.relationships = self.types("relationships", "lists")

    def types(self, name: str, group: str) -> Any:
        return self.client.type_factory(f"urn:{name}_{self.version}.{group}.webservices.netsuite.com")

    def call(self, operation: str, *given: Any, headers: dict[str, Any] | None = None) -> Any:
        signed = {"tokenPassport": token_passport(self.core)} | (headers or {})
        body = getattr(self.service, operation)(*given, _soapheaders=signed).body
        return body[next(iter(body))]


def work(version: str) -> dict[str, Any]:
    end = Endpoint(version)
    core, common, rel = end.core, end.common, end.relationships
    found: dict[str, Any] = {}
    found["addresses"] = [
        port.binding_options["address"] for port in end.client.wsdl.services["NetSuiteService"].ports.values()
    ]
    looked_up = end.service.getDataCenterUrls(account=ACCOUNT).body.getDataCenterUrlsResult
    found["look_up"] = looked_up.dataCenterUrls.webservicesDomain
    found["time"] = end.call("getServerTime").serverTime.isoformat()

    name = f"Zeep {version}"
    written = end.call("add", rel.Customer(companyName=name, subsidiary=core.RecordRef(internalId="1")))
    found["added"] = written.status.isSuccess
    ref = core.RecordRef(type="customer", internalId=written.baseRef.internalId)
    found["updated"] = end.call(
        "update", rel.Customer(internalId=ref.internalId, phone="555 0100")
    ).status.isSuccess
    record = end.call("get", ref).record
    found["got"] = [record.companyName, record.phone, record.subsidiary.internalId]

    many = [
        rel.Customer(externalId=f"zeep-{version}-{n}", companyName=f"Many {version} {n}") for n in range(12)
    ]
    found["upserted"] = [one.status.isSuccess for one in end.call("upsertList", many).writeResponse]
    criteria = common.CustomerSearchBasic(
        companyName=core.SearchStringField(operator="startsWith", searchValue=f"Many {version}")
    )
    pages = [
        end.call(
            "search",
            rel.CustomerSearch(basic=criteria),
            headers={"searchPreferences": end.messages.SearchPreferences(pageSize=5)},
        )
    ]
    while len(pages) < pages[0].totalPages:
        pages.append(end.call("searchMoreWithId", pages[0].searchId, len(pages) + 1))
    found["pages"] = [len(page.recordList.record) for page in pages]
    found["names"] = len({record.companyName for page in pages for record in page.recordList.record})
    rows = end.call(
        "search",
        rel.CustomerSearchAdvanced(
            criteria=rel.CustomerSearch(basic=criteria),
            columns=rel.CustomerSearchRow(
                basic=common.CustomerSearchRowBasic(companyName=core.SearchColumnStringField())
            ),
        ),
    )
    found["rows"] = sum(
        row.basic.companyName[0].searchValue.startswith("Many") for row in rows.searchRowList.searchRow
    )

    everything = end.call("getAll", core.GetAllRecord(recordType="currency"))
    found["currencies"] = len(everything.recordList.record)
    field = core.GetSelectValueFieldDescription(recordType="customer", field="entityStatus")
    found["statuses"] = end.call("getSelectValue", field, 1).totalRecords
    found["deleted"] = end.call("delete", ref).status.isSuccess
    gone = end.call("get", ref).status
    found["gone"] = gone.statusDetail[0].code
    return found


def fault() -> list[str]:
    """An endpoint that the release has not: no WSDL."""
    try:
        Endpoint("2018_2")
    except Exception as error:  # noqa: BLE001 - whatever the client makes of it
        return [type(error).__name__, str(getattr(error, "response", error))]
    return []


found = {"versions": {version: work(version) for version in sys.argv[1:]}, "refused": fault()}
sys.stdout.write(json.dumps(found) + "\n")
