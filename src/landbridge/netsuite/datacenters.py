"""The look-up of an account's addresses over REST (help chapter_157011836591)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import msgspec

from landbridge.netsuite.attempts import Answered, Attempts
from landbridge.netsuite.classification import of_http_status
from landbridge.netsuite.endpoints import netsuite_address
from landbridge.netsuite.errors import MalformedReply
from landbridge.netsuite.jsonanswers import decoded_json
from landbridge.netsuite.records import DataCenterUrls
from landbridge.netsuite.transport import HttpRequest

_URL = "https://rest.netsuite.com/rest/datacenterurls?account="


class _Answer(msgspec.Struct):
    rest: str = msgspec.field(name="restDomain")
    webservices: str = msgspec.field(name="webservicesDomain")
    system: str = msgspec.field(name="systemDomain")


@dataclass(frozen=True, slots=True)
class DataCenters:
    """Asks ``rest.netsuite.com``, without authentication."""

    attempts: Attempts
    timeout_s: float

    async def urls(self) -> DataCenterUrls:
        """Where the account lives. ``MalformedReply`` for an answer that names anything but NetSuite's hosts."""
        context = self.attempts.context("datacenterurls")
        url = _URL + quote(self.attempts.sign_in.account.value)
        request = HttpRequest("GET", url, {"Accept": "application/json"}, None, self.timeout_s, context)

        async def attempt(_answered: Answered) -> DataCenterUrls:
            async with self.attempts.transport.send(request) as reply:
                where = reply.place(context)
                if reply.status != 200:
                    raise of_http_status(reply.status, where, retry_after_s=reply.retry_after_s)
                answer = decoded_json(await reply.read(), where, _Answer)
            try:
                return DataCenterUrls(
                    rest=netsuite_address(answer.rest),
                    webservices=netsuite_address(answer.webservices),
                    system=netsuite_address(answer.system),
                )
            except ValueError as error:
                raise MalformedReply(f"NetSuite's answer cannot be used: {error}", context=where) from error

        return await self.attempts.run(context, attempt, writes=False, door=None)
