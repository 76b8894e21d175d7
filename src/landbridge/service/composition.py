"""The one place that binds implementations to the ports."""

from __future__ import annotations

from django.utils import timezone

from landbridge.netsuite.sync import SyncRestlets, SyncSuiteQL
from landbridge.service.connections.clients import ClientPool
from landbridge.service.connections.clock import SharedClock
from landbridge.service.connections.metadata import AccountMetadata
from landbridge.service.connections.models import Connection
from landbridge.service.connections.reading import NetSuiteReader
from landbridge.service.connections.stamping import NetSuiteStamper
from landbridge.service.ports import Clock, Destination, Reader
from landbridge.service.ports.stamper import Stamper
from landbridge.service.projects.account import BuiltInAccount

_pool = ClientPool()
_readers: dict[int, NetSuiteReader] = {}


def reader_for(connection: Connection, clock: Clock = timezone.now) -> Reader:
    """Return what reads the connection's NetSuite account; its HTTP connections stay open between runs.

    Raises ``CredentialsUnreadableError``, ``SecretKeyError`` or ``PublisherError``.
    """
    client = _pool.client_for(connection)
    known = _readers.get(connection.pk)
    if known is None or known.client is not client or known.clock.clock is not clock:
        shared = SharedClock(connection.pk, client.clock_reading, clock)
        known = _readers[connection.pk] = NetSuiteReader(client, shared, AccountMetadata(client))
    return known


def restlets_for(connection: Connection) -> SyncRestlets:
    """Return what calls RESTlets of the connection's NetSuite account. Raises as :func:`reader_for`."""
    return _pool.client_for(connection).restlets


def queries_for(connection: Connection) -> SyncSuiteQL:
    """Return what runs SuiteQL in the connection's NetSuite account. Raises as :func:`reader_for`."""
    return _pool.client_for(connection).suiteql


def sign_in_over_rest(connection: Connection) -> None:
    """Send one signed request over REST, which tells why a sign-in is refused where SOAP does not. Raises as :func:`reader_for`, and ``NetSuiteError``."""
    next(queries_for(connection).query("SELECT 1 AS one FROM dual"), None)


def stamper_for(connection: Connection) -> Stamper:
    """Return what stamps records of the connection's NetSuite account. Raises as :func:`reader_for`."""
    return NetSuiteStamper(_pool.client_for(connection))


def destination_for(connection: Connection) -> Destination:
    """Return the connection's SuiteProjects Pro account."""
    return BuiltInAccount(connection.spp_database_id)


def close_clients() -> None:
    """Close every open client of this process."""
    _readers.clear()
    _pool.close_all()
