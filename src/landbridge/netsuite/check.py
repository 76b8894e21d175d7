"""Test Connection: line by line, what works, what does not, and what to do about it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol as Interface

from landbridge.netsuite.checks import opening, suiteapp
from landbridge.netsuite.checks.host import SUBJECT as HOST
from landbridge.netsuite.checks.host import host_line, unreachable
from landbridge.netsuite.checks.limits import SUBJECT as LIMITS
from landbridge.netsuite.checks.lines import CheckLine, CheckState, Subject, answer_of
from landbridge.netsuite.checks.permissions import Need
from landbridge.netsuite.checks.rest import RestSide
from landbridge.netsuite.checks.soap import SoapSide
from landbridge.netsuite.checks.suiteapp import RestletAddress
from landbridge.netsuite.client import Client
from landbridge.netsuite.errors import NetSuiteError
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.soap.kinds import readable

__all__ = ["CheckLine", "CheckState", "RestletAddress", "check_connection"]


async def check_connection(
    client: Client,
    record_types: Sequence[str],
    restlet: RestletAddress | None = None,
    *,
    concurrency: int | None = None,
) -> list[CheckLine]:
    """Test an open client by its protocol: host, version, sign-in, clock, each permission of the role that reading ``record_types`` needs,
    the SuiteApp behind ``restlet``, and NetSuite's limits against a wish for ``concurrency`` requests at once.

    Reads only, and never raises a :class:`NetSuiteError`: each becomes a line. A credential that is refused is tried once. Lines that do
    not depend on one another are found out in parallel, as far as the client's budget allows. ``ValueError`` for a record type that is
    neither described nor a custom one (``customrecord_x``), before anything is sent.
    """
    for name in record_types:
        readable(name)
    side: Side = RestSide(client) if client.options.protocol is Protocol.REST else SoapSide(client)
    return await _Test(client, side, record_types, restlet, concurrency).run()


class Side(Interface):
    """What a protocol does its own way. None of it raises a NetSuiteError."""

    @property
    def service(self) -> Need:
        """The permission that opens the protocol."""
        ...

    async def greet(self) -> NetSuiteError | None:
        """Send one request that needs credentials and the protocol's permission and nothing else; answer how it was refused."""
        ...

    def subjects(self, record_types: Sequence[str]) -> list[Subject]:
        """What ``permissions`` answers lines about, in order."""
        ...

    async def permissions(self, record_types: Sequence[str]) -> list[CheckLine]:
        """A line for each further permission that reading the types needs."""
        ...

    async def limits(self, wish: int | None) -> CheckLine:
        """The line about limits."""
        ...


@dataclass(frozen=True, slots=True)
class _Test:
    """One test: first what everything else depends on, then the rest in parallel."""

    client: Client
    side: Side
    types: Sequence[str]
    restlet: RestletAddress | None
    concurrency: int | None

    async def run(self) -> list[CheckLine]:
        """Return the lines in their order; what was not tried is skipped."""
        found = await self._tried()
        subjects = [
            HOST,
            opening.version_subject(self.client),
            opening.sign_in_subject(self.client),
            opening.CLOCK,
            self.side.service.subject,
            *self.side.subjects(self.types),
            *([] if self.restlet is None else suiteapp.SUBJECTS),
            LIMITS,
        ]
        known = {line.key: line for line in found}
        optional = {one.key for one in suiteapp.OPTIONAL}
        return [
            known.get(one.key, one.skipped())
            for one in subjects
            if one.key in known or one.key not in optional
        ]

    async def _tried(self) -> list[CheckLine]:
        host = await host_line(self.client)
        if _failed(host):
            return [host]
        refusal = await self.side.greet()
        if lost := unreachable(refusal):
            return [lost]
        opened = [host, opening.version_line(self.client, refusal)]
        if not _failed(opened[-1]):
            opened.append(opening.sign_in_line(self.client, refusal))
        if _failed(opened[-1]):
            return opened
        opened.append(self.side.service.line(refusal))
        if _failed(opened[-1]):  # RESTlets are reached all the same
            return [*opened, *await self._suiteapp()]
        reading, permissions, installed, limits = await asyncio.gather(
            answer_of(self.client.clock.measure()),
            self.side.permissions(self.types),
            self._suiteapp(),
            self.side.limits(self.concurrency),
        )
        return [*opened, opening.clock_line(reading), *permissions, *installed, limits]

    async def _suiteapp(self) -> list[CheckLine]:
        return [] if self.restlet is None else await suiteapp.suiteapp_lines(self.client, self.restlet)


def _failed(line: CheckLine) -> bool:
    return line.state is CheckState.FAILED
