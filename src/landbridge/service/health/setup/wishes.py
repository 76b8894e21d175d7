"""What a person says for the steps that the assistant cannot decide alone."""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.service.projects.models import User


@dataclass(frozen=True, slots=True)
class Wishes:
    """Empty members leave things as they are.

    ``workflows`` are keys of workflows to make live; ``notices_url`` is the address of the notice intake as NetSuite reaches it, ``spp_url`` that
    of the SuiteProjects Pro account, ``error_email`` who is told of failures in NetSuite. ``order_verified_by`` is who looked at the
    order of the scripts in NetSuite and found the trigger last; ``order_shown`` the fingerprint of the scripts that a page or the API
    showed them, ``None`` from a command, which has shown none.
    """

    workflows: tuple[str, ...] = ()
    notices_url: str = ""
    spp_url: str = ""
    error_email: str = ""
    order_verified_by: User | None = None
    order_shown: str | None = None


NOTHING = Wishes()
