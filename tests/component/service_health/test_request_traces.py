"""A run that somebody asks for over the API stands in the trace of whoever asked, and its log lines name it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from structlog.stdlib import ProcessorFormatter

from landbridge.netsuite.errors import FixSetup
from landbridge.service import tracing
from landbridge.service.runs import queueing
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import Run
from tests.acceptance.spans import Receiver, receiving
from tests.component.service_runs.conftest import Stand, make_stand

ASKED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Spans of this process go to a receiver; ``tracing.stop()`` sends what is left."""
    with receiving() as found:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", f"{found.url}/v1/traces")
        tracing.start("test")
        yield found
        tracing.stop()


@pytest.fixture
def log_lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What the handler of the service's settings writes meanwhile, line by line."""
    (handler,) = [
        one for one in logging.getLogger().handlers if isinstance(one.formatter, ProcessorFormatter)
    ]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    handler.setStream(before)


@pytest.fixture
def stand(db_committed: str) -> Stand:
    return make_stand()


def ask(client: Client, stand: Stand, **headers: str) -> int:
    """Start a manual run over the API, as a signed-in person; return its number."""
    client.force_login(stand.admin)
    answer = client.post(
        "/api/runs",
        json.dumps({"connection": stand.connection.pk, "workflows": ["customers"]}),
        "application/json",
        headers=headers,
    )
    assert answer.status_code == 202, answer.content
    return int(answer.json()["id"])


@pytest.mark.requirement("observe-03")
def test_a_run_that_was_asked_for_stands_in_the_askers_trace(
    stand: Stand, django_client: Client, receiver: Receiver
) -> None:
    stand.customer("1")
    ask(django_client, stand, traceparent=ASKED)
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    tracing.stop()
    trace = receiver.trace(ASKED.split("-")[1])
    assert {name: len(spans) for name, spans in trace.items()} == {
        "POST": 1,
        "queue": 1,
        "run": 1,
        "link": 1,
        "apply": 1,
        "write": 1,
    }
    post, queue, run, link = (trace[name][0] for name in ("POST", "queue", "run", "link"))
    assert post.parent_id == ASKED.split("-")[2]
    assert (queue.parent_id, run.parent_id, link.parent_id) == (post.span_id, queue.span_id, run.span_id)


@pytest.mark.requirement("observe-03")
def test_a_run_of_many_links_is_one_span_that_says_why_it_failed(stand: Stand, receiver: Receiver) -> None:
    stand.netsuite.page_size = 1
    stand.services.link_time *= 0
    for number in ("1", "2", "3"):
        stand.customer(number)
    asked: list[str] = []

    def refuse_the_third(operation: str) -> None:
        asked.append(operation)
        if len(asked) == 3:
            raise FixSetup("The role lacks the permission.")

    stand.netsuite.before = refuse_the_third
    run = stand.run(keys=["customers"])
    assert run.state == Run.State.FAILED
    tracing.stop()
    (span,) = [one for one in receiver.spans if one.name == "run"]
    trace = receiver.trace(span.trace_id)
    assert len(trace["link"]) == run.links > 1
    assert {one.parent_id for one in trace["link"]} == {span.span_id}
    assert span.attributes["landbridge.state"] == "failed"
    assert span.start <= min(one.start for one in trace["link"])


@pytest.mark.requirement("observe-01")
def test_every_line_that_is_logged_in_a_link_names_run_and_connection(
    stand: Stand, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    def grumble(_operation: str) -> None:
        logging.getLogger("a.library").warning("the search was slow")
        raise FixSetup("The role lacks the permission.")

    stand.netsuite.before = grumble
    run = stand.run(keys=["customers"])
    lines = log_lines()
    about = [line for line in lines if line["event"] in {"the search was slow", "link_failed", "run_ended"}]
    assert {line["event"] for line in about} == {"the search was slow", "link_failed", "run_ended"}
    assert {(line["run"], line["connection"], line["kind"]) for line in about} == {
        (run.pk, stand.connection.pk, "manual")
    }


@pytest.mark.requirement("observe-01")
def test_a_request_has_the_id_that_it_came_with(
    stand: Stand, django_client: Client, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    django_client.force_login(stand.admin)
    answer = django_client.post(
        "/api/runs", json.dumps({"connection": 0}), "application/json", headers={"X-Request-ID": "asked-1"}
    )
    assert answer.headers["X-Request-ID"] == "asked-1"
    lines = log_lines()
    (told,) = [line for line in lines if line["event"] == "request_answered"]
    assert (told["request"], told["method"], told["path"], told["status"]) == (
        "asked-1",
        "POST",
        "/api/runs",
        404,
    )
    made = django_client.get("/healthz").headers["X-Request-ID"]
    assert len(made) == 32
