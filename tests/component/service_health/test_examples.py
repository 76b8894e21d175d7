"""The example dashboard and alert rules: they name what exists, and each alert fires on what it is for."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection as database
from django.utils import timezone

from landbridge.service.health import checks
from landbridge.service.health.metrics import names
from landbridge.service.health.models import HealthState
from landbridge.service.notifications.models import Channel, Delivery, Message
from landbridge.service.realtime.models import Certificate
from landbridge.service.runs.models import Attention, Lane, Run, RunRequest
from landbridge.service.verification.models import Difference, Verification
from landbridge.service.workflows.models import Workflow
from tests.component.service_health.alerting import FOLDER, Rule, rules
from tests.component.service_health.conftest import Scrape
from tests.component.service_runs.conftest import Stand, make_stand
from tests.component.service_runs.queue import register_worker

OF_PROMETHEUS = {"up"}
"""What Prometheus knows by itself."""

Scraper = Callable[[], Scrape]
RULES = {rule.name: rule for rule in rules()}


@pytest.mark.requirement("observe-05")
def test_dashboard_and_rules_name_only_what_exists() -> None:
    known = names() | OF_PROMETHEUS
    known |= {f"{name}{part}" for name in names() for part in ("_bucket", "_sum", "_count")}
    dashboard = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked += [one["query"] for one in dashboard["templating"]["list"]]
    named = {name for expression in asked for name in re.findall(r"landbridge_\w+", expression)}
    named |= {rule.metric for rule in RULES.values()}
    assert named - known == set()
    assert names() - {name.removesuffix("_bucket").removesuffix("_count") for name in named} <= {
        "landbridge_build_info",
        "landbridge_last_success_timestamp_seconds",
    }


@pytest.mark.requirement("observe-05")
def test_panels_do_not_lie_over_each_other_and_have_ids_of_their_own() -> None:
    panels = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))["panels"]
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
    assert len({panel["id"] for panel in panels}) == len(panels)


@pytest.fixture
def well(db_committed: str, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """An installation with a worker, a certificate of a year and bookmarks of just now."""
    stand = make_stand()
    now = timezone.now()
    register_worker()
    Certificate.objects.create(
        connection=stand.connection,
        state=Certificate.State.CURRENT,
        name="ours",
        fingerprint=hashlib.sha256(b"1").hexdigest(),
        not_before=now,
        not_after=now + timedelta(days=365),
        created_at=now,
    )
    Workflow.objects.update(bookmark=now)
    Run.objects.create(
        connection=stand.connection,
        kind="manual",
        state=Run.State.COMPLETED,
        finished_at=now - timedelta(minutes=5),
    )
    monkeypatch.setattr(checks, "free_bytes", lambda: 50 * 1024**3)
    return stand


def database_away(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    database.close()
    patch.setitem(database.settings_dict, "HOST", "127.0.0.1")
    patch.setitem(database.settings_dict, "PORT", "1")


def no_worker(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    with database.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")


def queue_old(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    RunRequest.objects.create(
        connection=stand.connection,
        netsuite_type="customer",
        internal_id="5",
        requested_at=timezone.now() - timedelta(minutes=11),
    )


def run_failed(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    Run.objects.create(
        connection=stand.connection, kind="manual", state=Run.State.FAILED, finished_at=timezone.now()
    )


def setup_to_fix(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    workflow = Workflow.objects.get(key="customers")
    Attention.objects.create(workflow=workflow, internal_id="5", need="setup", reason="no permission")


def bookmark_stale(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    Workflow.objects.filter(key="customers").update(bookmark=timezone.now() - timedelta(hours=2))


def certificate_ends(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    Certificate.objects.update(not_after=timezone.now() + timedelta(days=13))


def notifications_lost(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    channel = Channel.objects.create(kind="email", name="Operators", recipients=["ops@example.test"])
    message = Message.objects.create(event="run.failed", title="A run failed", created_at=timezone.now())
    Delivery.objects.create(message=message, channel=channel, state=Delivery.State.LOST)


def differs(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    made = Verification.objects.create(
        connection=stand.connection,
        state=Verification.State.COMPLETED,
        finished_at=now,
        workflows=["customers"],
    )
    workflow = Workflow.objects.get(key="customers")
    for number, kind in enumerate((Difference.Kind.DIFFERS, Difference.Kind.NOT_IMPORTED)):
        Difference.objects.create(
            verification=made,
            workflow=workflow,
            internal_id=str(number),
            kind=kind,
            state=Difference.State.CONFIRMED,
            found_at=now,
        )


def line_red(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    HealthState.objects.create(
        connection=stand.connection, name="order", state="failed", since=now, examined_at=now
    )


def paused(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    Lane.objects.update_or_create(connection=stand.connection, defaults={"paused": True})


def disk_full(stand: Stand, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checks, "free_bytes", lambda: 700 * 1024**2)


TROUBLES: dict[str, Callable[[Stand, pytest.MonkeyPatch], None]] = {
    "LandbridgeDatabaseAway": database_away,
    "LandbridgeNoWorker": no_worker,
    "LandbridgeQueueOld": queue_old,
    "LandbridgeRunFailed": run_failed,
    "LandbridgeSetupToFix": setup_to_fix,
    "LandbridgeBookmarkStale": bookmark_stale,
    "LandbridgeCertificateEnds": certificate_ends,
    "LandbridgeNotificationsLost": notifications_lost,
    "LandbridgeDiffers": differs,
    "LandbridgeHealthLine": line_red,
    "LandbridgePausedLong": paused,
    "LandbridgeDiskFull": disk_full,
}


@pytest.mark.requirement("observe-05")
@pytest.mark.parametrize("name", [name for name in RULES if RULES[name].metric not in OF_PROMETHEUS])
def test_each_alert_fires_on_what_it_is_for_and_on_nothing_else(
    well: Stand, scrape: Scraper, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert firing(scrape()) == []
    TROUBLES[name](well, monkeypatch)
    seen = scrape()
    assert firing(seen) == [name]
    labels = RULES[name].fires(seen, timezone.now().timestamp())
    used = set(re.findall(r"\$labels\.(\w+)", RULES[name].summary))
    assert used <= set(labels[0])


def firing(seen: Scrape) -> list[str]:
    """The alerts whose comparison holds now."""
    now = timezone.now().timestamp()
    return [rule.name for rule in RULES.values() if not _of_prometheus(rule) and rule.fires(seen, now)]


def _of_prometheus(rule: Rule) -> bool:
    return rule.metric in OF_PROMETHEUS
