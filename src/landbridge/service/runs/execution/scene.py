"""Where a batch is imported: for which run, by whom, when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from landbridge.service.ports import Author, Destination
from landbridge.service.runs.execution.growth import Growth
from landbridge.service.runs.execution.hierarchies import Nodes
from landbridge.service.runs.models import Run
from landbridge.service.workflows.environment import Surroundings
from landbridge.service.workflows.models import Link
from landbridge.service.workflows.store import Prepared


@dataclass(frozen=True, slots=True)
class Scene:
    """The run, the workflow with its mapping, and the account that is written to.

    ``overtaken_after``: the batch may have been read before later rows of the run log were written (``Reading.last_item``).
    ``nodes``: the hierarchies whose nodes the workflow's records get. ``growth`` counts what a batch writes that is
    more than one statement's.
    """

    run: Run
    prepared: Prepared
    destination: Destination
    author: Author
    at: datetime
    surroundings: Surroundings
    overtaken_after: int | None = None
    nodes: Nodes | None = None
    growth: Growth = field(default_factory=Growth)

    @property
    def connection_id(self) -> int:
        """The connection of the run."""
        return self.run.connection_id


def stamped_later(link: Link | None, modified: datetime) -> bool:
    """Whether what was imported before has a later stamp. Where nobody can have read the record after us, NetSuite's clock was set back.

    Links of earlier releases may hold fractions of the second.
    """
    return link is not None and link.source_modified.replace(microsecond=0) > modified
