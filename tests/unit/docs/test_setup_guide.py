"""The guide of the set-up has every step of the assistant, in its order."""

from __future__ import annotations

import re

import pytest

from landbridge.service.health.setup.model import State
from landbridge.service.health.setup.steps import STEPS
from landbridge.service.suiteapp.versions import BASIC, RESTLET, SOAP
from tests.unit.docs.pages import page

GUIDE = "how-to/suiteapp.md"
REFERENCE = "reference/setup.md"


def headings() -> list[str]:
    return re.findall(r"^#+ (.+)$", page(GUIDE), re.MULTILINE)


@pytest.mark.requirement("app-03")
def test_every_step_of_the_assistant_is_a_section_of_the_guide_in_its_order() -> None:
    titles = [step.title for step in STEPS]
    assert [heading for heading in headings() if heading in titles] == titles


@pytest.mark.requirement("app-03")
def test_a_step_that_the_assistant_does_not_do_names_its_place_in_netsuite() -> None:
    text = page(GUIDE).replace("\n", " ")
    places = [
        step.place.removeprefix("NetSuite: ").split(", or ")[0].split(" > List")[0]
        for step in STEPS
        if step.act is None and step.place.startswith("NetSuite: ")
    ]
    assert [place for place in places if place.split(" > ")[-1] not in text] == []
    assert len(places) > 5


@pytest.mark.requirement("app-03")
def test_both_ways_of_installing_and_every_needed_version_are_there() -> None:
    assert {"With SDF", "With bundles", "Upgrade from SuiteSignOn", "After an update"} <= set(headings())
    text = page(GUIDE)
    for need in (BASIC, SOAP, RESTLET):
        assert need.integration in text
        assert need.real_time in text


@pytest.mark.requirement("setup-01")
def test_the_reference_has_every_step_with_what_it_comes_after() -> None:
    table = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]*)\| [^|]+ \|$", page(REFERENCE), re.MULTILINE)
    told = [(name, title, tuple(re.findall(r"`(\w+)`", after))) for name, title, after in table]
    assert told == [(step.name, step.title, step.after) for step in STEPS]


@pytest.mark.requirement("setup-01")
def test_the_reference_has_every_state() -> None:
    text = page(REFERENCE)
    assert [state.value for state in State if f"| `{state.value}` |" not in text] == []
