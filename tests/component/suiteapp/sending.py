"""One account in this process with everything deployed, and a service that takes its notices: what a save sends."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from landbridge.local.access.model import ADMINISTRATOR, Context, Session
from landbridge.local.account import Account
from landbridge.local.opening import opened_account
from landbridge.local.outbox import Mail
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import Deployment, DeploymentStatus, LogEntry, Script
from landbridge.local.settings import AccountSettings
from landbridge.suiteapp import suiteapp_folder
from tests.keyfiles import packed

from .service import QUEUED, Service, served_service

TRIGGER = "customscript_oa_send_to_spp_2"
SETTINGS = "customrecord_oa_srp_integration_settings"
CERTIFICATE = "custcertificate_oa_realtime"
ROLE = "customrole_oa_integration"
FLAG = "custentity_oa_export_to_openair"
PASSWORD = "of-the-key-file"
SETUP = ("customscript_landbridge_setup", "customdeploy_landbridge_setup")
ADMIN, ANNA, INTEGRATION = "1", "2", "4"
MARKED = ("employee", "customer", "job")


@dataclass
class Sending:
    """Saves records of `account` and tells which notices `service` got."""

    account: Account
    service: Service
    _earlier_mails: int = 0
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def scripting(self) -> Scripting:
        scripting = self.account.scripting
        assert isinstance(scripting, Scripting)
        return scripting

    def start_anew(self) -> None:
        """Forget what was; the settings say yes to everything but the boxes."""
        self.forget()
        self.service.answer = (202, QUEUED)
        self.configure(
            custrecord_landbridge_url=self.service.url,
            custrecord_landbridge_account=self.account.settings.account_id,
            custrecord_landbridge_record_types=None,
            custrecord_oa_url=None,
            custrecord_oa_db_id="5501",
            custrecord_oa_realtime_enable=True,
            custrecord_oa_realtime_email="errors@example.com",
            custrecord_oa_realtime_sso_record=None,
            custrecord_oa_realtime_include_lead=False,
            custrecord_oa_realtime_include_prospect=False,
            **{
                f"custrecord_oa_realtime_{way}_{record}": False
                for way in ("soap", "restlet")
                for record in ("customer", "project", "user")
            },
        )

    def forget(self) -> None:
        """Forget what was sent, mailed, logged and counted."""
        self.service.notices.clear()
        self.service.visits.clear()
        self.scripting.reload()
        self._earlier_mails = len(self.account.outbox.messages())

    def configure(self, *, checked: bool = True, **values: Any) -> None:
        """Change fields of the one settings record; `checked`: by the SuiteApp's own script too."""
        (id_,) = self.account.records.search(SETTINGS, [])
        session = replace(self.account.access.system_session(), fires_user_events=checked)
        self.account.records.save(session, SETTINGS, values, id=id_)

    def keep(self, **record_types: dict[str, Any]) -> None:
        """What the service keeps about record types, in the settings record."""
        self.configure(custrecord_landbridge_record_types=json.dumps(record_types))

    def session(self, context: Context = Context.USERINTERFACE, user: str = ADMIN) -> Session:
        """The administrator; another user is in the first of his roles."""
        role = next(one for one in self.account.access.users() if one.id == user).role_ids[0]
        return Session(user, role if user != ADMIN else ADMINISTRATOR, context)

    def create(self, type_: str = "customer", session: Session | None = None, **values: Any) -> str:
        """Save a new record, marked for export unless told otherwise; return its id."""
        if type_ in MARKED:
            name = f"Acme {next(self._numbers)}"
            named = {"firstName": "A", "lastName": name} if type_ == "employee" else {"companyName": name}
            values = {**named, FLAG: True, **values}
        result = self.account.records.save(session or self.session(), type_, values)
        assert result.after_submit_error is None
        return result.record.id

    def edit(
        self, type_: str, id_: str, event: str = "edit", session: Session | None = None, **values: Any
    ) -> None:
        """Change a record in the form, or inline with event `xedit`."""
        result = self.account.records.save(session or self.session(), type_, values, id=id_, event=event)
        assert result.after_submit_error is None

    def sent(self) -> list[tuple[str, str, str]]:
        """Return record type, internal id and event of each notice since the last look."""
        found = [_claims(body) for _, _, body in self.service.notices]
        self.service.notices.clear()
        return [(one["record_type"], one["internal_id"], one["event"]) for one in found]

    def restlet(self, method: str, body: Any = None, user: str = INTEGRATION, role: str = "") -> Any:
        """Call the setup RESTlet, in the user's first role or another, and return its answer."""
        script, deployment = self.scripting.registry.restlet(*SETUP)
        request = {
            "kind": "restlet",
            "entry": method,
            "body": {"kind": "object", "text": json.dumps(body or {})},
        }
        session = self.session(Context.RESTLET, user)
        session = replace(session, role_id=role or session.role_id)
        result = self.scripting.execute(script, deployment, session, request)
        return json.loads(result["value"]["text"])

    def mails(self) -> list[Mail]:
        """Return the mails since the start."""
        return self.account.outbox.messages()[self._earlier_mails :]

    def log(self, level: str) -> list[LogEntry]:
        """Return what the scripts wrote at a level, newest first."""
        return [entry for entry in self.scripting.log(100) if entry.level == level]


def _claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


@contextmanager
def opened_sending(
    folder: Path, settings: AccountSettings | None = None, *, bundles: Mapping[str, str] | None = None
) -> Iterator[Sending]:
    """Open an account with all deployments of the trigger, and serve the service.

    The SDF project is installed, and a certificate made; with `bundles`, id to version, those are in its place.
    """
    chosen = settings or AccountSettings()
    project, seed = (suiteapp_folder(), "demo") if bundles is None else (None, "empty")
    with (
        opened_account(chosen, suiteapp=project, seed=seed) as account,
        served_service(account, folder) as service,
    ):
        sending = Sending(account, service)
        for bundle, version in (bundles or {}).items():
            account.bundles.install(bundle, version)
        if bundles is None:
            make_certificate(account)
        # The project's deployments say in which role and for whom; an administrator sets that on a bundle's.
        audience: dict[str, Any] = {} if bundles is None else {"all_roles": True, "run_as_role": ROLE}
        for deployment in sending.scripting.deployments():
            if deployment.script == TRIGGER:
                sending.scripting.set_deployment(
                    deployment.script_id, is_deployed=True, log_level="DEBUG", **audience
                )
        yield sending


def deploy(sending: Sending, kind: str, source: str, name: str, record_type: str = "") -> str:
    """Install a script of somebody else and return its deployment's id."""
    session = sending.account.access.system_session()
    file = sending.account.files.save(session, "/SuiteScripts/others", f"{name}.js", source.encode())
    deployment = Deployment(
        script_id=f"customdeploy_{name}",
        script=f"customscript_{name}",
        number=0,
        record_type=record_type,
        status=DeploymentStatus.RELEASED,
        all_roles=True,
    )
    script = Script(f"customscript_{name}", 0, kind, name, file.path, owner="1")
    sending.scripting.registry.define(script, [deployment])
    return deployment.script_id


def make_certificate(account: Account) -> None:
    """Upload a key by hand."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    system = account.access.system_session()
    file = account.files.save(system, "/SuiteScripts", "key.p12", packed(key, PASSWORD.encode()))
    account.certificates.create(system, CERTIFICATE, "Real time", file, PASSWORD)
