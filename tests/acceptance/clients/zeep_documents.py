"""zeep in strict mode: an order with lines, custom fields and an address, its invoice by initialize, a payment, a task with assignees."""

from __future__ import annotations

import json
import sys
from typing import Any

import zeep
from signing import HOST, token_passport

version = sys.argv[1]
client = zeep.Client(
    f"https://{HOST}/wsdl/v{version}_0/netsuite.wsdl",
    settings=zeep.Settings(strict=True, xsd_ignore_sequence_order=False),
)
binding = f"{{urn:platform_{version}.webservices.netsuite.com}}NetSuiteBinding"
service = client.create_service(binding, f"https://{HOST}/services/NetSuitePort_{version}")


def types(name: str, group: str) -> Any:
    return client.type_factory(f"urn:{name}_{version}.{group}.webservices.netsuite.com")


core, common, messages = (types(name, "platform") for name in ("core", "common", "messages"))
sales, customers = types("sales", "transactions"), types("customers", "transactions")
scheduling = types("scheduling", "activities")


def call(operation: str, *given: Any) -> Any:
    # What initialize proposes has read-only fields; they are sent back with the rest.
    ignoring = messages.Preferences(ignoreReadOnlyFields=True)
    headers = {"tokenPassport": token_passport(core), "preferences": ignoring}
    body = getattr(service, operation)(*given, _soapheaders=headers).body
    return body[next(iter(body))]


def added(record: Any) -> str:
    written = call("add", record)
    assert written.status.isSuccess, written.status
    return str(written.baseRef.internalId)


def got(record_type: str, internal_id: str) -> Any:
    return call("get", core.RecordRef(type=record_type, internalId=internal_id)).record


def ref(internal_id: str) -> Any:
    return core.RecordRef(internalId=internal_id)


def order() -> str:
    lines = [
        sales.SalesOrderItem(item=ref("1"), quantity=2.0, rate="100.00", description="Consulting & more"),
        sales.SalesOrderItem(item=ref("4"), quantity=1.0, rate="20.00"),
    ]
    custom = [
        core.StringCustomFieldRef(scriptId="custbody_note", value="by zeep"),
        core.BooleanCustomFieldRef(scriptId="custbody_flag", value=True),
        core.SelectCustomFieldRef(scriptId="custbody_unit", value=core.ListOrRecordRef(internalId="1")),
    ]
    address = common.Address(addr1="1 Main Street", city="Springfield", zip="12345", country="_unitedStates")
    return added(
        sales.SalesOrder(
            entity=ref("1"),
            memo="strict",
            itemList=sales.SalesOrderItemList(item=lines),
            billingAddress=address,
            customFieldList=core.CustomFieldList(customField=custom),
        )
    )


def work() -> dict[str, Any]:
    made = order()
    record = got("salesOrder", made)
    found: dict[str, Any] = {
        "lines": [[line.line, line.item.internalId, line.amount] for line in record.itemList.item],
        "custom": {
            one.scriptId: one.value.internalId if hasattr(one.value, "internalId") else one.value
            for one in record.customFieldList.customField
        },
        "address": [record.billingAddress.addr1, record.billingAddress.country],
        "total": record.total,
    }
    call("update", sales.SalesOrder(internalId=made, orderStatus="_pendingFulfillment"))
    start = core.InitializeRecord(
        type="invoice", reference=core.InitializeRef(type="salesOrder", internalId=made)
    )
    proposed = call("initialize", start)
    assert proposed.status.isSuccess, proposed.status
    proposal = proposed.record
    proposal.internalId = None
    invoice = added(proposal)
    found["invoice"] = [got("invoice", invoice).total, got("invoice", invoice).createdFrom.internalId == made]
    lines = [customers.CustomerPaymentApply(apply=True, doc=int(invoice), amount=50.0)]
    payment = customers.CustomerPayment(
        customer=ref("1"), payment=50.0, applyList=customers.CustomerPaymentApplyList(apply=lines)
    )
    paid = got("customerPayment", added(payment))
    found["paid"] = [line.amount for line in paid.applyList.apply if line.apply]
    found["due"] = got("invoice", invoice).amountRemaining
    assignee = scheduling.ProjectTaskAssignee(resource=ref("2"), units=100.0, estimatedWork=8.0)
    task = scheduling.ProjectTask(
        title="Strict",
        company=ref("1"),
        assigneeList=scheduling.ProjectTaskAssigneeList(projectTaskAssignee=[assignee]),
    )
    kept = got("projectTask", added(task)).assigneeList.projectTaskAssignee
    found["assignees"] = [[one.resource.internalId, one.estimatedWork] for one in kept]
    return found


sys.stdout.write(json.dumps(work(), default=str) + "\n")
