"""What one account is to be served with: its set-up, its addresses, what it begins with."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from landbridge.local.account import Account
from landbridge.local.governance.tiers import BASE_OF_TIER
from landbridge.local.opening import opened_account
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.server import Listening
from landbridge.local.settings import AccountSettings, SettingsError


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """One account that is to be served. Without ``data`` it lives in memory. Raises ``SettingsError`` for a tier that there is not."""

    settings: AccountSettings = field(default_factory=AccountSettings)
    listening: Listening = field(default_factory=Listening)
    data: Path | None = None
    seed: str = "demo"
    suiteapp: Path | None = None
    bundles: Path | None = None
    secrets: TokenSecrets = field(default_factory=TokenSecrets)

    def __post_init__(self) -> None:
        """Check the tier, which the settings know only by name."""
        if self.settings.tier not in BASE_OF_TIER:
            raise SettingsError(f"{self.settings.tier!r} is no tier; there are {', '.join(BASE_OF_TIER)}")

    def opened(self, authority: Path) -> AbstractContextManager[Account]:
        """Open the account, with the certificate authority of a folder. Raises what ``opened_account`` raises."""
        ours = suiteapp_folder() if self.seed == "demo" else None
        return opened_account(
            self.settings,
            folder=self.data,
            seed=self.seed,
            suiteapp=self.suiteapp or ours,
            bundles=self.bundles,
            widen_role=self.suiteapp is None,
            authority=authority,
            secrets=self.secrets,
        )
