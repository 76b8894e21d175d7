"""A local account in this process whose clock is the test's, its RESTlets called as the integration's token."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from landbridge.local.access.model import Context, Level, Session
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.opening import opened_account
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.settings import AccountSettings
from landbridge.netsuite.errors import PermissionMissing
from landbridge.service.suiteapp.inspection import Inspection
from landbridge.service.suiteapp.restlets import SETUP
from tests.component.service_realtime.signing import ACCOUNT

SCRIPT_ID = "custcertificate_oa_realtime"


@dataclass
class NetSuite:
    """The account. ``uploaded`` is called after each upload, before the service learns of it; ``calls`` are the methods so far.

    ``inspection`` is what the setup RESTlet answers where a test says so, else it runs.
    """

    account: Account
    session: Session
    calls: list[str]
    uploaded: Callable[[], object] = lambda: None
    inspection: Inspection | None = None

    def call(self, method: str, *, script: str, deploy: str, body: object = None) -> Any:
        """Run a RESTlet in the token's role. Raises ``PermissionMissing`` where the role may not call it."""
        if self.inspection is not None and script == SETUP.script:
            return msgspec.json.decode(msgspec.json.encode(self.inspection))
        self.calls.append(method)
        scripting = self.account.scripting
        assert isinstance(scripting, Scripting)
        found, deployment = scripting.registry.restlet(script, deploy)
        argument = {"kind": "object", "text": json.dumps(body or {})}
        request = {"kind": "restlet", "entry": method.lower(), "body": argument}
        answer = json.loads(scripting.execute(found, deployment, self.session, request)["value"]["text"])
        if method == "POST":
            self.uploaded()
        return answer

    def key(self) -> RSAPrivateKey:
        """The key that NetSuite signs notices with now."""
        found = self.account.certificates.signer_key(SCRIPT_ID)
        assert isinstance(found, RSAPrivateKey)
        return found

    def name(self) -> str:
        """The certificate's name in NetSuite's list, empty where there is none."""
        return next((one.name for one in self.account.certificates.listing()), "")

    def take_rights(self) -> None:
        """Let the token's role read certificates, and no longer change them."""
        rights = {"LIST_CERTIFICATES": Level.FULL, "LIST_FILECABINET": Level.FULL}
        role = self.account.access.define_role("customrole_reading", "Reading", rights)
        self.session = Session(self.session.user_id, role.id, Context.RESTLET)

    def give_rights(self, session: Session) -> None:
        """Give them back."""
        self.session = session


class Locked(NetSuite):
    """An account whose RESTlets the role may not call."""

    def call(self, method: str, *, script: str, deploy: str, body: object = None) -> Any:
        raise PermissionMissing("You do not have permission to access this page.")


@contextmanager
def netsuite(clock: Callable[[], datetime]) -> Iterator[NetSuite]:
    """Open the account with the SuiteApp installed; its clock is ``clock``."""
    settings = AccountSettings(account_id=ACCOUNT)
    with opened_account(settings, suiteapp=suiteapp_folder(), clock=Clock(clock)) as account:
        (token,) = account.access.tokens()
        yield NetSuite(account, Session(token.user_id, token.role_id, Context.RESTLET), [])
