"""`landbridge integration`: the publisher's integration record in other NetSuite accounts.

The password comes from a prompt, a file that only you can read, or the environment; never from an argument.
"""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass, field
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from landbridge.service.cli.attach import READ_HERE, Reading, attach
from landbridge.service.cli.connectionfile import VARIABLE, read_private
from landbridge.service.cli.exits import CommandError, Exit, complain, verb
from landbridge.service.cli.output import json_line, line

if TYPE_CHECKING:
    from landbridge.netsuite import Client, ClientOptions
    from landbridge.netsuite.installation import Installation

app = App(name="integration", help="The publisher's integration record in other NetSuite accounts.")

PASSWORD = VARIABLE + "PASSWORD"
APPLICATION_ID = "LANDBRIDGE_PUBLISHER_APPLICATION_ID"


@Parameter(name="*")
@dataclass(frozen=True)
class Way:
    """How the account is reached: as a connection's options of the same names."""

    connect_to: Annotated[
        str | None, Parameter(help="host:port that stands for every NetSuite host (a local account).")
    ] = None
    ca_file: Annotated[str | None, Parameter(help="PEM file of one more authority to trust.")] = None
    proxy: Annotated[
        str | None,
        Parameter(
            help=f"Proxy such as http://proxy.example.com:3128; its user and password come from {VARIABLE}PROXY_USER and "
            f"{VARIABLE}PROXY_PASSWORD."
        ),
    ] = None


STRAIGHT = Way()


@dataclass(frozen=True, slots=True)
class _Person:
    email: str
    password: str = field(repr=False)
    role: str


@app.command
@verb
def install(
    *,
    into: Annotated[
        str, Parameter(help="Id of the account that is to have the record, such as 1234567_SB1.")
    ],
    email: Annotated[str, Parameter(help="E-mail address of any user with access to that account.")],
    password_file: Annotated[
        Path | None,
        Parameter(help=f"File with the password; without it {PASSWORD} or a prompt."),
    ] = None,
    role: Annotated[
        str, Parameter(help="Internal id of the role to sign in with; the user's default without it.")
    ] = "",
    application_id: Annotated[
        str,
        Parameter(
            env_var=APPLICATION_ID,
            help="Application id of the record; that of the publisher's record without it.",
        ),
    ] = "",
    endpoint: Annotated[
        str, Parameter(help="Endpoint version; passwords are taken up to 2020_1.")
    ] = "2020_1",
    way: Way = STRAIGHT,
    options: Reading = READ_HERE,
) -> int:
    """Install an integration record in another account: one SOAP request with e-mail, password and application id.

    Where the account's preference Require Approval is on, an administrator there has to set the record to Enabled afterwards.
    """
    identity = application_id or _publishers_application_id(options)
    client = _client(into, endpoint, _Person(email, _password(password_file, email), role), identity, way)
    found = asyncio.run(_sent(client))
    _show(found, client.account.value, as_json=options.json)
    return Exit.OK if found.is_enabled else Exit.FAILED


def _publishers_application_id(options: Reading) -> str:
    attach(options)
    from landbridge.service.connections.publisher import publisher_record  # noqa: PLC0415 - needs Django

    found = publisher_record().application_id
    if not found:
        raise CommandError(
            f"the publisher's record has no application id: give --application-id, or set {APPLICATION_ID}",
            Exit.USAGE,
        )
    return found


def _password(file: Path | None, email: str) -> str:
    if file is not None:
        return read_private(file).removesuffix("\n").removesuffix("\r")
    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    if not sys.stdin.isatty():
        raise CommandError(f"give the password in --password-file or in {PASSWORD}", Exit.USAGE)
    return getpass(f"NetSuite password of {email}: ")


def _client(into: str, endpoint: str, person: _Person, application_id: str, way: Way) -> Client:
    from landbridge.netsuite import AccountId, Client, UserCredentials  # noqa: PLC0415 - slow to load
    from landbridge.netsuite.errors import NetSuiteError  # noqa: PLC0415 - slow to load

    try:
        credentials = UserCredentials(person.email, person.password, application_id, person.role)
        return Client(AccountId.parse(into), credentials, endpoint, _options(way))
    except (ValueError, NetSuiteError) as error:
        raise CommandError(str(error), Exit.USAGE) from error


async def _sent(client: Client) -> Installation:
    from landbridge.netsuite.errors import ConnectionNotMade, NetSuiteError  # noqa: PLC0415 - slow to load
    from landbridge.netsuite.installation import install_integration  # noqa: PLC0415 - slow to load

    try:
        async with client:
            return await install_integration(client)
    except ConnectionNotMade as error:
        raise CommandError(f"{error} {error.advice}", Exit.NOT_REACHABLE) from error
    except NetSuiteError as error:
        raise CommandError(f"{error} {error.advice}") from error


def _options(way: Way) -> ClientOptions:
    from landbridge.netsuite import ClientOptions, Proxy, RetryPolicy  # noqa: PLC0415 - slow to load

    user, password = (os.environ.get(f"{VARIABLE}PROXY_{name}", "") for name in ("USER", "PASSWORD"))
    return ClientOptions(
        connect_to=way.connect_to,
        ca_file=way.ca_file,
        proxy=Proxy(way.proxy, user, password) if way.proxy else None,
        retry=RetryPolicy.off(),
    )


def _show(found: Installation, account: str, *, as_json: bool) -> None:
    if as_json:
        json_line(
            {
                "ok": found.is_enabled,
                "account": account,
                "outcome": found.outcome.value,
                "code": found.code,
                "message": found.message,
                "meanings": found.meanings,
                "next": found.then,
            }
        )
        return
    if not found.is_enabled:
        complain(f"{account} refused the request: {found.message} ({found.code})", Exit.FAILED)
    if len(found.meanings) > 1:
        line("NetSuite does not tell which of these it is:")
    for text in found.meanings:
        line(f"- {text}" if len(found.meanings) > 1 else text)
    line(f"Next: {found.then}")
