"""The scenario: people save a record of every record type in NetSuite, one of them edits in the list, and each save arrives."""

from __future__ import annotations

from datetime import UTC, datetime

from landbridge.demo import documents, masterdata
from landbridge.demo.arrivals import Arrival, Save, saves_of, wait_for_arrivals
from landbridge.demo.masterdata import SALES, Saved
from landbridge.demo.observer import Observer
from landbridge.demo.person import Person
from landbridge.demo.setup import NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD, SignIn, import_bills_instead
from landbridge.demo.stack import Stack

ARRIVES_WITHIN_S = 60.0


async def play(stack: Stack, sign_in: SignIn) -> list[Arrival]:
    """Play the scenario and return the way of each of its saves, in order. Raises ``PageError``, ``CommandFailedError``."""
    begun = datetime.now(UTC)
    observer = Observer(stack.addresses["service"], sign_in)
    saved = await masterdata.save(stack)
    arrivals = await wait_for_arrivals(observer, _committed(stack, saved, begun), ARRIVES_WITHIN_S)
    project = next(one.internal_id for one in saved if one.type == "job")
    async with await Person.sign_in(
        stack.addresses["netsuite"], NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD
    ) as person:
        later = await documents.save(person, project)
        later.append(await _phone_in_the_list(stack, customer=saved[1].internal_id))
        arrivals += await wait_for_arrivals(observer, _committed(stack, later, begun), ARRIVES_WITHIN_S)
        import_bills_instead(stack)
        bill = await documents.bill(person, project)
    return arrivals + await wait_for_arrivals(observer, _committed(stack, [bill], begun), ARRIVES_WITHIN_S)


def _committed(stack: Stack, saved: list[Saved], begun: datetime) -> list[Save]:
    """Return the saves with the instants at which the local account committed them."""
    known = {
        (save.type, save.internal_id, save.event): save for save in saves_of(stack) if save.committed >= begun
    }
    return [known[one.type, one.internal_id, one.event].by(one.workflow) for one in saved]


async def _phone_in_the_list(stack: Stack, customer: str) -> Saved:
    async with await Person.sign_in(stack.addresses["netsuite"], SALES, NETSUITE_PASSWORD) as person:
        await person.edit_inline("customer", customer, "phone", "+1 555 0142")
        return Saved("customer", customer, "customers", "xedit")
