"""Who writes: the person whose rights are used, and the way the write came."""

from __future__ import annotations

from dataclasses import dataclass

VIA_INTEGRATION = "NetSuite integration"


@dataclass(frozen=True, slots=True)
class Author:
    """The author of a write as the audit trail shows it.

    ``user_id`` is the key of ``projects.User``, ``name`` the person's name at that moment. ``via`` is ``NetSuite integration``
    for everything that a run writes (help article_161978998211: the trail shows the integration user as author and marks the
    change), empty for a person at a page. ``run_id`` is the run, where there is one.
    """

    user_id: int | None
    name: str
    via: str = VIA_INTEGRATION
    run_id: int | None = None
