"""Every environment variable, option of the servers and workflow option stands on the page of settings."""

from __future__ import annotations

import json
import re
from dataclasses import fields

import pytest

from landbridge.cli import app
from landbridge.local.seeds.secrets import VARIABLES
from landbridge.netsuite import ClientOptions, RetryPolicy
from landbridge.service.cli.connectionfile import PLAIN, SECRETS, VARIABLE
from landbridge.service.workflows.catalogue import CATALOGUE
from tests.unit.docs.commandlines import options_of
from tests.unit.docs.pages import ROOT, missing_words, page

NAMED = re.compile(r"""["'\s`](LANDBRIDGE_[A-Z_]*[A-Z]|DATABASE_URL|DJANGO_SETTINGS_MODULE)\b""")


def environment_variables() -> set[str]:
    """Return every variable of ours that the source names."""
    found = {
        name
        for path in (ROOT / "src" / "landbridge").rglob("*.py")
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
    }
    return found | {VARIABLE + name.upper() for name in SECRETS} | set(VARIABLES.values())


@pytest.mark.requirement("repo-07")
def test_every_environment_variable_is_documented() -> None:
    variables = environment_variables() - {"LANDBRIDGE_SECRET"}  # a setting of Django's, no variable
    assert missing_words(variables, page("reference/settings.md")) == []
    assert len(variables) > 12


@pytest.mark.requirement("repo-07")
def test_no_variable_is_documented_that_is_not_read() -> None:
    documented = set(re.findall(r"`(LANDBRIDGE_[A-Z_]+)`", page("reference/settings.md")))
    assert documented - environment_variables() == set()


@pytest.mark.requirement("repo-07")
def test_every_option_of_the_servers_is_documented() -> None:
    text = page("reference/settings.md")
    for name in ("up", "serve", "intake", "worker"):
        assert missing_words(options_of(app[name]) - {"--help"}, text) == [], name
    local = options_of(app["local"]["serve"]) - {"--help"}
    assert missing_words(local, page("reference/local-account.md")) == []


@pytest.mark.requirement("repo-07")
def test_every_setting_of_a_connection_is_documented() -> None:
    assert missing_words({*PLAIN, *SECRETS}, page("reference/settings.md")) == []


@pytest.mark.requirement("repo-07")
def test_every_workflow_and_option_is_documented() -> None:
    text = page("reference/settings.md")
    assert missing_words({option.key for one in CATALOGUE.values() for option in one.options}, text) == []
    assert missing_words(set(CATALOGUE), page("reference/workflows.md")) == []


@pytest.mark.requirement("repo-07")
def test_every_option_of_the_library_is_documented() -> None:
    names = {field.name for kind in (ClientOptions, RetryPolicy) for field in fields(kind)}
    assert missing_words(names, page("reference/settings.md")) == []


@pytest.mark.requirement("repo-07")
def test_every_setting_of_the_suiteapp_is_documented() -> None:
    objects = ROOT / "suiteapp" / "Objects"
    ids = {
        name
        for path in objects.glob("*.xml")
        for name in re.findall(r'scriptid="((?:cust)\w+)"', path.read_text(encoding="utf-8"))
    }
    text = page("reference/suiteapp.md")
    shown = {name for name in ids if not name.startswith("customdeploy_oa_show_")}
    assert missing_words(shown, text) == []
    assert len(shown) > 20


@pytest.mark.requirement("repo-07")
def test_the_example_of_a_connection_file_holds_known_names() -> None:
    examples = re.findall(r"```json\n(.*?)```", page("how-to/service.md"), re.DOTALL)
    assert [set(json.loads(one)) - {*PLAIN, *SECRETS} for one in examples] == [set()]
