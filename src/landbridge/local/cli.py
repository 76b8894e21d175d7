"""``landbridge local ...``: serving an account, and what one needs to know to use it."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from landbridge.local.seeds.secrets import PASSWORD, SecretError, TokenSecrets
from landbridge.local.settings import AccountSettings, SettingsError

app = App(name="local", help="A NetSuite account that runs on your machine.")
app.command(
    "landbridge.local.control.cli:app", name="control", help="Ask the control plane of a running account."
)

EXIT_USAGE = 2
"""Exit code of a command that was given something it cannot use."""


def _fail(message: str) -> None:
    sys.stderr.write(f"landbridge local: {message}\n")
    raise SystemExit(EXIT_USAGE)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


SHARED_OPTIONS = frozenset({"accounts", "http", "tls"})
"""Options of `serve` that have a meaning beside `--accounts`."""


def _alone_or_together(serving: Callable[..., None]) -> Callable[..., None]:
    """Refuse options of a single account that are given beside ``--accounts``."""

    @functools.wraps(serving)
    def checked(**given: Any) -> None:
        if given.get("accounts") is not None and (beside := given.keys() - SHARED_OPTIONS):
            options = ", ".join(f"--{name.replace('_', '-')}" for name in sorted(beside))
            _fail(f"{options}: with --accounts this belongs in the file, to the account that it is meant for")
        serving(**given)

    return checked


@app.command
@_alone_or_together
def serve(
    *,
    accounts: Path | None = None,
    account: str = "1234567_SB1",
    http: str = "127.0.0.1:0",
    tls: str = "127.0.0.1:0",
    control: str = "127.0.0.1:0",
    data: Path | None = None,
    seed: str = "demo",
    suiteapp: Path | None = None,
    bundles: Path | None = None,
    company_name: str = "Demo Company",
    time_zone: str = "America/Los_Angeles",
    date_format: str = "M/D/YYYY",
    time_format: str = "h:mm a",
    release: str = "2025.2",
    tier: str = "standard",
    licences: int = 0,
    wsdl_dir: Path | None = None,
    https_transfer_timeout: Annotated[float, Parameter(name="--https-transfer-timeout")] = 45.0,
    consumer_key: str | None = None,
    consumer_secret: str | None = None,
    token_id: str | None = None,
    token_secret: str | None = None,
    consumer_key_file: Path | None = None,
    consumer_secret_file: Path | None = None,
    token_id_file: Path | None = None,
    token_secret_file: Path | None = None,
) -> None:
    """Serve an account until Ctrl-C, or several that a file names.

    Prints `control URL`, `ca PATH` and last `ready HTTP-URL HTTPS-URL`. With `--accounts`: `account ID HTTP-URL HTTPS-URL CONTROL-URL`
    for each, `ca PATH`, and last `ready HTTP-URL HTTPS-URL` of the two addresses that lead to every account by its host names.

    Parameters
    ----------
    accounts
        YAML file with several accounts, each with options of its own; beside it only --http and --tls, which they share.
    account
        Account id, for example 1234567 or 1234567_SB1.
    http
        HOST:PORT of the account over HTTP; port 0 takes a free one.
    tls
        HOST:PORT of the account over TLS, for every NetSuite host name.
    control
        HOST:PORT of the control plane; loopback only.
    data
        Folder that keeps the account; without it everything is gone at the end.
    seed
        What a new account begins with: demo, empty, large, or a YAML file.
    suiteapp
        SDF project to install instead of Landbridge's own.
    bundles
        Folder of the bundles that can be installed, instead of Landbridge's own.
    company_name
        Name of the company.
    time_zone
        The account's time zone.
    date_format
        The account's date format, for example D-Mon-YYYY.
    time_format
        The account's time format: h:mm a or H:mm.
    release
        The NetSuite release that it answers as; decides the SOAP endpoints.
    tier
        Service tier: standard, premium, enterprise, ultimate, or an older name (shared, tier3 to tier0).
    licences
        SuiteCloud Plus licences, each of which adds ten concurrent requests.
    wsdl_dir
        Folder with genuine WSDL files to serve instead of ours.
    https_transfer_timeout
        Seconds that a script's HTTPS call may take once connected.
    consumer_key
        Consumer key of the demo integration (or LANDBRIDGE_LOCAL_CONSUMER_KEY).
    consumer_secret
        Consumer secret (or LANDBRIDGE_LOCAL_CONSUMER_SECRET).
    token_id
        Token id (or LANDBRIDGE_LOCAL_TOKEN_ID).
    token_secret
        Token secret (or LANDBRIDGE_LOCAL_TOKEN_SECRET).
    consumer_key_file
        File with the consumer key.
    consumer_secret_file
        File with the consumer secret.
    token_id_file
        File with the token id.
    token_secret_file
        File with the token secret.
    """
    from landbridge.local.accounts.plan import AccountPlan  # noqa: PLC0415 - the servers are loaded for this verb only
    from landbridge.local.accounts.planfile import read  # noqa: PLC0415 - as above
    from landbridge.local.addresses import Address, ListenError  # noqa: PLC0415 - as above
    from landbridge.local.running import StartFailure, run  # noqa: PLC0415 - as above
    from landbridge.local.seeds.errors import SeedError  # noqa: PLC0415 - as above
    from landbridge.local.server import Listening, Shared  # noqa: PLC0415 - as above

    try:
        if accounts is not None:
            shared = Shared(Address.parse(http), Address.parse(tls))
            run(read(accounts, shared), shared)
            return
        settings = AccountSettings(
            account_id=account,
            company_name=company_name,
            time_zone=time_zone,
            date_format=date_format,
            time_format=time_format,
            release=release,
            tier=tier,
            licences=licences,
            https_transfer_timeout=https_transfer_timeout,
            wsdl_folder=wsdl_dir.resolve() if wsdl_dir else None,
        )
        secrets = TokenSecrets.from_environment(
            {
                "consumer_key": consumer_key,
                "consumer_secret": consumer_secret,
                "token_id": token_id,
                "token_secret": token_secret,
            },
            {
                "consumer_key": consumer_key_file,
                "consumer_secret": consumer_secret_file,
                "token_id": token_id_file,
                "token_secret": token_secret_file,
            },
        )
        plan = AccountPlan(
            settings,
            Listening(*map(Address.parse, (http, tls, control))),
            data=data.resolve() if data else None,
            seed=seed,
            suiteapp=suiteapp,
            bundles=bundles,
            secrets=secrets,
        )
        run([plan])
    except (SettingsError, SecretError, SeedError, ListenError, StartFailure) as error:
        _fail(str(error))


@app.command
def ca() -> None:
    """Print the file of the certificate authority that all your local accounts share; make it if need be."""
    from landbridge.local.tls.authority import Authority  # noqa: PLC0415 - loaded for this verb only
    from landbridge.local.tls.folders import state_folder  # noqa: PLC0415 - as above

    folder = state_folder()
    try:
        _say(str(Authority(folder).ca_file))
    except OSError as error:
        _fail(f"the authority cannot be kept in {folder}: {error.strerror}")


@app.command
def proxy(*, listen: str = "127.0.0.1:0", tls: list[str]) -> None:
    """Send NetSuite's host names to local accounts until Ctrl-C; every other host is refused.

    For clients that take an HTTPS proxy: set it to the address printed as `ready http://HOST:PORT`.

    Parameters
    ----------
    listen
        HOST:PORT to listen on; port 0 takes a free one.
    tls
        HOST:PORT of an account's TLS. Several accounts: ACCOUNT=HOST:PORT for each.
    """
    from landbridge.local.addresses import ListenError  # noqa: PLC0415 - loaded for this verb only
    from landbridge.local.proxy import Targets, run  # noqa: PLC0415 - as above

    try:
        run(listen, Targets.parse(tls))
    except ListenError as error:
        _fail(str(error))


@app.command
def users(*, json_: Annotated[bool, Parameter(name="--json", negative="")] = False) -> None:
    """List the demo users with their roles and how to sign in.

    Parameters
    ----------
    json_
        Print one line of JSON.
    """
    from landbridge.local.seeds.demo import (  # noqa: PLC0415 - loaded for this verb only
        INTEGRATION_ROLE,
        INTEGRATION_ROLE_NAME,
        PEOPLE,
        ROLES,
    )

    names = {script_id: name for script_id, (name, _) in ROLES.items()}
    names |= {"administrator": "Administrator", INTEGRATION_ROLE: INTEGRATION_ROLE_NAME}
    rows = [
        {"email": email, "name": f"{first} {last}", "role": names.get(role, role), "password": PASSWORD}
        for email, first, last, role in PEOPLE
    ]
    if json_:
        _say(json.dumps(rows))
        return
    for row in rows:
        _say(f"{row['email']:28} {row['role']:32} password {row['password']}")
