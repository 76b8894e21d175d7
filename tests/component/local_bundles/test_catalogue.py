"""Folders of bundles: what is wrong with one is said, and an installation that fails leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.local.account import Account
from landbridge.local.bundles import versions
from landbridge.local.bundles.catalogue import Catalogue
from landbridge.local.bundles.desk import Bundles
from landbridge.local.bundles.errors import CatalogueError
from landbridge.local.opening import opened_account
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.errors import InstallError
from landbridge.local.settings import AccountSettings

from .conftest import INTEGRATION, REAL_TIME

WHOLE = """
id = "1"
name = "Tried"
description = "A bundle of a test."
[[versions]]
version = "1.0"
adds = ["A script."]
"""
OBJECT = """
<usereventscript scriptid="customscript_tried">
  <name>Tried</name>
  <scriptfile>[/SuiteScripts/tried.js]</scriptfile>
  <scriptdeployments>
    <scriptdeployment scriptid="customdeploy_tried">
      <recordtype>{record_type}</recordtype>
    </scriptdeployment>
  </scriptdeployments>
</usereventscript>
"""
ROLE = """
<role scriptid="customrole_tried">
  <name>Tried</name>
</role>
"""


def written(folder: Path, description: str, **files: str) -> Catalogue:
    """Return the catalogue with one bundle; `files` by path below the bundle's folder."""
    for name, text in {"bundle.toml": description, **files}.items():
        path = folder / "1" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip())
    return Catalogue(folder)


numbers = st.lists(st.integers(0, 99), min_size=1, max_size=4)


class TestVersions:
    @settings(deadline=None)
    @given(numbers, numbers)
    def test_versions_are_ordered_by_their_numbers(self, first: list[int], second: list[int]) -> None:
        texts = [".".join(map(str, parts)) for parts in (first, second)]
        assert versions.at_least(*texts) is (first >= second)

    @settings(deadline=None)
    @given(numbers)
    def test_leading_zeros_change_nothing(self, parts: list[int]) -> None:
        padded = ".".join(f"{part:02}" for part in parts)
        assert versions.key(padded) == tuple(parts)

    def test_the_bundles_versions_stand_in_order(self) -> None:
        known = ["3.9", "4.0", "4.03", "4.10", "5.01", "10.0"]
        assert sorted(set(known), key=versions.key) == known


class TestCatalogue:
    @pytest.mark.parametrize(
        ("description", "reason"),
        [
            pytest.param("id = ", "Invalid value", id="no-toml"),
            pytest.param(WHOLE.replace('name = "Tried"', ""), "missing required field `name`", id="no-name"),
            pytest.param(WHOLE + 'colour = "red"', "unknown field `colour`", id="unknown-key"),
            pytest.param(WHOLE.replace('"1"', '"2"', 1), "must be named 2", id="other-folder"),
            pytest.param(WHOLE.replace("1.0", "one"), "invalid literal", id="no-version"),
            pytest.param(
                WHOLE + '[[versions]]\nversion = "0.9"\nadds = []',
                "from the oldest to the newest",
                id="order",
            ),
        ],
    )
    def test_a_mistake_is_said_with_its_file(self, tmp_path: Path, description: str, reason: str) -> None:
        with pytest.raises(CatalogueError) as refused:
            written(tmp_path, description).bundles()
        assert str(refused.value).startswith("1/bundle.toml: ")
        assert reason in str(refused.value)

    def test_a_given_folder_is_read_when_the_account_opens(self, tmp_path: Path) -> None:
        written(tmp_path, "id = ")
        with (
            pytest.raises(CatalogueError),
            opened_account(AccountSettings(), seed="empty", bundles=tmp_path),
        ):
            pytest.fail("the account opened")


class TestFailing:
    """Nothing is left of an installation that fails half-way."""

    @pytest.fixture
    def failing(self, bundles: Bundles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bundles:
        description = (
            WHOLE + 'objects = ["customrole_tried", "customscript_tried"]\nfiles = ["SuiteScripts/tried.js"]'
        )
        files = {
            "Objects/customrole_tried.xml": ROLE,
            "Objects/customscript_tried.xml": OBJECT.format(record_type="NOTHING"),
            "FileCabinet/SuiteScripts/tried.js": "define([], () => ({}));",
        }
        monkeypatch.setattr(bundles, "catalogue", written(tmp_path, description, **files))
        return bundles

    def test_an_object_that_cannot_be_installed(
        self, failing: Bundles, account: Account, scripting: Scripting
    ) -> None:
        with pytest.raises(InstallError, match="NOTHING is not a record type"):
            failing.install("1")
        assert account.access.role_by_script_id("customrole_tried") is None
        assert scripting.scripts() == []
        assert failing.installed() == []
        assert account.database.row("SELECT 1 FROM file WHERE name = 'tried.js'") is None

    def test_a_file_that_is_not_there(self, failing: Bundles, tmp_path: Path) -> None:
        (tmp_path / "1" / "FileCabinet/SuiteScripts/tried.js").unlink()
        with pytest.raises(CatalogueError, match=r"1 1\.0: there is no FileCabinet/SuiteScripts/tried\.js"):
            failing.install("1")


def test_a_data_folder_remembers_what_is_installed(tmp_path: Path) -> None:
    for first in (True, False):
        with opened_account(AccountSettings(), folder=tmp_path, seed="empty") as account:
            bundles, scripting = account.bundles, account.scripting
            assert bundles is not None
            assert isinstance(scripting, Scripting)
            if first:
                bundles.install(INTEGRATION)
                bundles.install(REAL_TIME)
                scripting.registry.reorder("job", ["customscript_oa_show_answer"])
                continue
            assert {one.id: one.version for one in bundles.installed()} == {
                INTEGRATION: "5.01",
                REAL_TIME: "4.01",
            }
            old = scripting.registry.script("customscript_oa_send_to_spp")
            assert (old.bundle, old.api_version) == (REAL_TIME, "1.0")
            assert "afterSubmit" in old.functions
            first_script = scripting.registry.user_events("job")[0][0]
            assert first_script.script_id == "customscript_oa_show_answer"
