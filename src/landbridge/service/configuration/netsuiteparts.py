"""How NetSuite is reached, as a document has it, and credentials that an imported file carries in the clear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from msgspec import UNSET, structs

from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.configuration.differences import Difference
from landbridge.service.configuration.document import ConfigurationError, ConnectionPart
from landbridge.service.connections import operations
from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.drafts import ConnectionDraft, DraftError, url_for
from landbridge.service.connections.models import Connection
from landbridge.service.connections.testing import Report, Tester
from landbridge.service.projects.models import User
from landbridge.service.secret_key import SecretKeyError

PARTS = tuple(field.name for field in fields(CredentialParts))


@dataclass(frozen=True, slots=True)
class Tested:
    """A connection as it would be, and what its test found. ``reason`` is why it is to be saved although the test failed."""

    draft: ConnectionDraft
    report: Report
    reason: str


def problems(connection: Connection, wanted: ConnectionPart) -> Iterator[str]:
    """Yield what keeps the account from being reached so: a version that is no more, credentials that are not there."""
    place = f"connection {connection.name}"
    if not _asks(wanted):
        return
    if wanted.credentials is not UNSET and (unknown := sorted(set(wanted.credentials) - set(PARTS))):
        yield f"{place}: there is no credential {unknown[0]!r}; there are {', '.join(PARTS)}"
        return
    if wanted.netsuite is not UNSET and wanted.netsuite.protocol not in (UNSET, connection.protocol):
        yield (
            f"{place}: the protocol is {connection.protocol} here; `landbridge connection switch {connection.name}` compares "
            "both ways before it changes that"
        )
    try:
        _draft(connection, wanted)
    except DraftError as error:
        yield from (f"{place}, {name}: {problem}" for name, problem in error.problems.items())
    except (CredentialsUnreadableError, SecretKeyError) as error:
        yield f"{place}: {error}"


def differences(connection: Connection, wanted: ConnectionPart) -> Iterator[Difference]:
    """Yield which credentials would be replaced, by name alone. Only where :func:`problems` found none."""
    if wanted.credentials is UNSET:
        return
    there = ConnectionDraft.of(connection).credentials
    for name, value in wanted.credentials.items():
        if getattr(there, name) != value:
            yield Difference(f"connection {connection.name}, {name}", None, "(encrypted)")


def test(connection: Connection, wanted: ConnectionPart, tester: Tester, untested: str) -> Tested | None:
    """Test the account as it would be reached; ``None`` where nothing about that changes.

    Raises ``ConfigurationError`` where the test fails and ``untested`` gives no reason to go on all the same. Asks NetSuite: outside
    of a transaction.
    """
    if not _asks(wanted):
        return None
    draft = _draft(connection, wanted)
    if draft == ConnectionDraft.of(connection):
        return None
    report = operations.run_test(draft, tester)
    if report.passed or untested.strip():
        return Tested(draft, report, "" if report.passed else untested.strip())
    raise ConfigurationError(
        *(f"connection {connection.name}, test, {line.title}: {line.message}" for line in report.failed)
    )


def apply(connection: Connection, wanted: ConnectionPart, tested: Tested | None, *, by: User | None) -> None:
    """Reach the account as was tested; secrets are encrypted at once. Raises ``ConfigurationError`` where it was changed meanwhile."""
    if tested is None:
        return
    if _draft(connection, wanted) != tested.draft:
        raise ConfigurationError(f"connection {connection.name}: somebody changed it meanwhile; begin again")
    operations.fill(connection, tested.draft)
    connection.tested_at, connection.test_lines = tested.report.at, tested.report.as_json()
    connection.concurrency_limit = tested.report.limit
    connection.forced_reason, connection.changed_by = tested.reason, by
    connection.save()


def _asks(wanted: ConnectionPart) -> bool:
    return wanted.netsuite is not UNSET or wanted.credentials is not UNSET


def _draft(connection: Connection, wanted: ConnectionPart) -> ConnectionDraft:
    draft = ConnectionDraft.of(connection)
    if wanted.credentials is not UNSET:
        draft = replace(draft, credentials=replace(draft.credentials, **wanted.credentials))
    if wanted.netsuite is not UNSET:
        given = {name: value for name, value in structs.asdict(wanted.netsuite).items() if value is not UNSET}
        url = url_for(draft.url, given.get("version", draft.version)) if draft.url else ""
        draft = replace(draft, **{"url": url, **given})
    return draft.checked()
