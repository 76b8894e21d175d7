"""What a link is asked for by."""

from __future__ import annotations

from typing import NamedTuple


class ParentKey(NamedTuple):
    """A NetSuite record, or a part of one, and the table of SuiteProjects Pro in which it is looked for.

    An item may be a service and a product, so the two ids of NetSuite alone do not name what it became.
    """

    netsuite_type: str
    internal_id: str
    spp_type: str
