"""Whether the trigger runs last: which other scripts there are, and who confirmed the order (help article_1029021012).

NetSuite offers no API for the order of scripts. So a person looks at the Scripted Records page and says so; the confirmation counts
until it is about another account, the versions are others than were seen then, or a live type has a script more (decision 0048).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import msgspec

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock
from landbridge.service.projects.models import User
from landbridge.service.refusal import Refusal
from landbridge.service.suiteapp import versions
from landbridge.service.suiteapp.findings import Finding, ok
from landbridge.service.suiteapp.ids import ids_of
from landbridge.service.suiteapp.inspecting import Seen
from landbridge.service.suiteapp.inspection import Deployment, Inspection
from landbridge.service.suiteapp.models import ACCOUNT, VERSIONS, OrderConfirmation
from landbridge.service.suiteapp.native import is_native
from landbridge.service.suiteapp.state import ServiceState, sent_types

SUBJECT = "order"
PLACE = "Customization > Scripting > Scripted Records"
_HOW = (
    f"Open {PLACE}, each live record type, User Event Scripts; drag the trigger to the end; then "
    "`landbridge realtime confirm-order`, or the button on the page Real time."
)


class OrderUnseenError(Refusal):
    """Nobody can confirm an order of scripts that could not be read."""

    code = "order_unseen"


class OrderChangedError(Refusal):
    """What is there now is not what the person was shown."""

    code = "order_changed"

    def __init__(self) -> None:
        super().__init__(
            "The scripts are others than were shown to you. Look at them again, and confirm then."
        )


@dataclass(frozen=True, slots=True)
class TypeOrder:
    """The user event scripts of one live SuiteScript type: the trigger's deployment, and the others that run beside it."""

    record_type: str
    trigger: Deployment | None
    others: tuple[Deployment, ...]


def scripts(inspection: Inspection, state: ServiceState) -> tuple[TypeOrder, ...]:
    """Return what runs on each SuiteScript type that is sent, for a person to compare with the Scripted Records page."""
    ids = ids_of(inspection.build)
    running = [one for one in inspection.deployments if one.deployed]
    return tuple(
        TypeOrder(
            script_type,
            next(
                (one for one in running if (one.script, one.record_type) == (ids.trigger, script_type)), None
            ),
            tuple(
                one
                for one in running
                if one.record_type == script_type
                and one.script not in {ids.trigger, ids.old_trigger, ids.page_message}
                and not is_native(inspection, one)
            ),
        )
        for script_type in sent_types(inspection, state.live)
    )


def confirmation(connection: Connection) -> OrderConfirmation | None:
    """Return the newest confirmation, whether it counts or not."""
    return OrderConfirmation.objects.filter(connection=connection).select_related("confirmed_by").first()


def confirm(
    connection: Connection, seen: Seen | None, by: User | None, clock: Clock, *, shown: str | None = None
) -> OrderConfirmation:
    """Keep that a person found the trigger last on every live type, as ``seen``.

    ``shown`` is the fingerprint of what the person had before their eyes; without it, that was ``seen`` itself. Raises
    ``OrderUnseenError`` and ``OrderChangedError``.
    """
    if seen is None:
        raise OrderUnseenError("Nobody looked at NetSuite's side yet. Check it first.")
    if seen.inspection is None:
        raise OrderUnseenError(f"The scripts could not be read: {seen.problem} {seen.advice}".strip())
    state = ServiceState.of(connection)
    if not sent_types(seen.inspection, state.live):
        raise OrderUnseenError("No record type is live. Set a workflow to real time first.")
    if shown is not None and shown != fingerprint(seen.inspection, state):
        raise OrderChangedError
    return OrderConfirmation.objects.create(
        connection=connection,
        confirmed_at=clock(),
        confirmed_by=by,
        seen=digest(seen.inspection, state),
    )


def findings(
    inspection: Inspection, state: ServiceState, confirmed: OrderConfirmation | None
) -> list[Finding]:
    """Judge the order: confirmed and still what was seen, or not."""
    types = scripts(inspection, state)
    if not types:
        return [ok(SUBJECT, "No record type is live.")]
    others = _listed(types)
    if confirmed is None:
        return [
            Finding(SUBJECT, "failed", f"Nobody confirmed that the trigger runs last. {others}", _HOW),
        ]
    who = f" by {confirmed.confirmed_by.name}" if confirmed.confirmed_by else ""
    when = f"{confirmed.confirmed_at:%Y-%m-%d}{who}"
    changed = _changed(inspection, state, confirmed)
    if changed:
        return [
            Finding(
                SUBJECT,
                "failed",
                f"The order was confirmed on {when}, and is no longer what was seen: {changed}. {others}",
                _HOW,
            )
        ]
    return [ok(SUBJECT, f"Confirmed on {when}: the trigger runs last. {others}")]


def digest(inspection: Inspection, state: ServiceState) -> dict[str, list[str]]:
    """Return what a confirmation is about: the account, the versions, and by SuiteScript type that is sent the scripts beside the trigger.

    Triggers of the native connector are not among them: they must not run at all.
    """
    bundles = inspection.bundles
    found = {
        ACCOUNT: [inspection.account],
        VERSIONS: [inspection.version, bundles.integration, bundles.real_time],
    }
    for one in scripts(inspection, state):
        found[one.record_type] = sorted(f"{other.script} {other.script_id}" for other in one.others)
    return found


def fingerprint(inspection: Inspection, state: ServiceState) -> str:
    """Return a short text that is another one wherever the digest is: pages and API take it back with a confirmation."""
    return sha256(msgspec.json.encode(digest(inspection, state), order="sorted")).hexdigest()[:32]


def _changed(inspection: Inspection, state: ServiceState, confirmed: OrderConfirmation) -> str:
    """Say what differs from what was confirmed, empty where nothing does.

    Types that are no longer live do not count, nor do scripts that are gone: those that remain keep their order. A version that does not suffice is no reason: another one must be installed first, and the order looked at after that.
    """
    seen: dict[str, list[str]] = confirmed.seen
    now = digest(inspection, state)
    if now.pop(ACCOUNT) != seen.get(ACCOUNT):
        return f"it was seen in another NetSuite account than {inspection.account}"
    versions_changed = now.pop(VERSIONS) != seen.get(VERSIONS)
    if versions_changed and not any(one.failed for one in versions.findings(inspection)):
        return "another version is installed"
    return "; ".join(
        f"{name} has a script more" if name in seen else f"{name} is live since"
        for name, found in now.items()
        if name not in seen or not set(found) <= set(seen[name])
    )


def _listed(types: tuple[TypeOrder, ...]) -> str:
    beside = [
        f"{one.record_type}: {', '.join(f'{other.script_name} ({other.script_id})' for other in one.others)}"
        for one in types
        if one.others
    ]
    return f"Beside it run {'; '.join(beside)}." if beside else "No other script can be seen."
