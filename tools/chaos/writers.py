"""People and imports that save in NetSuite all the while, whatever happens to it."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from landbridge.demo.control import Control, ControlError
from landbridge.demo.person import PageError, Person
from landbridge.demo.setup import NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD

EXPORTED = {"custentity_oa_export_to_openair": True}
AWAY = (OSError, http.client.HTTPException)
AGAIN_AFTER_S = 0.3


@dataclass
class Known:
    """Internal ids that a writer got back, by type."""

    customers: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    employees: list[str] = field(default_factory=list)


@dataclass
class Writer:
    """Saves by the control plane, in one execution context, so many a second at most, until told to stop."""

    name: str
    control: Control
    context: str
    pause_s: float
    rng: random.Random
    stop: threading.Event
    saved: Counter[str] = field(default_factory=Counter)
    known: Known = field(default_factory=Known)
    _number: int = 0

    def run(self) -> None:
        """Save until told to stop. What got no answer may have been saved or not: the account knows, nobody else needs to."""
        acts: tuple[tuple[Callable[[], None], int], ...] = (
            (self._customer, 3),
            (self._project, 3),
            (self._project_before_its_customer, 1),
            (self._mark_customer, 2),
            (self._employee, 2),
            (self._edit_customer, 5),
            (self._edit_project, 3),
            (self._edit_employee, 2),
        )
        while not self.stop.wait(self.pause_s):
            act = self.rng.choices([act for act, _ in acts], [weight for _, weight in acts])[0]
            try:
                act()
            except AWAY:
                self.saved["unanswered"] += 1
                self.stop.wait(AGAIN_AFTER_S)
            except ControlError:
                self.saved["refused"] += 1

    def _save(self, record_type: str, values: dict[str, Any], **other: str) -> str:
        body = {"type": record_type, "values": values, "context": self.context, **other}
        answer = self.control.call("POST", "/save", body)
        self.saved["edited" if "id" in other else "created"] += 1
        return str(answer["id"])

    def _new_name(self, kind: str) -> str:
        self._number += 1
        return f"{self.name} {kind} {self._number}"

    def _customer(self) -> None:
        values = {"companyName": self._new_name("customer"), "entityStatus": "13", **EXPORTED}
        self.known.customers.append(self._save("customer", values))

    def _project(self) -> None:
        if self.known.customers:
            parent = self.rng.choice(self.known.customers)
            values = {"companyName": self._new_name("project"), "parent": parent, **EXPORTED}
            self.known.projects.append(self._save("job", values))

    def _project_before_its_customer(self) -> None:
        """Save a project to import whose customer is not to be imported, or not yet."""
        parent = self._save("customer", {"companyName": self._new_name("late"), "entityStatus": "13"})
        self.known.unmarked.append(parent)
        values = {"companyName": self._new_name("early"), "parent": parent, **EXPORTED}
        self.known.projects.append(self._save("job", values))

    def _mark_customer(self) -> None:
        if self.known.unmarked:
            internal_id = self.known.unmarked.pop(0)
            self._save("customer", dict(EXPORTED), id=internal_id)
            self.known.customers.append(internal_id)

    def _employee(self) -> None:
        last = self._new_name("employee")
        values = {"firstName": "Chaos", "lastName": last, "email": f"{last.replace(' ', '-')}@demo.example"}
        self.known.employees.append(self._save("employee", {**values, **EXPORTED}))

    def _edit_customer(self) -> None:
        self._edit("customer", self.known.customers, "phone")

    def _edit_employee(self) -> None:
        self._edit("employee", self.known.employees, "phone")

    def _edit_project(self) -> None:
        self._edit("job", self.known.projects, "startDate")

    def _edit(self, record_type: str, ids: list[str], field_name: str) -> None:
        if ids:
            value = f"555 {self.rng.randrange(10**7):07}"
            if field_name == "startDate":
                value = f"2026-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"
            self._save(record_type, {field_name: value}, id=self.rng.choice(ids))


@dataclass
class InlineEditor:
    """A person who edits customers in the list, by the account's own pages."""

    base: str
    ids: list[str]
    pause_s: float
    rng: random.Random
    stop: threading.Event
    saved: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        """Edit until told to stop; sign in again whenever the account was away."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        while not self.stop.is_set():
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError, PageError):
                async with await Person.sign_in(
                    self.base, NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD
                ) as person:
                    await self._edit(person)
            await asyncio.sleep(AGAIN_AFTER_S)

    async def _edit(self, person: Person) -> None:
        while not self.stop.is_set():
            await asyncio.sleep(self.pause_s)
            if self.ids:
                phone = f"555 {self.rng.randrange(10**7):07}"
                await person.edit_inline("customer", self.rng.choice(self.ids), "phone", phone)
                self.saved["inline"] += 1
