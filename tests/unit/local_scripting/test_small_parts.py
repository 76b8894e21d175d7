"""The parts that need no account: caches, sources, frames, summaries, the log."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.scripting.cachestore import CacheStore
from landbridge.local.scripting.engine.child import FrameError, read_frame, write_frame
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.host.encoding import decoded, encoded
from landbridge.local.scripting.host.summaries import Cell, summarised
from landbridge.local.scripting.journal import Journal
from landbridge.local.scripting.model import LogEntry
from landbridge.local.scripting.scriptfiles import without_format_characters
from landbridge.local.scripting.sdfxml import pipe_list, reference

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Hands:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def test_cache_keeps_until_its_time_is_over() -> None:
    clock = Hands()
    store = CacheStore(clock)
    store.put(("s", "c", "k"), "v", 300)
    store.put(("s", "c", "day"), "v", None)
    clock.now += timedelta(seconds=299)
    assert store.get(("s", "c", "k")) == "v"
    clock.now += timedelta(seconds=1)
    assert store.get(("s", "c", "k")) is None
    assert store.get(("s", "c", "day")) == "v"
    store.remove(("s", "c", "day"))
    assert store.get(("s", "c", "day")) is None
    assert store.get(("other", "c", "day")) is None


@pytest.mark.parametrize(
    ("key", "value", "ttl", "name"),
    [
        ("k", "v", 299, "SSS_INVALID_CACHE_TTL"),
        ("k", "v" * (500 * 1024 + 1), 300, "SSS_CACHE_VALUE_TOO_LARGE"),
        ("k" * 4097, "v", 300, "SSS_CACHE_VALUE_TOO_LARGE"),
    ],
)
def test_cache_refuses_what_netsuite_refuses(key: str, value: str, ttl: float, name: str) -> None:
    with pytest.raises(ScriptError) as refused:
        CacheStore(Hands()).put(("s", "c", key), value, ttl)
    assert refused.value.name == name


def test_zero_width_characters_are_kept_in_strings_only() -> None:
    source = "\ufeffvar a\u200b = 'x\u200by' + \"\u200b\" + `\u200b`;\u200b"
    assert without_format_characters(source) == "var a = 'x\u200by' + \"\u200b\" + `\u200b`;"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_frames_carry_any_json(message: Any) -> None:
    left, right = socket.socketpair()
    with left, right:
        write_frame(left, message)
        assert read_frame(right) == message


def test_end_of_the_stream_is_told() -> None:
    left, right = socket.socketpair()
    with right:
        left.sendall(b"\0\0\0\x09half")
        left.close()
        with pytest.raises(FrameError):
            read_frame(right)


def test_a_frame_that_claims_to_be_huge_is_refused() -> None:
    left, right = socket.socketpair()
    with left, right:
        left.sendall(b"\xff\xff\xff\xff")
        with pytest.raises(FrameError, match="too large"):
            read_frame(right)


@given(st.binary(), st.sampled_from(["BASE_16", "HEX", "BASE_32", "BASE_64", "BASE_64_URL_SAFE"]))
def test_encodings_go_both_ways(data: bytes, encoding: str) -> None:
    assert decoded(encoded(data, encoding), encoding) == data


@pytest.mark.parametrize(("text", "encoding"), [("*", "BASE_64"), ("0g", "HEX"), ("1", "BASE_32")])
def test_what_is_not_encoded_is_refused(text: str, encoding: str) -> None:
    with pytest.raises(ScriptError) as refused:
        decoded(text, encoding)
    assert refused.value.name == "SSS_INVALID_ENCODED_STRING"


def test_unknown_encoding_is_refused() -> None:
    for convert in (lambda: decoded("a", "ROT13"), lambda: encoded(b"a", "ROT13")):
        with pytest.raises(ScriptError) as refused:
            convert()
        assert refused.value.name == "SSS_ENCODING_NOT_SUPPORTED"


def number(value: float | None) -> Cell:
    return Cell("" if value is None else str(value), None, value)


def test_summaries_by_group() -> None:
    rows = [
        (str(index), [Cell(stage, stage, stage), *[number(value)] * 5])
        for index, (stage, value) in enumerate([("A", 1.0), ("B", 5.0), ("A", 2.0), ("A", None)])
    ]
    summed = summarised(rows, ["GROUP", "SUM", "COUNT", "MIN", "MAX", "AVG"])
    assert [[cell.value for cell in cells] for _, cells in summed] == [
        ["A", "3", "2", "1.0", "2.0", "1.5"],
        ["B", "5", "1", "5.0", "5.0", "5"],
    ]


def test_summary_of_nothing() -> None:
    assert [[cell.value for cell in cells] for _, cells in summarised([], ["COUNT", "MAX"])] == [["0", ""]]
    assert summarised([], ["GROUP", "COUNT"]) == []
    with pytest.raises(ScriptError, match="summary type"):
        summarised([("1", [number(1)])], [""])


def test_log_keeps_from_its_level_on_and_the_newest_first() -> None:
    journal = Journal()
    for level in ("DEBUG", "AUDIT", "ERROR", "SYSTEM"):
        journal.write(LogEntry(NOW, level, level.lower(), "", "s", "d", "1"), "AUDIT")
    assert [entry.level for entry in journal.newest()] == ["SYSTEM", "ERROR", "AUDIT"]
    assert [entry.level for entry in journal.newest(1)] == ["SYSTEM"]


def test_references_and_lists_of_sdf() -> None:
    assert reference("[scriptid=customrole_a]") == "customrole_a"
    assert reference("[/SuiteScripts/a.js]") == "/SuiteScripts/a.js"
    assert pipe_list("ADMINISTRATOR|[scriptid=customrole_a]|") == ("ADMINISTRATOR", "customrole_a")
