"""The ids of what the SuiteApp brings, by build (``docs/reference/seams.md``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from landbridge.recordtypes.integrated import INTEGRATED

Build = Literal["standalone", "beside-native"]

INTEGRATION_BUNDLE, REAL_TIME_BUNDLE = "369637", "369630"
"""SRP Integration and Real-time Add-on: the native connector's bundles, and the form in which ``standalone`` is brought by a bundle."""


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids of one build. ``prefix`` stands between ``custom...`` and the rest, ``deployed`` in the ids of deployments (40 characters at
    most, so it is shorter)."""

    prefix: str
    deployed: str

    @property
    def trigger(self) -> str:
        """The SuiteScript 2 trigger, "Send to SPP 2.0"."""
        return f"customscript_{self.prefix}_send_to_spp_2"

    @property
    def old_trigger(self) -> str:
        """The SuiteScript 1.0 trigger, which knows SuiteSignOn only."""
        return f"customscript_{self.prefix}_send_to_spp"

    @property
    def page_message(self) -> str:
        """The script that shows what came of a save; it runs when a record is shown, never after a save."""
        return f"customscript_{self.prefix}_show_answer"

    @property
    def role(self) -> str:
        """The integration role."""
        return f"customrole_{self.prefix}_integration"

    @property
    def settings_type(self) -> str:
        """The record type of the settings."""
        return f"customrecord_{'landbridge_settings' if self.prefix == 'landbridge' else 'oa_srp_integration_settings'}"

    @property
    def settings_list(self) -> str:
        """Where NetSuite lists the settings record; display names begin with whose form it is."""
        whose = "Landbridge" if self.prefix == "landbridge" else "SuiteProjects Pro"
        return (
            f"Customization > Lists, Records & Fields > Record Types > {whose}: Integration Settings > List"
        )

    def deployment(self, record_type: str) -> str:
        """The trigger's deployment on a SuiteScript type."""
        return f"customdeploy_{self.deployed}_send_{INTEGRATED[record_type].deployment}"


STANDALONE = Ids("oa", "oa")
BESIDE_NATIVE = Ids("landbridge", "lb")


def ids_of(build: Build) -> Ids:
    """Return the ids of a build."""
    return BESIDE_NATIVE if build == "beside-native" else STANDALONE
