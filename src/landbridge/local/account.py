"""One account: its parts put together."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from landbridge.local.access.desk import Access
from landbridge.local.access.roles import Roles
from landbridge.local.certificates.store import Certificates
from landbridge.local.clock import Clock
from landbridge.local.faults.model import Faults
from landbridge.local.files.cabinet import FileCabinet
from landbridge.local.governance.executions import ExecutionLog
from landbridge.local.governance.pool import Governance
from landbridge.local.governance.tiers import account_limit
from landbridge.local.governance.users import UserSlots
from landbridge.local.holds import Holds
from landbridge.local.journal import Journal
from landbridge.local.outbox import Outbox
from landbridge.local.records.book import Records
from landbridge.local.records.hooks import NoScripts, UserEvents
from landbridge.local.settings import DEFAULT_URLS, AccountSettings, host_of_account
from landbridge.local.storage import Database
from landbridge.local.suiteflow.store import Workflows
from landbridge.local.suiteql.engine import SuiteQL
from landbridge.local.suitesignon import SuiteSignOn
from landbridge.local.tls.authority import Authority

if TYPE_CHECKING:
    from landbridge.local.accounts.neighbours import Neighbours
    from landbridge.local.bundles.desk import Bundles
    from landbridge.local.states import States


class Account:
    """One NetSuite account. ``folder=None`` keeps everything in memory (and its certificates in ``authority_folder``).

    ``scripting`` is plugged in after construction (``landbridge.local.scripting``); without it no script runs.
    """

    def __init__(
        self,
        settings: AccountSettings,
        *,
        folder: Path | None = None,
        authority_folder: Path,
        clock: Clock | None = None,
        rng: random.Random | None = None,
    ) -> None:
        self.settings = settings
        self.folder = folder
        self.clock = clock or Clock()
        self.database = Database(folder)
        self.journal = Journal()
        self.holds = Holds()
        self.faults = Faults()
        self.scripting: UserEvents = NoScripts()
        roles = Roles(self.database)
        self.records = Records(
            database=self.database,
            clock=self.clock,
            settings=settings,
            permissions=roles,
            events=lambda: self.scripting,
            rng=rng or random.Random(),  # noqa: S311 - the order of search results, no secret
        )
        self.access = Access(settings, self.database, self.clock, self.records, roles)
        self.preferences = self.access.preferences
        executions = ExecutionLog(self.database, settings.account_id, self.clock, self.access.user)
        self.governance = Governance(
            account_limit(settings.tier, settings.licences),
            applications=self.access.applications,
            executions=executions,
            users=UserSlots(self.access.concurrent_web_services_user, settings.licences),
            journal=self.journal,
            clock=self.clock,
        )
        self.files = FileCabinet(self.database, self.clock, self.access)
        self.certificates = Certificates(self.database, self.clock, self.access, self.files)
        self.authority = Authority(authority_folder)
        self.workflows = Workflows(self.database)
        self.outbox = Outbox(self.database, self.clock)
        self.suite_sign_on = SuiteSignOn(self.database, settings.release)
        self.suiteql = SuiteQL(self.database, self.records, self.access, self.clock, settings)
        self.restored: list[Callable[[], None]] = [
            roles.reload,
            self.workflows.load,
            self.suiteql.forget,
            executions.forget,
        ]
        """What to call when the content of the tables is another one: whoever keeps something in memory forgets it then."""
        self.replaced: list[Callable[[], None]] = []
        """What to call when other tables have taken the place of the account's: ids are of others then, so that sessions end."""
        self.states: States | None = None
        """Ways back to states of before, for an account that was opened with a seed."""
        self.bundles: Bundles | None = None
        """What SuiteBundler offers and what is installed, for an account that was opened with a seed."""
        self.neighbours: Neighbours | None = None
        """The accounts that are served side by side with this one, where there are any."""
        self.addresses: dict[str, str] = {}
        """Where the account answers, once it serves: ``http``, ``https``, ``control``."""

    def data_centre_urls_of(self, account: str) -> dict[str, str]:
        """Return what a look-up of any account, in either spelling, answers: default addresses for one that is not served here."""
        beside = self.neighbours.accounts() if self.neighbours else ()
        wanted = host_of_account(account)
        for one in (self, *beside):
            if one.settings.host == wanted:
                return one.settings.data_centre_urls()
        return dict(DEFAULT_URLS)

    def replace_content(self, source: sqlite3.Connection) -> None:
        """Take over the tables of another database, forget what was known of those before, and end all sessions."""
        self.database.replace_by(source)
        self.forget()
        for end in self.replaced:
            end()

    def forget(self) -> None:
        """Forget everything that was read from the tables: their content is another one now."""
        self.records.reload()
        for forget in self.restored:
            forget()

    def close(self) -> None:
        """Close the tables."""
        self.suiteql.forget()
        self.database.close()
