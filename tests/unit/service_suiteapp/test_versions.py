"""Which versions suffice for what is used."""

from __future__ import annotations

import msgspec
import pytest

from landbridge.service.suiteapp import versions
from landbridge.service.suiteapp.inspection import Bundles
from tests.component.service_setup.inspections import inspection, trigger
from tests.unit.service_suiteapp.judged import said, with_values


@pytest.mark.requirement("app-04")
@pytest.mark.parametrize(
    ("protocol", "state", "advice"),
    [
        (0, "failed", "Update the SuiteApp"),
        (1, "warning", "Update the SuiteApp"),
        (2, "ok", ""),
        (3, "failed", "Update Landbridge"),
    ],
)
def test_the_current_protocol_and_the_one_before_are_taken(protocol: int, state: str, advice: str) -> None:
    (found,) = versions.findings(inspection(protocol=protocol))
    assert (found.subject, found.state) == ("bundles", state)
    assert advice in found.advice


@pytest.mark.parametrize(
    ("bundles", "ticked", "missing"),
    [
        (("4.0", "3.0"), {}, []),
        (("3.9", "3.0"), {}, ["369637"]),
        (("4.0", ""), {}, ["369630"]),
        (("4.0", "3.0"), {"soap_customer": True}, ["369637", "369630"]),
        (("4.03", "3.02"), {"soap_user": True}, []),
        (("4.1", "3.1"), {"soap_project": True}, []),
        (("4.03", "3.02"), {"restlet_user": True}, ["369637", "369630"]),
        (("5.01", "4.01"), {"restlet_project": True, "soap_project": True}, []),
    ],
)
def test_what_is_ticked_needs_its_versions(
    bundles: tuple[str, str], ticked: dict[str, bool], missing: list[str]
) -> None:
    seen = msgspec.structs.replace(with_values(**ticked), bundles=Bundles(*bundles))
    failed = [one for one in versions.findings(seen) if one.failed]
    assert [
        bundle for one in failed for bundle in ("369637", "369630") if f"({bundle})" in one.message
    ] == missing


def test_beside_the_native_connector_the_bundles_versions_are_its_own() -> None:
    (found,) = versions.findings(inspection(build="beside-native", bundles=Bundles("", "")))
    assert found.state == "ok"


def test_bundles_are_advised_only_where_bundles_of_ours_are() -> None:
    by_sdf = versions.findings(inspection(bundles=Bundles("3.9", "2.0")))
    assert "deploy it by SDF" in said(by_sdf)
    assert "Install or update bundle" not in said(by_sdf)
    half = versions.findings(inspection(bundles=Bundles("4.0", "")))
    brought = versions.findings(
        inspection(bundles=Bundles("3.9", "2.0"), deployments=(trigger("customer", bundle="369630"),))
    )
    for found in (half, brought):
        assert "Install or update bundle" in said(found)
