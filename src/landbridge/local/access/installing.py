"""Auto-installation: a request that names another account's integration record brings the record here.

Documented (*Auto-Installation of Integration Records*, ``section_4429293934``): it takes SOAP requests with an application id, the
issuetoken endpoint, the three-step flow and OAuth 2.0; any user with access can cause it; Require Approval decides the first state.
That the owner must have checked User Credentials is documented for application ids (``section_4389835426``); that the other ways
need their own box instead is assumed.
"""

from __future__ import annotations

from landbridge.local.access.applications import Applications, ConsumerKeyTaken
from landbridge.local.access.integration import Arrival, Box, Definition, Integration, IntegrationState
from landbridge.local.access.preferences import Preferences


class Installation:
    """Finds the record that a request names, and installs it when another account owns it. Thread-safe.

    Never inside a transaction: other accounts are asked. ``by`` is the id of a user whose sign-in has been verified.
    """

    def __init__(self, applications: Applications, preferences: Preferences) -> None:
        self._applications = applications
        self._preferences = preferences

    def by_application_id(self, application_id: str, *, by: str) -> Integration | None:
        """Return the record of an application id, whatever its state; install it when its owner takes user credentials."""
        if not application_id:
            return None
        known = self._applications.by_application_id(application_id)
        if known is not None:
            return known
        found = self._applications.publishers.by_application_id(application_id)
        return self._installed(found, Box.USER_CREDENTIALS, by)

    def by_consumer_key(self, consumer_key: str, *, way: Box, by: str) -> Integration | None:
        """Return the record of a consumer key, whatever its state and boxes; install it when its owner checked ``way``."""
        known = self._applications.by_consumer_key(consumer_key)
        if known is not None:
            return known
        return self._installed(self._applications.publishers.by_consumer_key(consumer_key), way, by)

    def offered(self, consumer_key: str, *, way: Box) -> Definition | None:
        """Return the record that :meth:`by_consumer_key` would install or return, as its owner has it, and install nothing.

        For requests that are signed with its secret before a user is known.
        """
        known = self._applications.by_consumer_key(consumer_key)
        if known is not None:
            return known.definition
        found = self._applications.publishers.by_consumer_key(consumer_key)
        return found if found is not None and way in found.boxes else None

    def _installed(self, found: Definition | None, way: Box, by: str) -> Integration | None:
        if found is None or way not in found.boxes:
            return None
        waits = self._preferences.read().require_approval
        state = IntegrationState.WAITING_FOR_APPROVAL if waits else IntegrationState.ENABLED
        try:
            return self._applications.install(found, state=state, arrival=Arrival.AUTO_INSTALLED, by=by)
        except (ConsumerKeyTaken, KeyError):  # KeyError: taken away again meanwhile
            return None
