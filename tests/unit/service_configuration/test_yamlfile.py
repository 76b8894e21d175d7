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
        (HEAD + "#" * (5 * 1024 * 1024), "larger than"),
        (HEAD + "connections: " + "[" * 5000, "not YAML|nested too deeply"),
    ],
    ids=[
        "broken", "no format", "other format", "list", "twice", "alias", "unknown", "kind", "deep kind", "object", "large", "nested",
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        load(text)


@pytest.mark.requirement("promote-01")
def test_an_empty_configuration_is_a_file_too() -> None:
    assert dump(load(HEAD)) == dump(load(dump(load(HEAD))))
