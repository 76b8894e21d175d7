"""What scripts of one account share while they run; `account_scripting.Scripting` provides it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, Protocol

from landbridge.local.access.model import Session
from landbridge.local.scripting.cachestore import CacheStore
from landbridge.local.scripting.formats import Formats
from landbridge.local.scripting.journal import Journal
from landbridge.local.scripting.model import Deployment, Script
from landbridge.local.scripting.outgoing import Outgoing
from landbridge.local.scripting.registry import Registry
from landbridge.local.scripting.scriptfiles import Imports, ScriptFiles


class Facilities(Protocol):
    """`session_values` are N/runtime's, by user id and name. `random` is what N/crypto/random draws from."""

    registry: Registry
    journal: Journal
    caches: CacheStore
    formats: Formats
    script_files: ScriptFiles
    imports: Imports
    session_values: dict[tuple[str, str], str]
    random: random.Random
    outgoing: Outgoing

    def execute(
        self, script: Script, deployment: Deployment, session: Session, request: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Run one entry point and return the engine's result. Raises `ScriptFailure`."""
