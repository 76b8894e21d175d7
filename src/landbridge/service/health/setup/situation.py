"""What the steps are judged by, each part fetched once and only when a step asks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from landbridge.service.connections.models import Connection
from landbridge.service.health.setup.refusals import NotDone
from landbridge.service.ports import Clock
from landbridge.service.projects.models import User
from landbridge.service.suiteapp.forms import Queries
from landbridge.service.suiteapp.inspecting import Seen, inspect, latest
from landbridge.service.suiteapp.inspection import Inspection
from landbridge.service.suiteapp.restlets import Restlets
from landbridge.service.suiteapp.state import ServiceState
from landbridge.service.workflows.models import Workflow

RestletsFor = Callable[[Connection], Restlets]
QueriesFor = Callable[[Connection], Queries]


class Situation:
    """A connection, or none yet, as it stands now.

    ``by`` is who acts (``None``: the command line of the machine); ``ask``: NetSuite is asked what is installed, instead of taking
    what was seen there last; with ``queries_for`` also which form of the SuiteApp fits where none answers.
    """

    def __init__(
        self,
        connection: Connection | None,
        by: User | None,
        restlets_for: RestletsFor,
        clock: Clock,
        *,
        ask: bool,
        queries_for: QueriesFor | None = None,
    ) -> None:
        self.connection = connection
        self.by = by
        self.clock = clock
        self._restlets_for = restlets_for
        self._ask = ask
        self._queries_for = queries_for

    @property
    def needed_connection(self) -> Connection:
        """The connection, for steps that come after it. Raises ``NotDone``."""
        if self.connection is None:
            raise NotDone("There is no connection yet; make one with `landbridge connection add`.")
        return self.connection

    @cached_property
    def restlets(self) -> Restlets:
        """What calls the account's RESTlets. Raises ``CredentialsUnreadableError``, ``SecretKeyError`` or ``PublisherError``."""
        return self._restlets_for(self.needed_connection)

    @cached_property
    def seen(self) -> Seen | None:
        """NetSuite's side; ``None`` where nobody looked yet."""
        if self._ask:
            return inspect(self.needed_connection, self.restlets, self.clock, self._queries)
        return latest(self.needed_connection)

    @property
    def _queries(self) -> Queries | None:
        return self._queries_for(self.needed_connection) if self._queries_for else None

    @property
    def inspection(self) -> Inspection:
        """What the SuiteApp says of itself, for steps that come after its installation. Raises ``NotDone``."""
        if self.seen is None or self.seen.inspection is None:
            raise NotDone("NetSuite's side has not been seen yet.")
        return self.seen.inspection

    @property
    def installed_certificate(self) -> str | None:
        """The name of the certificate that NetSuite has now, empty where it has none; ``None`` where it was not asked now."""
        if not self._ask or self.seen is None or self.seen.inspection is None:
            return None
        certificate = self.seen.inspection.certificate
        return certificate.name if certificate else ""

    @cached_property
    def state(self) -> ServiceState:
        """What NetSuite's side is compared with."""
        return ServiceState.of(self.needed_connection)

    @cached_property
    def workflows(self) -> list[Workflow]:
        """The stored workflows of the connection."""
        return list(Workflow.objects.filter(connection=self.needed_connection))
