"""The service seen by what watches it: metrics as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings
from prometheus_client.parser import text_string_to_metric_families

from landbridge.service.measures import TALLY

Values = dict[tuple[str, frozenset[tuple[str, str]]], float]
"""By name and labels."""


@pytest.fixture
def clean_tally() -> Iterator[None]:
    """What other tests counted in this process is not this test's."""
    TALLY.take()
    yield
    TALLY.take()


class Scrape:
    """One answer of `/metrics`, parsed by Prometheus' own client library."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: Values = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def __call__(self, name: str, **labels: str) -> float | None:
        """Return the value of the one series with exactly these labels."""
        return self.values.get((name, frozenset(labels.items())))


@pytest.fixture
def scrape(django_client: Client, clean_tally: None) -> Callable[[], Scrape]:
    """Ask for the metrics, from this machine."""

    def ask() -> Scrape:
        answer = django_client.get("/metrics")
        assert answer.status_code == 200, answer.content
        return Scrape(answer.content.decode())

    return ask


@pytest.fixture
def data_folder(tmp_path: Path, settings_of_django: Callable[..., None]) -> Path:
    """A data folder of this test's own."""
    settings_of_django(DATA_FOLDER=tmp_path)
    return tmp_path


@pytest.fixture
def settings_of_django() -> Iterator[Callable[..., None]]:
    """Changes settings until the end of the test."""
    changes: list[override_settings] = []

    def change(**values: object) -> None:
        changes.append(override_settings(**values))
        changes[-1].enable()

    yield change
    while changes:
        changes.pop().disable()
