"""`landbridge suiteapp build`: both forms are installed and run by a local account."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jws
from joserfc.jwk import RSAKey

from landbridge.local.account import Account
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite import AccountId, Client, ClientOptions, TokenCredentials
from landbridge.sdf.build import BuildError, Form, build
from landbridge.sdf.check import check
from landbridge.sdf.cli import build as build_command
from landbridge.suiteapp import suiteapp_folder
from tests.component.suiteapp.service import Service, served_service
from tests.keyfiles import packed

PASSWORD = "of-the-key-file"
CERTIFICATE_RESTLET = {
    "script": "customscript_landbridge_certificate",
    "deploy": "customdeploy_landbridge_certificate",
}
SETUP_RESTLET = {"script": "customscript_landbridge_setup", "deploy": "customdeploy_landbridge_setup"}
FLAG = "custentity_oa_export_to_openair"
IDS = {
    Form.STANDALONE: {
        "role": "customrole_oa_integration",
        "settings": "customrecord_oa_srp_integration_settings",
        "certificate": "custcertificate_oa_realtime",
        "databaseId": "custrecord_oa_db_id",
        "realTime": "custrecord_oa_realtime_enable",
    },
    Form.BESIDE_NATIVE: {
        "role": "customrole_landbridge_integration",
        "settings": "customrecord_landbridge_settings",
        "certificate": "custcertificate_landbridge_realtime",
        "databaseId": "custrecord_landbridge_db_id",
        "realTime": "custrecord_landbridge_enable",
    },
}


def built(form: Form, folder: Path) -> Path:
    out = folder / form.value
    build(suiteapp_folder(), form, out)
    return out


def client_of(running: RunningAccount, role: str) -> Client:
    """A client whose token is the integration user's in a role."""
    account = running.account
    user = account.access.user_by_email("integration@demo.example")
    found = account.access.role_by_script_id(role)
    assert user is not None
    assert found is not None
    account.access.give_access(user.id, (found.id,))
    (integration,) = account.access.integrations()
    token = account.access.token_records.create("Build", integration.id, user.id, found.id)
    credentials = TokenCredentials(
        consumer_key=running.secrets.consumer_key,
        consumer_secret=running.secrets.consumer_secret,
        token_id=token.token_id,
        token_secret=token.token_secret,
    )
    options = ClientOptions(connect_to=running.connect_to, ca_file=running.ca_file)
    return Client(AccountId.parse(account.settings.account_id), credentials, options=options)


async def made_ready(running: RunningAccount, service: Service, form: Form) -> tuple[RSAKey, dict[str, Any]]:
    """Upload a certificate and fill in the settings, both through the RESTlets; return the public key and the inspection."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file = base64.b64encode(packed(key, PASSWORD.encode())).decode()
    values = {
        "serviceUrl": service.url,
        "account": running.account_id,
        "databaseId": "5501",
        "realTime": True,
    }
    async with client_of(running, IDS[form]["role"]) as client:
        upload = {"name": "Real time", "file": file, "password": PASSWORD}
        uploaded = await client.restlets.call("POST", **CERTIFICATE_RESTLET, body=upload)
        assert (uploaded["status"], uploaded["certificate"]) == ("ok", IDS[form]["certificate"])
        written = await client.restlets.call("PUT", **SETUP_RESTLET, body={"values": values})
        assert written == {"status": "ok", "changed": ["serviceUrl", "account", "databaseId", "realTime"]}
        inspection = await client.restlets.call("GET", **SETUP_RESTLET)
    return RSAKey.import_key(key.public_key()), inspection


def save_customer(account: Account) -> str:
    session = account.access.sign_in("anna@demo.example", "landbridge", ip="127.0.0.1")
    result = account.records.save(session, "customer", {"companyName": "Acme", FLAG: True})
    assert result.after_submit_error is None
    return result.record.id


def claims(service: Service, key: RSAKey) -> dict[str, Any]:
    (notice,) = service.notices
    payload = jws.deserialize_compact(notice[2], key, algorithms=["RS256"]).payload
    found = json.loads(payload)
    assert isinstance(found, dict)
    return found


@pytest.mark.requirement("app-01")
async def test_the_standalone_form_is_installed_and_runs(tmp_path: Path) -> None:
    project = built(Form.STANDALONE, tmp_path)
    assert check(project).findings == []
    with (
        running_account(suiteapp=project) as running,
        served_service(running.account, tmp_path) as service,
    ):
        key, inspection = await made_ready(running, service, Form.STANDALONE)
        assert inspection["build"] == "standalone"
        saved = save_customer(running.account)
        assert claims(service, key)["internal_id"] == saved


@pytest.mark.requirement("app-01", "beside-01")
async def test_the_form_beside_native_runs_beside_the_bundles(tmp_path: Path) -> None:
    project = built(Form.BESIDE_NATIVE, tmp_path)
    assert check(project).findings == []
    with running_account() as running, served_service(running.account, tmp_path) as service:
        account = running.account
        assert isinstance(account.scripting, Scripting)
        account.bundles.install("369637", "3.9")
        account.bundles.install("369630", "2.0")
        before = {one.script_id: one.file for one in account.scripting.scripts()}
        account.scripting.install(project)

        key, inspection = await made_ready(running, service, Form.BESIDE_NATIVE)
        assert inspection["build"] == "beside-native"
        assert inspection["bundles"] == {
            "integration": "",
            "realTime": "",
        }  # those that are there are native's
        saved = save_customer(account)
        assert claims(service, key)["internal_id"] == saved

        after = {one.script_id: one.file for one in account.scripting.scripts()}
        assert {script: after[script] for script in before} == before
        (native,) = account.records.search(IDS[Form.STANDALONE]["settings"], [])
        record = account.records.get(IDS[Form.STANDALONE]["settings"], native)
        assert record is not None
        assert not record.values.get("custrecord_oa_realtime_enable")


@pytest.mark.requirement("beside-01")
def test_beside_native_brings_only_ids_of_its_own(tmp_path: Path) -> None:
    project = built(Form.BESIDE_NATIVE, tmp_path)
    brought = {path.stem for path in (project / "Objects").iterdir()}
    assert [name for name in brought if "_oa_" in name] == []
    assert brought >= {
        "customrecord_landbridge_settings",
        "customrole_landbridge_integration",
        "customscript_landbridge_send_to_spp_2",
        "customscript_landbridge_setup",
        "custentity_landbridge_imported",
        "custbody_landbridge_link",
    }
    text = "".join(path.read_text(encoding="utf-8") for path in (project / "Objects").iterdir())
    assert "SuiteProjects Pro Integration Administrator" not in text
    assert not (project / "FileCabinet" / "SuiteScripts" / "landbridge").exists()
    assert list(project.rglob("bundle_*.json")) == []
    manifest = (project / "manifest.xml").read_text(encoding="utf-8")
    assert "<object>customrecord_oa_cost_center</object>" in manifest
    assert (
        "custcol_oa_export_to_openair" not in manifest
    )  # nothing of the form names it, so its lack must not stop a deployment


@pytest.mark.requirement("app-01", "beside-01")
@pytest.mark.parametrize("form", list(Form), ids=lambda form: form.value)
def test_a_built_project_has_what_is_deployed_and_no_more(form: Form, tmp_path: Path) -> None:
    project = built(form, tmp_path)
    assert {path.name for path in project.iterdir()} == {
        "FileCabinet",
        "Objects",
        "deploy.xml",
        "manifest.xml",
        "suitecloud.config.js",
    }


@pytest.mark.requirement("app-01")
def test_the_standalone_form_is_the_project_as_it_is(tmp_path: Path) -> None:
    project = built(Form.STANDALONE, tmp_path)
    written = {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in project.rglob("*")
        if path.is_file()
    }
    source = suiteapp_folder()
    assert written == {name: (source / name).read_bytes() for name in written}
    assert len(list((source / "Objects").iterdir())) == len(list((project / "Objects").iterdir()))


@pytest.mark.requirement("app-01")
def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError, match="not an empty folder"):
        build(suiteapp_folder(), Form.STANDALONE, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.requirement("app-01")
def test_the_command_builds_and_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build_command(form=Form.BESIDE_NATIVE, out=tmp_path / "out") == 0
    assert "nothing wrong" in capsys.readouterr().out
    assert build_command(form=Form.BESIDE_NATIVE, out=tmp_path / "out") == 1
    assert "not an empty folder" in capsys.readouterr().err
