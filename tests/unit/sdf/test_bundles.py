"""The bundles as data: what `suiteapp/bundles/` says, held against the SDF project that versions are made from."""

from __future__ import annotations

import itertools
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from landbridge.sdf.project import Project, read_project
from landbridge.sdf.scriptfile import ScriptFile
from landbridge.suiteapp import suiteapp_folder

INTEGRATION, REAL_TIME = "369637", "369630"
SETTINGS, ROLE = "customrecord_oa_srp_integration_settings", "customrole_oa_integration"
LEFT_BY_INSTALLING = (
    "SuiteScripts/landbridge/bundle_369630.json",
    "SuiteScripts/landbridge/bundle_369637.json",
)
SCRIPTS = "/SuiteScripts/landbridge"


def bundle(bundle_id: str) -> dict[str, Any]:
    text = (suiteapp_folder() / "bundles" / bundle_id / "bundle.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def version(bundle_id: str, number: str) -> dict[str, Any]:
    return next(one for one in bundle(bundle_id)["versions"] if one["version"] == number)


def number_of(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(suiteapp_folder())


def own(bundle_id: str) -> Project:
    """What a bundle brings that is not in the project: the SuiteScript 1.0 versions."""
    return read_project(suiteapp_folder() / "bundles" / bundle_id)


@pytest.mark.requirement("bundle-02")
@pytest.mark.parametrize("bundle_id", [INTEGRATION, REAL_TIME])
def test_what_a_bundle_names_exists(bundle_id: str, project: Project) -> None:
    ids = project.script_ids | own(bundle_id).script_ids
    files = {path.removeprefix("/") for path in (*project.files, *own(bundle_id).files)}
    about = bundle(bundle_id)
    assert set(about.get("not_deployed", [])) <= ids
    for pair in about.get("script_pairs", []):
        assert set(pair.values()) <= ids
    for one in about["versions"]:
        assert set(one.get("objects", [])) <= ids
        assert set(one.get("files", [])) <= files
        for name in one.get("certificates", {}).values():
            assert (suiteapp_folder() / "bundles" / bundle_id / name).is_file()
        for overlaid in (suiteapp_folder() / "bundles" / bundle_id / one["version"]).rglob("*.js"):
            assert overlaid.relative_to(overlaid.parents[3]).as_posix().removeprefix("FileCabinet/") in files


@pytest.mark.requirement("bundle-02")
def test_every_part_of_the_project_belongs_to_one_bundle(project: Project) -> None:
    versions = [one for bundle_id in (INTEGRATION, REAL_TIME) for one in bundle(bundle_id)["versions"]]
    objects = Counter(name for one in versions for name in one.get("objects", []))
    files = Counter(name for one in versions for name in one.get("files", []))
    assert set(objects.values()) == set(files.values()) == {1}
    assert set(objects) >= {one.script_id for one in project.objects}
    assert set(files) >= {path.removeprefix("/") for path in project.files} - set(LEFT_BY_INSTALLING)


@pytest.mark.requirement("bundle-02")
@pytest.mark.parametrize("bundle_id", [INTEGRATION, REAL_TIME])
def test_versions_stand_oldest_first_and_each_says_what_it_adds(bundle_id: str) -> None:
    versions = bundle(bundle_id)["versions"]
    numbers = [number_of(one["version"]) for one in versions]
    assert numbers == sorted(set(numbers))
    assert all(one["adds"] for one in versions)
    known = {one["version"] for one in bundle(INTEGRATION)["versions"]}
    assert {least for one in versions for least in one.get("requires", {}).values()} <= known


@pytest.mark.requirement("bundle-02")
def test_the_versions_of_the_specification_add_what_it_says(project: Project) -> None:
    granted = next(one.root for one in project.objects if one.script_id == ROLE)
    levels = {
        node.value("permkey"): node.value("permlevel") for node in granted.each("permissions/permission")
    }
    four = version(INTEGRATION, "4.0")["permissions"][ROLE]
    assert {name: levels[name] for name in four} == dict.fromkeys(
        ("ADMI_NSASOIDCPROVIDER", "ADMI_MANAGE_OAUTH2", "ADMI_LOGIN_OAUTH2", "ADMI_CERTIFICATES"), "FULL"
    )
    assert "custrecord_landbridge_url" in version(INTEGRATION, "4.0")["fields"][SETTINGS]
    for number, way in (("4.03", "soap"), ("5.01", "restlet")):
        boxes = {f"custrecord_oa_realtime_{way}_{record}" for record in ("customer", "project", "user")}
        assert set(version(INTEGRATION, number)["fields"][SETTINGS]) == boxes
    settings = next(one.root for one in project.objects if one.script_id == SETTINGS)
    fields = {node.script_id for node in settings.walk()}
    for one in bundle(INTEGRATION)["versions"]:
        assert set(one.get("fields", {}).get(SETTINGS, [])) <= fields


@pytest.mark.requirement("bundle-02")
def test_the_first_version_of_the_add_on_has_suitescript_1_alone() -> None:
    first, second = bundle(REAL_TIME)["versions"][:2]
    assert first["version"].startswith("1.")
    assert first["objects"] == ["customscript_oa_send_to_spp"]
    assert "customscript_oa_send_to_spp_2" in second["objects"]


@pytest.mark.requirement("bundle-02", "bundle-03")
def test_the_add_on_asks_for_the_integration_bundle_and_brings_a_placeholder() -> None:
    third = version(REAL_TIME, "3.0")
    assert third["requires"] == {INTEGRATION: "4.0"}
    assert third["certificates"] == {"custcertificate_oa_realtime": "openair-certificate.pem"}
    pem = (suiteapp_folder() / "bundles" / REAL_TIME / "openair-certificate.pem").read_bytes()
    assert b"PRIVATE KEY" not in pem
    assert x509.load_pem_x509_certificate(pem).not_valid_after_utc.year == 2023


def scripts_of(project: Project, bundle_id: str, number: str) -> dict[str, ScriptFile]:
    """The scripts of one version, by File Cabinet path."""
    there = {**project.scripts, **own(bundle_id).scripts}
    named = {
        f"/{name}"
        for one in bundle(bundle_id)["versions"]
        if number_of(one["version"]) <= number_of(number)
        for name in one.get("files", [])
    }
    overlaid = read_project(suiteapp_folder() / "bundles" / bundle_id / number).scripts
    return {**{path: there[path] for path in named}, **overlaid}


def pairs() -> list[tuple[str, str]]:
    """Each version of the integration bundle with each of the add-on that it allows."""
    return [
        (integration["version"], add_on["version"])
        for integration, add_on in itertools.product(
            bundle(INTEGRATION)["versions"], bundle(REAL_TIME)["versions"]
        )
        if number_of(integration["version"]) >= number_of(add_on["requires"][INTEGRATION])
    ]


@pytest.mark.requirement("bundle-02")
@pytest.mark.parametrize(("integration", "add_on"), pairs())
def test_scripts_find_their_modules_in_every_pair_of_versions(
    project: Project, integration: str, add_on: str
) -> None:
    first = scripts_of(project, INTEGRATION, integration)
    both = {**first, **scripts_of(project, REAL_TIME, add_on)}
    assert missing(first) == missing(both) == []


def missing(scripts: dict[str, ScriptFile]) -> list[str]:
    return [
        f"{path}: {module.text}"
        for path, script in scripts.items()
        for module in script.dependencies
        if module.text.startswith("./") and f"{SCRIPTS}/{Path(module.text).name}.js" not in scripts
    ]
