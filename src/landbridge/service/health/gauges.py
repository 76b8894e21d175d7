"""The gauges that are read from the database: what each is called and what it tells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gauge:
    """A number that goes up and down."""

    name: str
    help: str
    labels: tuple[str, ...] = ()


QUEUE_LENGTH = Gauge("landbridge_queue_length", "Runs that wait for their turn.", ("connection", "kind"))
QUEUE_AGE = Gauge(
    "landbridge_queue_oldest_age_seconds", "How long the oldest of them has waited.", ("connection", "kind")
)
UNDER_WAY = Gauge("landbridge_runs_under_way", "Runs that have begun and not ended.", ("connection", "kind"))
PAUSED = Gauge(
    "landbridge_connection_paused", "1 while the connection is paused or drained.", ("connection",)
)
LAST_SUCCESS = Gauge(
    "landbridge_last_success_timestamp_seconds",
    "When a run of this kind was last completed.",
    ("connection", "kind"),
)
LAST_FAILED = Gauge(
    "landbridge_last_run_failed",
    "1 while the last run of this kind that ended has failed.",
    ("connection", "kind"),
)
ATTENTION = Gauge(
    "landbridge_attention", "Records that are not done with, by what they need.", ("connection", "need")
)
BOOKMARK_AGE = Gauge(
    "landbridge_bookmark_age_seconds",
    "How far back the instant lies up to which an active workflow is synchronised.",
    ("connection", "workflow"),
)
CERTIFICATE_EXPIRY = Gauge(
    "landbridge_certificate_expiry_timestamp_seconds",
    "When the current real-time certificate ends.",
    ("connection",),
)
WORKERS = Gauge("landbridge_workers_alive", "Workers whose heart beats.")
BUDGET_SLOTS = Gauge("landbridge_budget_slots", "Requests to NetSuite allowed at once.", ("account",))
BUDGET_USED = Gauge("landbridge_budget_slots_in_use", "Requests to NetSuite in flight.", ("account",))
BUDGET_WAITING = Gauge("landbridge_budget_waiting", "Sessions that wait for a free slot.", ("account",))
BUDGET_RESTING = Gauge(
    "landbridge_budget_slots_at_rest", "Slots that rest since NetSuite refused a request.", ("account",)
)
NOTIFICATIONS = Gauge(
    "landbridge_notifications",
    "Deliveries of notifications made in the last two days, by state.",
    ("state",),
)
DIFFERENCES = Gauge(
    "landbridge_differences",
    "Records that the last completed comparison found to differ, those not to be imported left out.",
    ("connection",),
)
LAST_COMPARISON = Gauge(
    "landbridge_last_comparison_timestamp_seconds",
    "When a comparison was last completed.",
    ("connection",),
)
HEALTH = Gauge(
    "landbridge_health",
    "What the last health check found: 0 well or off, 1 a warning, 2 failed.",
    ("connection", "line"),
)
HEALTH_EXAMINED = Gauge(
    "landbridge_health_examined_timestamp_seconds", "When the last health check was.", ("connection",)
)
DATABASE_SIZE = Gauge("landbridge_database_size_bytes", "Size of the database.")

GAUGES = (
    QUEUE_LENGTH,
    QUEUE_AGE,
    UNDER_WAY,
    PAUSED,
    LAST_SUCCESS,
    LAST_FAILED,
    ATTENTION,
    BOOKMARK_AGE,
    CERTIFICATE_EXPIRY,
    WORKERS,
    BUDGET_SLOTS,
    BUDGET_USED,
    BUDGET_WAITING,
    BUDGET_RESTING,
    NOTIFICATIONS,
    DIFFERENCES,
    LAST_COMPARISON,
    HEALTH,
    HEALTH_EXAMINED,
    DATABASE_SIZE,
)
