"""The tasks that keep NetSuite's side as it should be. Procrastinate finds this module by its name when Django starts."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from landbridge.service import composition
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisherholds import PairHeldError
from landbridge.service.realtime import publishing
from landbridge.service.realtime.certificates import queueing, upkeep
from landbridge.service.realtime.certificates.moments import chance
from landbridge.service.realtime.certificates.renewing import look_after
from landbridge.service.refusal import Refusal
from landbridge.service.runs.queueing import CERTIFICATE_QUEUE
from landbridge.service.suiteapp import monitored

_log = structlog.get_logger(__name__)


@app.task(name=queueing.TASK, queue=CERTIFICATE_QUEUE)
def look_after_certificate(connection_id: int) -> None:
    """Look after the certificate of a connection. A plain function: the worker calls it in a thread, off its event loop."""
    connection = Connection.objects.filter(pk=connection_id, active=True).first()
    if connection is None:
        return
    with structlog.contextvars.bound_contextvars(connection=connection_id):
        try:
            restlets = composition.restlets_for(connection)
        except PairHeldError as rest:  # no failure of the certificate
            _log.info("certificate_look_rests", why=str(rest))
            upkeep.look_again(connection, timezone.now(), chance)
            return
        except Refusal as refused:  # credentials that this installation cannot read
            upkeep.note_failure(connection, str(refused), timezone.now(), chance)
            return
        look_after(connection, restlets, timezone.now, chance)


@app.task(name=publishing.TASK, queue=publishing.QUEUE)
def publish_record_types(connection_id: int) -> None:
    """Write a connection's list of record types into NetSuite's settings record, where it differs still."""
    connection = Connection.objects.filter(pk=connection_id, active=True).first()
    if connection is None:
        return
    with structlog.contextvars.bound_contextvars(connection=connection_id):
        try:
            restlets = composition.restlets_for(connection)
        except PairHeldError as rest:  # the tick queues it again
            _log.info("record_types_rest", why=str(rest))
            return
        except Refusal as refused:  # credentials that this installation cannot read
            monitored.note(connection, str(refused), timezone.now())
            return
        try:
            monitored.publish(connection, restlets, timezone.now)
        except Exception as error:  # noted, so that it is tried again in minutes and not at once
            monitored.note(connection, f"{type(error).__name__}: look at the worker's log.", timezone.now())
            raise
