"""The scenario: three people save three records in NetSuite, one of them edits in the list, and each arrives."""

from __future__ import annotations

from datetime import UTC, datetime

from landbridge.demo.arrivals import Arrival, Save, saves_of, wait_for_arrivals
from landbridge.demo.observer import Observer
from landbridge.demo.person import Person
from landbridge.demo.setup import NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD, SignIn
from landbridge.demo.stack import Stack

ARRIVES_WITHIN_S = 30.0
EXPORTED = {"custentity_oa_export_to_openair": "T"}
SALES, PROJECTS = "anna@demo.example", "ben@demo.example"


async def play(stack: Stack, sign_in: SignIn) -> list[Arrival]:
    """Play the scenario and return the way of each of its saves, in order. Raises ``PageError``."""
    begun = datetime.now(UTC)
    observer = Observer(stack.addresses["service"], sign_in)
    saved = [await _employee(stack), await _customer(stack)]
    saved.append(await _project(stack, customer=saved[1][1]))
    created = await wait_for_arrivals(observer, _committed(stack, saved, begun), ARRIVES_WITHIN_S)
    edited = await _phone_in_the_list(stack, customer=saved[1][1])
    return created + await wait_for_arrivals(observer, _committed(stack, [edited], begun), ARRIVES_WITHIN_S)


def _committed(stack: Stack, saved: list[tuple[str, str, str]], begun: datetime) -> list[Save]:
    """Return the saves (type, id, event) with the instants at which the local account committed them."""
    known = {
        (save.type, save.internal_id, save.event): save for save in saves_of(stack) if save.committed >= begun
    }
    return [known[one] for one in saved]


async def _employee(stack: Stack) -> tuple[str, str, str]:
    async with await Person.sign_in(
        stack.addresses["netsuite"], NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD
    ) as person:
        values = {"firstname": "Grace", "lastname": "Okafor", "email": "grace.okafor@demo.example"}
        return "employee", await person.create("employee", {**values, **EXPORTED}), "create"


async def _customer(stack: Stack) -> tuple[str, str, str]:
    async with await Person.sign_in(stack.addresses["netsuite"], SALES, NETSUITE_PASSWORD) as person:
        values = {"companyname": "Elm Street Studios", "email": "hello@elm.example"}
        return "customer", await person.create("customer", {**values, **EXPORTED}, stage="customer"), "create"


async def _project(stack: Stack, customer: str) -> tuple[str, str, str]:
    async with await Person.sign_in(stack.addresses["netsuite"], PROJECTS, NETSUITE_PASSWORD) as person:
        values = {"companyname": "Elm website", "parent": customer}
        return "job", await person.create("job", {**values, **EXPORTED}), "create"


async def _phone_in_the_list(stack: Stack, customer: str) -> tuple[str, str, str]:
    async with await Person.sign_in(stack.addresses["netsuite"], SALES, NETSUITE_PASSWORD) as person:
        await person.edit_inline("customer", customer, "phone", "+1 555 0142")
        return "customer", customer, "xedit"
