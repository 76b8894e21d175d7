"""The filter From Bundle of lists: ``bundlefilter=BUNDLE_369630`` in the address (observed), empty for everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from landbridge.local.pages.visit import Visit

PARAMETER, PREFIX = "bundlefilter", "BUNDLE_"


@dataclass(frozen=True, slots=True)
class BundleFilter:
    """What was chosen (a bundle's id, or empty), what can be chosen (value, text), and which bundle brought what."""

    chosen: str
    options: tuple[tuple[str, str], ...]
    brought: Mapping[str, str]

    def lets_through(self, script_id: str) -> bool:
        """Say whether a list shows what has this script id."""
        return not self.chosen or self.brought.get(script_id, "") == self.chosen


def bundle_filter(visit: Visit) -> BundleFilter:
    """Return the filter of a request."""
    bundles = visit.account.bundles
    installed = bundles.installed() if bundles else []
    return BundleFilter(
        chosen=visit.query.get(PARAMETER, "").removeprefix(PREFIX),
        options=tuple((f"{PREFIX}{one.id}", f"{one.id} : {one.name}") for one in installed),
        brought=bundles.brought() if bundles else {},
    )
