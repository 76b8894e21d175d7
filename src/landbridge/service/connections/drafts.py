"""A connection as somebody entered it: checked and brought into one spelling, not yet saved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Self

from django.utils import timezone

from landbridge.netsuite import AccountId, ClientOptions
from landbridge.netsuite.choosing import Chosen, CredentialParts, CredentialSet, CredentialsRefused, choose
from landbridge.netsuite.credentials import InvalidCredential
from landbridge.netsuite.endpoints import Endpoint, InvalidUrl
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.proxies import Proxy
from landbridge.netsuite.support import Standing, support_on
from landbridge.netsuite.versions import Version
from landbridge.service.connections.credentials import Secrets, unseal
from landbridge.service.connections.models import (
    DEFAULT_RETRIES,
    MOST_RETRIES,
    NEWEST_VERSION,
    Connection,
)
from landbridge.service.connections.names import PLAIN
from landbridge.service.connections.publisher import PublisherError, PublisherRecord, publisher_record
from landbridge.service.refusal import Refusal

MOST_CONCURRENCY = 100


LONGEST_REASON = 200

_COLUMNS = {column.name: column for column in Connection._meta.concrete_fields}  # noqa: SLF001 - documented by Django
_TEXTS = ("name", "spp_database_id", "url", "connect_to", "ca_file", "proxy")


class DraftError(Refusal):
    """Something entered cannot be right. ``problems`` is by field name, in words; the text calls fields as the pages do.

    No secret is repeated.
    """

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{_label(name)}: {problem}" for name, problem in problems.items()))


@dataclass(frozen=True, slots=True)
class ConnectionDraft:
    """What is needed to reach both accounts. ``repr`` shows nothing of the credentials.

    ``credentials`` is all that was entered, used or not; an empty ``url`` is the default of ``version``.
    """

    name: str
    netsuite_account: str
    spp_database_id: str
    credentials: CredentialParts = field(repr=False)
    protocol: str = Protocol.SOAP
    version: str = NEWEST_VERSION
    url: str = ""
    retries: int = DEFAULT_RETRIES
    max_concurrency: int = 1
    use_publisher_record: bool = False
    connect_to: str = ""
    ca_file: str = ""
    proxy: str = ""
    proxy_user: str = field(default="", repr=False)
    proxy_password: str = field(default="", repr=False)

    @classmethod
    def of(cls, connection: Connection) -> Self:
        """Return the draft of a saved connection. Raises ``CredentialsUnreadableError``."""
        secrets = unseal(
            bytes(connection.credentials), connection.credentials_key, connection.netsuite_account
        )
        return cls(
            credentials=secrets.credentials,
            proxy_user=secrets.proxy_user,
            proxy_password=secrets.proxy_password,
            **{name: getattr(connection, name) for name in PLAIN},
        )

    @property
    def secrets(self) -> Secrets:
        """What is to be sealed."""
        return Secrets(self.credentials, self.proxy_user, self.proxy_password)

    @property
    def usable_credentials(self) -> CredentialParts:
        """The parts as they sign in: the publisher's consumer pair where that is asked for. Raises ``PublisherError``."""
        if not self.use_publisher_record:
            return self.credentials
        return self.credentials_with(publisher_record())

    def credentials_with(self, record: PublisherRecord) -> CredentialParts:
        """The parts with a record's consumer pair in the place of their own.

        The secret is of use beside a token alone: nobody is told that half a token is missing who signs in by a certificate.
        """
        parts = replace(
            self.credentials,
            consumer_key=record.consumer_key,
            consumer_secret="",
            client_id="",
            application_id=record.application_id or self.credentials.application_id,
        )
        by_certificate = self.protocol == Protocol.REST and not parts.lacking(CredentialSet.OAUTH2)
        if by_certificate and not parts.begun(CredentialSet.TOKENS):
            return parts
        return replace(parts, consumer_secret=record.consumer_secret)

    def signed_by(self, record: PublisherRecord) -> Self:
        """Return it with a consumer pair that is not in use yet, to try it out."""
        return replace(self, use_publisher_record=False, credentials=self.credentials_with(record))

    def chosen(self) -> Chosen:
        """Return the credentials that are used. Raises ``PublisherError`` and what ``choose`` raises."""
        return choose(self.usable_credentials, Protocol(self.protocol), Version.parse(self.version))

    def over_rest(self) -> Self:
        """Return it as it reads by SuiteQL, whichever way is in use."""
        return replace(self, protocol=Protocol.REST)

    @property
    def endpoint(self) -> Endpoint:
        """The URL with its version. Raises ``ValueError`` where one is none or they differ."""
        version = Version.parse(self.version)
        return Endpoint.parse(self.url, version) if self.url else Endpoint.default(version)

    @property
    def network_options(self) -> ClientOptions:
        """The client's options for the way to NetSuite. Raises ``ValueError`` for an address that is none."""
        proxy = Proxy(self.proxy, self.proxy_user, self.proxy_password) if self.proxy else None
        return ClientOptions(
            protocol=Protocol(self.protocol),
            url=self.endpoint.url,
            connect_to=self.connect_to or None,
            ca_file=self.ca_file or None,
            proxy=proxy,
        )

    def checked(self, today: date | None = None) -> Self:
        """Return it in NetSuite's own spelling. Raises ``DraftError`` naming every field that cannot be right.

        ``today`` decides which endpoint versions NetSuite has disabled; left out, it is today.
        """
        problems = self._network_problems() | self._plain_problems() | self._text_problems()
        account: AccountId | None = None
        try:
            account = AccountId.parse(self.netsuite_account)
        except ValueError as error:
            problems["netsuite_account"] = str(error)
        if "protocol" not in problems:
            problems |= self._endpoint_problems(account, today or timezone.now().date())
        if not problems:
            problems = self._credential_problems()
        if problems or account is None:
            raise DraftError(problems)
        endpoint = self.endpoint
        return replace(
            self,
            name=self.name.strip(),
            netsuite_account=account.value,
            spp_database_id=self.spp_database_id.strip(),
            version=endpoint.version.value,
            url="" if endpoint == Endpoint.default(endpoint.version) else endpoint.url,
        )

    def _plain_problems(self) -> dict[str, str]:
        problems = {
            name: "must be filled" for name in ("name", "spp_database_id") if not getattr(self, name).strip()
        }
        if self.protocol not in tuple(Protocol):
            problems["protocol"] = "must be rest or soap"
        if not 1 <= self.max_concurrency <= MOST_CONCURRENCY:
            problems["max_concurrency"] = f"must be from 1 to {MOST_CONCURRENCY}"
        if not 0 <= self.retries <= MOST_RETRIES:
            problems["retries"] = f"must be from 0 to {MOST_RETRIES}"
        return problems

    def _text_problems(self) -> dict[str, str]:
        entered = {name: getattr(self, name).strip() for name in _TEXTS}
        found = {name: wrong_with(text, _COLUMNS[name].max_length) for name, text in entered.items()}
        return {name: problem for name, problem in found.items() if problem}

    def _endpoint_problems(self, account: AccountId | None, today: date) -> dict[str, str]:
        try:
            version = Version.parse(self.version)
        except ValueError as error:
            return {"version": str(error)}
        support = support_on(version, today)
        if self.protocol == Protocol.SOAP and support.standing is Standing.DISABLED:
            return {"version": f"{support.message} {support.advice}"}
        try:
            endpoint = self.endpoint
            if account is not None:
                endpoint.require(account)
        except InvalidUrl as error:
            return {"url": str(error)}
        return {}

    def _network_problems(self) -> dict[str, str]:
        problems = {}
        try:
            ClientOptions(connect_to=self.connect_to or None)
        except ValueError:
            problems["connect_to"] = "not an address such as 127.0.0.1:8443"
        if self.ca_file and not _is_file(self.ca_file):
            problems["ca_file"] = "there is no such file"
        if self.proxy and (wrong := self._wrong_with_proxy()):
            problems["proxy"] = wrong
        return problems

    def _wrong_with_proxy(self) -> str:
        if self.connect_to:
            return f"cannot be used together with {_label('connect_to')}"
        try:
            Proxy(self.proxy, self.proxy_user, self.proxy_password)
        except ValueError as error:
            return str(error)
        return ""

    def _credential_problems(self) -> dict[str, str]:
        try:
            self.chosen()
        except PublisherError as error:
            return {"use_publisher_record": str(error)}
        except CredentialsRefused as refused:
            return {"credentials": str(refused)}
        except InvalidCredential as error:
            return {error.part: error.problem}
        return {}


def wrong_with(text: str, longest: int | None) -> str:
    """Say why a text of one line cannot be kept; empty where it can. ``None``: it may have any length."""
    if not text.isprintable():
        return "holds a control character or another one that cannot be shown"
    return f"has more than {longest} characters" if longest and len(text) > longest else ""


def _label(name: str) -> str:
    label = str(_COLUMNS[name].verbose_name) if name in _COLUMNS else name.replace("_", " ")
    return label[:1].upper() + label[1:]


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def url_for(url: str, version: str) -> str:
    """Return the URL with another version in it, or the version's default where it is none. Raises nothing."""
    try:
        chosen = Version.parse(version)
    except ValueError:
        return url
    try:
        return replace(Endpoint.parse(url), version=chosen).url
    except InvalidUrl:
        return url or Endpoint.default(chosen).url
