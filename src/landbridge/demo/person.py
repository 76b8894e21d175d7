"""A person at the pages of the local NetSuite account: signs in, fills forms, presses Save."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qs, urlsplit

import aiohttp

from landbridge.demo.forms import read_form
from landbridge.recordtypes.forms import FORMS

SIGN_IN = "/app/login/secure/enterpriselogin.nl"
LISTS = {
    "employee": "/app/common/entity/employeelist.nl",
    "customer": "/app/common/entity/custjoblist.nl",
    "job": "/app/accounting/project/projectlist.nl",
}
CUSTOM_RECORD = "/app/common/custom/custrecordentry.nl"
CUSTOM_RECORDS = "/app/common/custom/custrecordentrylist.nl"
DEPLOYMENTS = "/app/common/scripting/scriptrecordlist.nl"
_LISTED_ID = re.compile(r'href="[^"]*custrecordentry\.nl\?[^"]*\bid=(\d+)')


class PageError(Exception):
    """A page refused what the person did; the text is what the page says."""


@dataclass(slots=True)
class Person:
    """One signed-in browser session. Use :meth:`sign_in` in an ``async with``."""

    name: str
    session: aiohttp.ClientSession

    @classmethod
    async def sign_in(cls, base: str, email: str, password: str) -> Self:
        """Open ``base`` (``http://host:port``) and sign in; ``PageError`` where the page refuses."""
        session = aiohttp.ClientSession(base, cookie_jar=aiohttp.CookieJar(unsafe=True))
        person = cls(name=email, session=session)
        try:
            await person._submit(SIGN_IN, {}, {"email": email, "password": password})
        except BaseException:
            await session.close()
            raise
        return person

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.session.close()

    async def create(self, record_type: str, values: dict[str, str], **query: str) -> str:
        """Fill the form of a new record and save it; return its internal id. Custom records are named by their script id."""
        if record_type.startswith("customrecord"):
            return await self._save(CUSTOM_RECORD, {"rectype": record_type}, values)
        return await self._save(FORMS[record_type], query, values)

    async def edit(self, record_type: str, internal_id: str, values: dict[str, str]) -> str:
        """Open the record's form, change ``values`` (by SuiteScript field id) and save."""
        return await self._save(FORMS[record_type], {"id": internal_id, "e": "T"}, values)

    async def make(self, record_type: str, internal_id: str, made: str) -> str:
        """Press the button of a transaction that makes another one of it (Credit, Accept Payment, Make Payment); return the new one's id."""
        landed = await self._submit(FORMS[record_type], {"id": internal_id}, {"transform": made})
        if urlsplit(landed).path != FORMS[made]:
            errors = read_form(await self._open(landed, {})).errors
            raise PageError(f"{record_type} {internal_id}: no {made} was made: {'; '.join(errors)}")
        return _id_in(landed)

    async def deploy(self, script: str, deployments: Sequence[str]) -> None:
        """Tick Deployed in the list of a script's deployments."""
        ticked = {f"isdeployed_{one}": "T" for one in deployments}
        await self._submit(DEPLOYMENTS, {"script": script}, ticked)

    async def only_custom_record(self, rectype: str) -> str:
        """Return the internal id of the one record of a custom type; ``PageError`` where the list has none or several."""
        listed = set(_LISTED_ID.findall(await self._open(CUSTOM_RECORDS, {"rectype": rectype})))
        if len(listed) != 1:
            raise PageError(f"the list of {rectype} has {len(listed)} records, not one")
        return str(listed.pop())

    async def edit_custom_record(self, rectype: str, internal_id: str, values: dict[str, str]) -> str:
        """Open one custom record's form, change ``values`` and save."""
        return await self._save(CUSTOM_RECORD, {"rectype": rectype, "id": internal_id, "e": "T"}, values)

    async def edit_inline(self, record_type: str, internal_id: str, field: str, value: str) -> None:
        """Change one field in the list, as inline editing does."""
        page = await self._open(LISTS[record_type], {})
        data = {
            "_csrf": read_form(page).fields["_csrf"],
            "id": internal_id,
            "field": field,
            "value": value,
        }
        async with self.session.post(LISTS[record_type], data=data) as answer:
            body = await answer.json()
        if not body.get("ok"):
            raise PageError(f"{record_type} {internal_id}, field {field}: {body.get('message')}")

    async def _save(self, path: str, query: dict[str, str], values: dict[str, str]) -> str:
        return _id_in(await self._submit(path, query, values))

    async def _open(self, path: str, query: dict[str, str]) -> str:
        async with self.session.get(path, params=query) as answer:
            page = await answer.text()
            if answer.status >= 400:
                raise PageError(f"{path} answered {answer.status}: {' '.join(read_form(page).errors)}")
            return page

    async def _submit(self, path: str, query: dict[str, str], values: dict[str, str]) -> str:
        form = read_form(await self._open(path, query))
        data = {**form.fields, **values}
        async with self.session.post(path, params=query, data=data, allow_redirects=False) as answer:
            if answer.status == 303:
                return answer.headers["Location"]
            errors = read_form(await answer.text()).errors
            raise PageError(f"{path} answered {answer.status}: {'; '.join(errors) or 'no reason given'}")


def _id_in(landed: str) -> str:
    found = parse_qs(urlsplit(landed).query).get("id")
    if not found:
        raise PageError(f"saved, but the next page names no record: {landed}")
    return found[0]
