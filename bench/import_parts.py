"""What the parts of an import cost, in one process of the service: a program that ``records_per_cpu_s`` starts.

Reads every customer of a connection and then maps, matches and writes them in the batches and by the functions of the runs, one part at a time.
CPU is that of this process and of its PostgreSQL backend. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landbridge.service.cli.attach import Where, attach

if TYPE_CHECKING:
    from landbridge.service.ports import Change, Destination, SourceRecord
    from landbridge.service.workflows.store import Prepared

BATCH = 1000


@dataclass(slots=True)
class Spent:
    """CPU seconds of one part."""

    process: float = 0.0
    database: float = 0.0

    @property
    def total(self) -> float:
        """Both together."""
        return self.process + self.database


@dataclass(slots=True)
class Meter:
    """Counts CPU by part."""

    backend: int
    spent: dict[str, Spent] = field(default_factory=dict)

    @contextmanager
    def counting(self, part: str) -> Iterator[None]:
        """Count what the block takes."""
        process, backend = time.process_time(), cpu_of(self.backend)
        yield
        spent = self.spent.setdefault(part, Spent())
        spent.process += time.process_time() - process
        spent.database += cpu_of(self.backend) - backend


def cpu_of(process: int) -> float:
    """Return the CPU seconds of another process, as Linux counts them."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure the connection named by the second argument, of the installation in the folder of the first."""
    attach(Where(Path(sys.argv[1])))
    from django.db import connection as database  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import destination_for, reader_for  # noqa: PLC0415 - needs Django
    from landbridge.service.connections.models import Connection  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.store import active_workflows, prepare  # noqa: PLC0415 - needs Django

    connection = Connection.objects.get(name=sys.argv[2])
    (prepared,) = prepare(active_workflows(connection.pk))
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        meter = Meter(int(cursor.fetchone()[0]))
    records: list[SourceRecord] = []
    with meter.counting("read"):
        for batch in reader_for(connection).changed("customer", None):
            records += batch
    records = [one for one in records if one.values.get(prepared.declaration.export_flag) is True]
    for start in range(0, len(records), BATCH):
        _batch(meter, prepared, records[start : start + BATCH], destination_for(connection))
    spent = {part: {**asdict(one), "total": one.total} for part, one in meter.spent.items()}
    print(json.dumps({"records": len(records), "spent": spent}))


def _batch(
    meter: Meter, prepared: Prepared, records: Sequence[SourceRecord], destination: Destination
) -> None:
    with meter.counting("map"):
        fields = _mapped(prepared, records, destination)
    with meter.counting("match"):
        changes = _matched(prepared, records, fields, destination)
    with meter.counting("write"):
        _written(prepared, changes, destination)


def _mapped(
    prepared: Prepared, records: Sequence[SourceRecord], destination: Destination
) -> dict[str, dict[str, Any]]:
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.ports import SourceAccount  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.choosing import choose  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.environment import Surroundings  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.loading import environment_for  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.mapping import map_part  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.parts import parts_of  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.results import Mapped  # noqa: PLC0415 - needs Django

    main = prepared.main
    parts = [part for record in records for part in parts_of(main.group, record)]
    environment = environment_for(
        prepared.groups,
        {main.group.key: parts},
        linked=lambda _: None,
        destination=destination,
        surroundings=Surroundings(timezone.now(), lambda: SourceAccount("TSTDRV1", "USD")),
    )
    found: dict[str, dict[str, Any]] = {}
    for part in choose(main, parts, environment).parts:
        result = map_part(main.group, main.rows, part, environment)
        assert isinstance(result, Mapped), result
        found[part.key] = dict(result.fields)
    return found


def _matched(
    prepared: Prepared,
    records: Sequence[SourceRecord],
    fields: dict[str, dict[str, Any]],
    destination: Destination,
) -> list[Change]:
    from landbridge.service.ports import Change  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.matching import Candidates, Matched  # noqa: PLC0415 - needs Django

    group = prepared.main.group
    there = destination.find(
        group.spp_type,
        netsuite_id_field=group.netsuite_id_field,
        netsuite_ids=list(fields),
        names={str(one[group.name_field]) for one in fields.values()},
    )
    candidates = Candidates(group, there)
    changes: list[Change] = []
    for record in records:
        found = candidates.match(record.internal_id, None, fields[record.internal_id])
        assert isinstance(found, Matched), found
        changes.append(Change(record.internal_id, found.spp_id, fields[record.internal_id], record.modified))
    return changes


def _written(prepared: Prepared, changes: Sequence[Change], destination: Destination) -> None:
    from django.db import transaction  # noqa: PLC0415 - needs Django
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.ports import Author, Outcome  # noqa: PLC0415 - needs Django

    with transaction.atomic():
        answers = destination.apply(
            prepared.declaration.spp_type, changes, author=Author(None, "Bench"), at=timezone.now()
        )
    assert all(one.outcome is Outcome.CREATED for one in answers), "the account was empty"


if __name__ == "__main__":
    main()
