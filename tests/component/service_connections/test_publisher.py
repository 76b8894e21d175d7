"""The publisher's integration record: environment first, then a private file of the data folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from landbridge.service.connections.publisher import (
    APPLICATION_ID,
    FILE_NAME,
    KEY,
    SECRET,
    PublisherError,
    PublisherRecord,
    is_configured,
    publisher_record,
)

pytestmark = [pytest.mark.requirement("cred-06"), pytest.mark.usefixtures("db")]


def write(folder: Path, content: object, mode: int = 0o600) -> dict[str, str]:
    path = folder / FILE_NAME
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    path.chmod(mode)
    return {"LANDBRIDGE_DATA": str(folder)}


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    stored = write(tmp_path, {"consumer_key": "file-key", "consumer_secret": "file-secret"})
    assert publisher_record(stored) == PublisherRecord("file-key", "file-secret")
    given = {KEY: "key", SECRET: "secret", APPLICATION_ID: "application"}
    assert publisher_record(stored | given) == PublisherRecord("key", "secret", "application")
    assert is_configured(given)
    assert "secret" not in repr(publisher_record(given))


def test_where_there_is_none_it_says_what_to_set(tmp_path: Path) -> None:
    for environment in ({}, {"LANDBRIDGE_DATA": str(tmp_path)}):
        assert not is_configured(environment)
        with pytest.raises(PublisherError, match=f"{KEY} and {SECRET}, or put consumer_key"):
            publisher_record(environment)


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        ({"consumer_key": "k", "consumer_secret": "hush"}, 0o644, "chmod 600"),
        ("hush", 0o600, "not a JSON object"),
        ({"consumer_key": "k", "secret": "hush"}, 0o600, "unknown secret"),
        ({"consumer_key": "hush"}, 0o600, "lacks consumer_key or consumer_secret"),
    ],
    ids=["readable-by-others", "no-json", "unknown-name", "half"],
)
def test_a_file_that_cannot_be_used_is_refused_without_its_content(
    tmp_path: Path, content: object, mode: int, said: str
) -> None:
    with pytest.raises(PublisherError, match=said) as caught:
        publisher_record(write(tmp_path, content, mode))
    assert "hush" not in str(caught.value)


def test_half_a_pair_in_the_environment_is_refused() -> None:
    with pytest.raises(PublisherError, match="by half"):
        publisher_record({SECRET: "hush"})
