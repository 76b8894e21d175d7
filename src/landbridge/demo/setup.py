"""Setting the service up: the steps of an administrator, by the commands and pages that an administrator uses."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass
from typing import Protocol as Interface
from urllib.parse import urlsplit

from landbridge.demo.commands import run_command
from landbridge.demo.control import Control
from landbridge.demo.credentials import INTEGRATION_USER, credentials
from landbridge.demo.person import Person
from landbridge.netsuite.protocols import Protocol
from landbridge.recordtypes.integrated import INTEGRATED

SPP_DATABASE_ID = "4711"
SETTINGS_TYPE = "customrecord_oa_srp_integration_settings"
NETSUITE_ADMINISTRATOR = "admin@demo.example"
NETSUITE_PASSWORD = "landbridge"  # noqa: S105 - the documented password of the seed's users
SERVICE_ADMINISTRATOR = "admin@landbridge.example"

FIRST_THREE = ("employees", "customers", "projects")
PURCHASE_ORDERS, VENDOR_BILLS = "purchase_orders", "vendor_bills"
"""Only one of them can be active."""

NOT_STANDARD = (
    "products",
    "credit_memos",
    "payments",
    "reimbursements",
    "vendor_credits",
    "vendor_users",
    "expense_bills",
    PURCHASE_ORDERS,
    VENDOR_BILLS,
)
"""Workflows that an administrator allows first."""

DEPLOYED = frozenset({"employee", "customer", "lead", "prospect", "job"})
LEFT_TO_DEPLOY = tuple(one.deployment for one in INTEGRATED.values() if one.deployment not in DEPLOYED)
"""Record types that the trigger is not deployed on from the start, as the script ids of its deployments end."""


class Installation(Interface):
    """What is set up: a local account and the service, however they run."""

    addresses: dict[str, str]
    token: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """What attaches a command to the service."""

    @property
    def control(self) -> Control:
        """The control plane of the local account."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to sign in to Landbridge."""

    email: str
    password: str


async def set_up(
    stack: Installation,
    *,
    real_time: bool = True,
    protocol: Protocol = Protocol.SOAP,
    everything: bool = False,
) -> SignIn:
    """Make the service of ``stack`` import from its local account; return how to sign in to the service.

    The steps: an administrator of the service; the connection, tested, by SOAP with an access token or by SuiteQL and REST with OAuth 2.0;
    the settings record in NetSuite; the workflows, employees, customers and projects or ``everything`` but vendor bills, for which the trigger is deployed on every record type; the
    certificate; the order of scripts confirmed; real time on; with ``everything`` a first run. Raises ``CommandFailedError``, ``ControlError`` or
    ``PageError`` with what refused.
    """
    sign_in = SignIn(SERVICE_ADMINISTRATOR, secrets.token_urlsafe(12))
    await asyncio.gather(asyncio.to_thread(_add_administrator, stack, sign_in), fill_settings_record(stack))
    if everything:
        await _deploy_trigger(stack)
    await asyncio.to_thread(_add_connection, stack, protocol)
    await asyncio.to_thread(activate_everything if everything else _activate_first_three, stack)
    first_run = [asyncio.to_thread(_import_all, stack)] if everything else []
    switching_on = [asyncio.to_thread(_switch_real_time_on, stack)] if real_time else []
    await asyncio.gather(*first_run, *switching_on)
    return sign_in


def activate_everything(stack: Installation) -> None:
    """Allow what is not allowed from the start; switch every workflow on but vendor bills, which purchase orders exclude."""
    run_command("workflows", "allow", *NOT_STANDARD, environment=stack.environment)
    run_command("workflows", "activate", "--real-time", environment=stack.environment)


def import_bills_instead(stack: Installation) -> None:
    """Import vendor bills in the place of purchase orders, live for real time."""
    run_command("workflows", "deactivate", PURCHASE_ORDERS, environment=stack.environment)
    run_command("workflows", "activate", VENDOR_BILLS, "--real-time", environment=stack.environment)


async def fill_settings_record(stack: Installation, **other: str) -> None:
    """Enter the service's address and the accounts in "SuiteProjects Pro: Integration Settings", as its page asks."""
    account = stack.control.call("GET", "/status")["account"]
    values = {
        "custrecord_oa_url": f"https://{SPP_DATABASE_ID}.app.netsuitesuiteprojectspro.com",
        "custrecord_oa_db_id": SPP_DATABASE_ID,
        "custrecord_oa_realtime_enable": "T",
        "custrecord_oa_realtime_email": INTEGRATION_USER,
        "custrecord_oa_realtime_include_lead": "T",
        "custrecord_oa_realtime_include_prospect": "T",
        "custrecord_landbridge_url": stack.addresses["notices"].replace("127.0.0.1", "localhost"),
        "custrecord_landbridge_account": account,
        **other,
    }
    person = await Person.sign_in(stack.addresses["netsuite"], NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD)
    async with person:
        await person.edit_custom_record(SETTINGS_TYPE, await person.only_custom_record(SETTINGS_TYPE), values)


def _add_administrator(stack: Installation, sign_in: SignIn) -> None:
    run_command(
        *("user", "add", sign_in.email, "--role", "administrator", "--name", "Ada Admin", "--password-stdin"),
        environment=stack.environment,
        stdin=sign_in.password + "\n",
    )


def _add_connection(stack: Installation, protocol: Protocol) -> None:
    status = stack.control.call("GET", "/status")
    entered = {
        "name": "Demo",
        "netsuite_account": status["account"],
        "spp_database_id": SPP_DATABASE_ID,
        "connect_to": urlsplit(stack.addresses["netsuite_tls"]).netloc,
        "ca_file": stack.addresses["ca"],
        **credentials(stack.control, stack.token, protocol),
    }
    run_command("connection", "add", "--file", "-", environment=stack.environment, stdin=json.dumps(entered))


async def _deploy_trigger(stack: Installation) -> None:
    """Tick Deployed for what the SuiteApp leaves to the administrator: the trigger, and what shows its answers."""
    scripts = {"customscript_oa_send_to_spp_2": "send", "customscript_oa_show_answer": "show"}
    person = await Person.sign_in(stack.addresses["netsuite"], NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD)
    async with person:
        for script, verb in scripts.items():
            await person.deploy(script, [f"customdeploy_oa_{verb}_{name}" for name in LEFT_TO_DEPLOY])


def _activate_first_three(stack: Installation) -> None:
    run_command("workflow", "activate", *FIRST_THREE, "--real-time", environment=stack.environment)


def _import_all(stack: Installation) -> None:
    run_command("run", "--wait", environment=stack.environment)


def _switch_real_time_on(stack: Installation) -> None:
    run_command("certificate", "rotate", environment=stack.environment)
    run_command("realtime", "confirm-order", "--by", SERVICE_ADMINISTRATOR, environment=stack.environment)
    run_command("realtime", "enable", environment=stack.environment)
