"""NetSuite's support matrix and removal dates, against the local account's own table and against days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local import releases as local
from landbridge.netsuite.credentials import (
    Credentials,
    OAuth2Credentials,
    TokenCredentials,
    UserCredentials,
)
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.removals import Level, notices
from landbridge.netsuite.support import (
    Release,
    Standing,
    is_stated,
    releases_on,
    support_of,
    support_on,
)
from landbridge.netsuite.versions import Version

AS_LOCAL = {
    Standing.SUPPORTED: local.Standing.SUPPORTED,
    Standing.UNSUPPORTED: local.Standing.REACHABLE,
    Standing.DISABLED: local.Standing.DISABLED,
}
RELEASES = [f"{year}.{half}" for year in range(2017, 2029) for half in (1, 2)]
NEWEST, OLD = Version.newest(), Version("2019_2")


@pytest.mark.requirement("reach-05")
@pytest.mark.parametrize("release", RELEASES)
def test_the_matrix_is_that_of_the_local_account(release: str) -> None:
    """The two tables were written independently: this one by endpoint, that one as a rule with exceptions."""
    for version in Version.all():
        told = local.standing(version.value, release)
        if told is not local.Standing.UNKNOWN:
            assert AS_LOCAL[support_of(version, Release.parse(release)).standing] is told, version


@pytest.mark.requirement("reach-05")
def test_every_endpoint_from_2017_1_to_2025_2_can_be_chosen() -> None:
    assert [str(version) for version in Version.all()] == list(local.endpoints())
    assert all(Version.parse(str(version).replace("_", ".")) == version for version in Version.all())
    for text in ("2016_2", "2026_1", "2025_3", "2025", "\uff12025_2"):
        with pytest.raises(ValueError, match="endpoint"):
            Version.parse(text)


@pytest.mark.requirement("reach-05")
@pytest.mark.parametrize(
    ("version", "day", "standing", "words"),
    [
        ("2025_2", date(2026, 11, 21), Standing.SUPPORTED, "supported until NetSuite 2028.2"),
        ("2024_1", date(2026, 11, 21), Standing.SUPPORTED, "supported until NetSuite 2027.1"),
        (
            "2023_2",
            date(2026, 11, 21),
            Standing.UNSUPPORTED,
            "not supported since NetSuite 2026.2 (from about August 2026)",
        ),
        (
            "2021_1",
            date(2026, 11, 21),
            Standing.UNSUPPORTED,
            "disabled with 2028.1 (from about February 2028)",
        ),
        ("2019_2", date(2026, 11, 21), Standing.DISABLED, "disabled since NetSuite 2026.2"),
        ("2021_2", date(2026, 11, 21), Standing.UNSUPPORTED, "2024.2 (from about August 2024; assumed)"),
        ("2017_1", date(2026, 11, 21), Standing.DISABLED, "disabled since"),
        ("2025_2", date(2028, 12, 1), Standing.DISABLED, "disabled since NetSuite 2028.2"),
    ],
)
def test_a_day_tells_the_standing_with_its_dates(
    version: str, day: date, standing: Standing, words: str
) -> None:
    support = support_on(Version(version), day)
    assert support.standing is standing
    assert words in support.message
    assert bool(support.advice) == (standing is not Standing.SUPPORTED)


def test_while_a_release_is_phased_in_an_endpoint_that_it_disables_still_counts() -> None:
    assert support_on(OLD, date(2026, 7, 31)).standing is Standing.UNSUPPORTED
    assert support_on(OLD, date(2026, 9, 15)).standing is Standing.UNSUPPORTED
    assert support_on(OLD, date(2026, 10, 31)).standing is Standing.DISABLED


@given(st.dates(date(2018, 1, 1), date(2029, 12, 31)))
def test_releases_follow_one_another_and_standings_only_get_worse(day: date) -> None:
    oldest, newest = releases_on(day)
    assert newest.first_day <= day
    assert oldest in (newest, newest.before)
    order = list(Standing)
    for version in Version.all():
        today = support_on(version, day).standing
        assert order.index(today) <= order.index(support_on(version, day + timedelta(days=200)).standing)


def test_what_oracle_states_is_told_from_what_is_assumed() -> None:
    assert [is_stated(Release.parse(text)) for text in ("2025.1", "2025.2", "2028.2")] == [False, True, True]
    with pytest.raises(ValueError, match="not a release"):
        Release.parse("2026")


@pytest.mark.requirement("reach-07")
@pytest.mark.parametrize(
    ("protocol", "credentials", "codes"),
    [
        (Protocol.REST, OAuth2Credentials, []),
        (Protocol.REST, TokenCredentials, ["new_refused", "tokens_removed"]),
        (Protocol.SOAP, TokenCredentials, ["new_refused", "tokens_removed", "soap_removed"]),
        (Protocol.SOAP, UserCredentials, ["new_refused", "passwords_removed", "soap_removed"]),
    ],
)
def test_the_removals_that_a_connection_depends_on_are_told(
    protocol: Protocol, credentials: type[Credentials], codes: list[str]
) -> None:
    found = notices(protocol, credentials, NEWEST, date(2026, 11, 21))
    assert [notice.code for notice in found] == codes
    for notice in found:
        assert notice.level is Level.WARNING
        assert str(notice.release) in notice.text
        assert notice.advice
        assert notice.source


@pytest.mark.requirement("reach-07")
def test_dates_are_named_and_the_past_is_an_error() -> None:
    def told(day: date, version: Version = NEWEST) -> dict[str, tuple[Level, str]]:
        found = notices(Protocol.SOAP, TokenCredentials, version, day)
        return {notice.code: (notice.level, notice.text) for notice in found}

    before = told(date(2026, 11, 21))
    assert "2028.2 (from about August 2028)" in before["soap_removed"][1]
    assert "2028.1 (from about February 2028)" in before["tokens_removed"][1]
    assert "tentative" in before["tokens_removed"][1]
    assert before["new_refused"][1].startswith("From NetSuite 2027.1 (from about February 2027) on")
    after = told(date(2028, 12, 1))
    assert after["soap_removed"][0] is Level.ERROR
    assert after["tokens_removed"] == (Level.WARNING, after["tokens_removed"][1])
    assert after["new_refused"][1].startswith("Since NetSuite 2027.1")
    assert told(date(2026, 11, 21), OLD)["endpoint"][0] is Level.ERROR
    assert told(date(2026, 11, 21), Version("2023_1"))["endpoint"][0] is Level.WARNING


@pytest.mark.requirement("reach-07")
def test_user_credentials_end_with_the_last_endpoint_that_takes_them() -> None:
    def level(day: date) -> Level:
        found = notices(Protocol.SOAP, UserCredentials, Version("2020_1"), day)
        return next(notice.level for notice in found if notice.code == "passwords_removed")

    assert level(date(2026, 11, 21)) is Level.WARNING
    assert level(date(2027, 6, 1)) is Level.ERROR
