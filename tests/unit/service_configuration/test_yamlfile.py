"""What a configuration file may hold, and how a mistake in it is named."""

from __future__ import annotations

import pytest

from landbridge.service.configuration.document import ConfigurationError
from landbridge.service.configuration.yamlfile import dump, load

HEAD = "landbridge_configuration: 1\n"


@pytest.mark.requirement("promote-04")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("connections: [", "not YAML: line 1"),
        ("connections: []\n", "no landbridge_configuration"),
        ("landbridge_configuration: 2\n", "this version reads 1"),
        ("- 1\n", "no landbridge_configuration"),
        (HEAD + "connections:\n- name: A\n  name: B\n", "line 4, column 3: 'name' stands twice"),
        (HEAD + "connections: &a\n- name: A\nchannels: *a\n", "line 4, column 11: aliases are not taken"),
        (HEAD + "connections:\n- nme: A\n", r"unknown field `nme` - at `\$\.connections"),
        (HEAD + "connections:\n- name: 7\n", r"Expected `str`, got `int` - at `\$\.connections.*name"),
        (
            HEAD + "connections:\n- name: A\n  workflows:\n    customers:\n      active: maybe\n",
            r"Expected `bool`.*workflows.*active",
        ),
        (HEAD + "when: !!python/object/apply:os.system [ls]\n", "not YAML: line 2"),
        (HEAD + "? [a, b]\n: 1\n", "line 2, column 3: a name is a plain text"),
        (HEAD + "n: 2026-13-45\n", "unknown field"),
        (HEAD + "n: !!timestamp abc\n", "timestamp' is not taken"),
        (HEAD + "n: !!int abc\n", "line 2, column 4: the value cannot be read"),
        (HEAD + "n: !!bool abc\n", "line 2, column 4: the value cannot be read"),
        (HEAD + f"n: {'9' * 5000}\n", "the value cannot be read"),
        (HEAD + "n: .nan\n", "not finite"),
        (HEAD + 'n: "a\\0b"\n', "cannot be kept"),
        (HEAD + 'n: "\\ud800"\n', "cannot be kept"),
        (HEAD + "<<: {channels: []}\n", "merge' is not taken|unknown field"),
        (HEAD + "#" * (5 * 1024 * 1024), "larger than"),
        (HEAD + "connections: " + "[" * 5000, "not YAML|nested too deeply"),
    ],
    ids=[
        "broken", "no format", "other format", "list", "twice", "alias", "unknown", "kind", "deep kind", "object",
        "name of parts", "date", "timestamp", "int", "bool", "long number", "nan", "nul", "surrogate", "merge", "large", "nested",
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        load(text)


@pytest.mark.requirement("promote-01")
def test_an_empty_configuration_is_a_file_too() -> None:
    assert dump(load(HEAD)) == dump(load(dump(load(HEAD))))
