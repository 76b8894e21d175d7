"""Adds the service's commands to the hallway's app; none is imported before it is used, so that `--help` stays fast."""

from __future__ import annotations

from cyclopts import App

HERE = "landbridge.service.cli"
COMMANDS = (
    ("processes:up", "up", "Run everything: database, notice intake, service, workers."),
    ("processes:serve", "serve", "Run the service (pages and JSON API) alone."),
    ("processes:intake", "intake", "Run the notice intake alone."),
    ("processes:worker", "worker", "Run one worker alone."),
    ("users:app", "user", "People who sign in."),
    (
        "setup:setup",
        "setup",
        "The steps from an empty account to the first record; --do does those that an API allows.",
    ),
    ("health:health", "health", "What keeps records from arriving, line by line."),
    ("connections:app", "connection", "NetSuite and SuiteProjects Pro accounts."),
    ("integrations:app", "integration", "The publisher's integration record in other NetSuite accounts."),
    ("publisher:app", "publisher", "The publisher's integration record, which connections may share."),
    ("workflows:app", "workflows", "What is imported."),
    ("workflows:alias", "workflow", "The same as `workflows`."),
    ("pairs:app", "match", "Records that match by hand, and what was deleted in NetSuite."),
    ("drift:app", "drift", "Fields of NetSuite that changed, and what workflows do about it."),
    ("realtime:app", "realtime", "Real-time import."),
    ("certificates:app", "certificate", "The certificate that NetSuite signs notices with."),
    ("groups:app", "group", "Named sets of workflows."),
    ("schedules:app", "schedule", "Runs by weekday and hour, or by cron expression."),
    ("runs:run", "run", "Start a run."),
    ("log:app", "runs", "The run log."),
    ("attention:app", "attention", "Records that are not done with."),
    ("queue:app", "queue", "What waits, and stopping it."),
    ("verification:app", "verify", "Compare NetSuite with SuiteProjects Pro."),
    ("configuration:app", "config", "What is set up, as one file without secrets."),
    ("database:app", "db", "The database in a file, and back."),
    ("notifications:app", "notify", "Who is told of failures, recovery and digests."),
    ("records:app", "records", "Records of the built-in SuiteProjects Pro account."),
)


def mount(app: App) -> None:
    """Add every command of the service to ``app``."""
    for path, name, help_text in COMMANDS:
        app.command(f"{HERE}.{path}", name=name, help=help_text)
