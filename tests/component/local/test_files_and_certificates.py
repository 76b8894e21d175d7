"""The File Cabinet with private folders, and digital certificates that come from it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from landbridge.local.access.model import Context, Level, Session
from landbridge.local.account import Account
from landbridge.local.files.model import File
from landbridge.local.records.errors import RecordError
from tests.keyfiles import Key, certificate, packed

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def session_with(account: Account, user: str, **permissions: Level) -> Session:
    script_id = "customrole_" + "_".join([user, *(name.lower() for name in permissions)])
    role = account.access.define_role(script_id, script_id, permissions)
    return Session(user, role.id, Context.RESTLET)


@pytest.fixture(scope="module")
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def p12(key: Key, password: bytes = b"secret", *, of: Key | None = None) -> bytes:
    return packed(key, password, certificate(of or key, NEW_YEAR))


def stored(account: Account, session: Session, name: str, content: bytes) -> File:
    return account.files.save(session, "/SuiteScripts/certificates", name, content)


def code(error: pytest.ExceptionInfo[RecordError]) -> str:
    return error.value.code


@pytest.mark.requirement("restlet-03")
def test_files_are_kept_by_id_and_by_path(account: Account, admin: Session) -> None:
    file = account.files.save(admin, "/SuiteScripts/landbridge/lib", "a.js", b"1")
    again = account.files.save(admin, "SuiteScripts/landbridge/lib/", "a.js", b"2")
    assert again.id == file.id
    assert account.files.load(admin, file.id).content == b"2"
    assert account.files.load(admin, "SuiteScripts/landbridge/lib/a.js") == again
    paths = [folder.path for folder in account.files.folders()]
    assert "/SuiteScripts/landbridge" in paths
    assert [found.name for found in account.files.files(admin, "/SuiteScripts/landbridge/lib")] == ["a.js"]
    account.files.delete(admin, file.id)
    with pytest.raises(RecordError) as gone:
        account.files.load(admin, file.id)
    assert code(gone) == "RCRD_DSNT_EXIST"


@pytest.mark.requirement("restlet-03")
def test_a_private_file_in_a_common_folder_is_not_replaced_by_others(
    account: Account, admin: Session
) -> None:
    owner = session_with(account, "2", LIST_FILECABINET=Level.FULL)
    other = session_with(account, "3", LIST_FILECABINET=Level.FULL)
    file = account.files.save(owner, "/SuiteScripts", "mine.txt", b"mine", private=True)

    with pytest.raises(RecordError) as refused:
        account.files.save(other, "/SuiteScripts", "mine.txt", b"theirs")

    assert code(refused) == "INSUFFICIENT_PERMISSION"
    assert account.files.load(owner, file.id).content == b"mine"
    assert account.files.save(admin, "/SuiteScripts", "mine.txt", b"new").id == file.id


@pytest.mark.requirement("restlet-03")
@pytest.mark.parametrize("file_id", ["²", "५", "9" * 40])
def test_an_id_that_no_file_can_have_is_not_there(account: Account, admin: Session, file_id: str) -> None:
    for read in (account.files.load, account.files.folder):
        with pytest.raises(RecordError) as missing:
            read(admin, file_id)
        assert code(missing) == "RCRD_DSNT_EXIST"


@pytest.mark.requirement("restlet-03")
def test_private_folders_are_their_owners_and_the_administrators(account: Account, admin: Session) -> None:
    owner = session_with(account, "2", LIST_FILECABINET=Level.FULL)
    other = session_with(account, "3", LIST_FILECABINET=Level.FULL)
    folder = account.files.create_folder(owner, "hidden", private=True)
    file = account.files.save(owner, folder.id, "key.p12", b"k")
    inner = account.files.create_folder(owner, "inner", parent=folder.id)
    assert inner.private
    assert account.files.load(admin, file.id).private
    for action in (
        lambda: account.files.load(other, file.id),
        lambda: account.files.load(other, "/hidden/key.p12"),
        lambda: account.files.delete(other, file.id),
        lambda: account.files.save(other, folder.id, "x", b""),
        lambda: account.files.folder(other, "/hidden/inner"),
    ):
        with pytest.raises(RecordError) as refused:
            action()
        assert code(refused) == "RCRD_DSNT_EXIST"


@pytest.mark.requirement("restlet-03")
@pytest.mark.parametrize("level", list(Level))
def test_levels_of_the_right_to_files(account: Account, admin: Session, level: Level) -> None:
    file = account.files.save(admin, "/SuiteScripts", "a.js", b"1")
    session = session_with(account, "2", LIST_FILECABINET=level)
    actions = {
        Level.VIEW: lambda: account.files.load(session, file.id),
        Level.CREATE: lambda: account.files.save(session, "/SuiteScripts", "new.js", b""),
        Level.EDIT: lambda: account.files.save(session, "/SuiteScripts", "a.js", b"2"),
        Level.FULL: lambda: account.files.delete(session, file.id),
    }
    for needed, action in actions.items():
        if level >= needed:
            action()
        else:
            with pytest.raises(RecordError) as refused:
                action()
            assert code(refused) == "INSUFFICIENT_PERMISSION"


@pytest.mark.requirement("restlet-03")
def test_folders_are_deleted_when_empty(account: Account, admin: Session) -> None:
    folder = account.files.create_folder(admin, "made")
    file = account.files.save(admin, folder.id, "a", b"")
    for refused_folder in (folder.id, "/SuiteScripts"):
        with pytest.raises(RecordError) as refused:
            account.files.delete_folder(admin, refused_folder)
        assert code(refused) == "CANT_DELETE_FLDR"
    with pytest.raises(RecordError) as twice:
        account.files.create_folder(admin, "made")
    assert code(twice) == "FOLDER_ALREADY_EXISTS"
    account.files.delete(admin, file.id)
    account.files.delete_folder(admin, folder.id)
    assert "/made" not in [found.path for found in account.files.folders()]


@pytest.mark.parametrize("name", ["", "a/b", "..", "x" * 201])
def test_names_that_no_file_has(account: Account, admin: Session, name: str) -> None:
    with pytest.raises(RecordError) as refused:
        account.files.save(admin, "/SuiteScripts", name, b"")
    assert code(refused) == "INVALID_VALUE"


@pytest.mark.requirement("restlet-02")
def test_a_certificate_is_created_and_replaced(
    account: Account, admin: Session, key: ec.EllipticCurvePrivateKey
) -> None:
    first = stored(account, admin, "first.p12", p12(key))
    made = account.certificates.create(admin, "_oa_realtime", "Real time", first, "secret")
    assert (made.script_id, made.kind, made.serial) == ("custcertificate_oa_realtime", "P12", "1267")
    assert made.not_after == datetime(2027, 1, 1, tzinfo=UTC)
    assert account.certificates.listing() == [made]
    rsa_key = rsa.generate_private_key(65537, 2048)
    # As N/file keeps it: base64 text.
    second = stored(account, admin, "second.pfx", base64.b64encode(p12(rsa_key, b"other")))
    renewed = account.certificates.replace(
        admin, made.script_id, name="Renewed", file=second, password="other"
    )
    assert (renewed.name, renewed.kind) == ("Renewed", "PFX")
    signer = account.certificates.signer_key(made.script_id)
    assert isinstance(signer, rsa.RSAPrivateKey)
    signature = signer.sign(b"text", padding.PKCS1v15(), hashes.SHA256())
    rsa_key.public_key().verify(signature, b"text", padding.PKCS1v15(), hashes.SHA256())
    renamed = account.certificates.replace(admin, made.script_id, description="why")
    assert (renamed.name, renamed.description, renamed.pem) == ("Renewed", "why", renewed.pem)
    account.certificates.delete(admin, made.script_id)
    assert account.certificates.listing() == []
    with pytest.raises(RecordError) as gone:
        account.certificates.signer_key(made.script_id)
    assert code(gone) == "RCRD_DSNT_EXIST"


@pytest.mark.requirement("restlet-02")
@pytest.mark.parametrize(
    "permissions",
    [
        {"ADMI_CERTIFICATES": Level.FULL},
        {"LIST_CERTIFICATES": Level.FULL},
        {"ADMI_CERTIFICATES": Level.FULL, "LIST_CERTIFICATES": Level.EDIT},
        {"ADMI_CERTIFICATES": Level.EDIT, "LIST_CERTIFICATES": Level.FULL},
        {},
    ],
)
def test_both_rights_are_needed_in_full(
    account: Account,
    admin: Session,
    key: ec.EllipticCurvePrivateKey,
    permissions: dict[str, Level],
) -> None:
    file = stored(account, admin, "a.p12", p12(key))
    account.certificates.create(admin, "_there", "There", file, "secret")
    session = session_with(account, "2", LIST_FILECABINET=Level.FULL, **permissions)
    for action in (
        lambda: account.certificates.create(session, "_new", "New", file, "secret"),
        lambda: account.certificates.replace(session, "custcertificate_there", name="x"),
        lambda: account.certificates.delete(session, "custcertificate_there"),
    ):
        with pytest.raises(RecordError) as refused:
            action()
        assert code(refused) == "INSUFFICIENT_PERMISSION"
    if permissions.get("LIST_CERTIFICATES", Level.NONE) >= Level.VIEW:
        assert account.certificates.load(session, "custcertificate_there").name == "There"


@pytest.mark.requirement("restlet-02")
def test_the_file_must_be_in_the_cabinet_and_readable(
    account: Account, admin: Session, key: ec.EllipticCurvePrivateKey
) -> None:
    file = stored(account, admin, "a.p12", p12(key))
    rights = {"ADMI_CERTIFICATES": Level.FULL, "LIST_CERTIFICATES": Level.FULL}
    with pytest.raises(RecordError) as unreadable:
        account.certificates.create(session_with(account, "2", **rights), "_a", "A", file, "secret")
    assert code(unreadable) == "INSUFFICIENT_PERMISSION"
    account.files.delete(admin, file.id)
    with pytest.raises(RecordError) as gone:
        account.certificates.create(admin, "_a", "A", file, "secret")
    assert code(gone) == "RCRD_DSNT_EXIST"


@pytest.mark.requirement("restlet-02")
def test_files_that_are_no_certificate_are_refused(
    account: Account, admin: Session, key: ec.EllipticCurvePrivateKey
) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    edwards = ed25519.Ed25519PrivateKey.generate()
    key_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for name, content, password in (
        ("a.txt", p12(key), "secret"),
        ("a.p12", p12(key), "wrong"),
        ("a.p12", b"not base64 either", "secret"),
        ("a.p12", b"0garbage", "secret"),
        ("a.p12", p12(edwards), "secret"),
        ("a.pem", key_pem, None),
        ("a.pem", key_pem + certificate(other).public_bytes(Encoding.PEM), None),
        ("a.pem", b"", None),
    ):
        file = stored(account, admin, name, content)
        with pytest.raises(RecordError) as refused:
            account.certificates.create(admin, "_bad", "Bad", file, password)
        assert code(refused) == "INVALID_CERT"
    assert account.certificates.listing() == []


@pytest.mark.requirement("renew-09")
@pytest.mark.parametrize(
    ("days", "reason"), [(-366, "it expired on"), (1, "it is not valid before")], ids=["expired", "to come"]
)
def test_a_certificate_that_is_not_valid_now_is_refused_and_the_one_there_stays(
    account: Account, admin: Session, key: ec.EllipticCurvePrivateKey, days: int, reason: str
) -> None:
    there = account.certificates.upload(admin, "_oa_realtime", "Here", "a.p12", p12(key), password="secret")
    since = account.clock.now() + timedelta(days=days)
    bad = packed(key, b"secret", certificate(key, since))
    with pytest.raises(RecordError, match=reason) as refused:
        account.certificates.upload(admin, "_oa_realtime", "Bad", "a.p12", bad, password="secret")
    assert code(refused) == "INVALID_CERT"
    assert account.certificates.listing() == [there]


@pytest.mark.requirement("renew-06")
def test_a_placeholder_has_no_key_until_it_is_replaced(
    account: Account, admin: Session, key: ec.EllipticCurvePrivateKey
) -> None:
    old = certificate(key, NEW_YEAR).public_bytes(Encoding.PEM)
    brought = account.certificates.bring("custcertificate_oa_realtime", "openair-certificate.pem", old)
    assert (brought.signs, brought.kind) == (False, "PEM")
    with pytest.raises(RecordError) as unusable:
        account.certificates.signer_key(brought.script_id)
    assert code(unusable) == "INVALID_CERT"
    loaded = account.certificates.upload(
        admin, brought.script_id, "New", "a.p12", p12(key), password="secret"
    )
    assert loaded.signs
    assert account.certificates.bring(brought.script_id, "openair-certificate.pem", old) == loaded


def test_script_ids_of_certificates(
    account: Account, admin: Session, key: ec.EllipticCurvePrivateKey
) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = stored(account, admin, "a.pem", pem + certificate(key, NEW_YEAR).public_bytes(Encoding.PEM))
    made = account.certificates.create(admin, "custcertificate_x", "X", file, None)
    assert (made.script_id, made.kind) == ("custcertificate_x", "PEM")
    for script_id, expected in (("_x", "DUP_RCRD"), ("_X y", "INVALID_ID")):
        with pytest.raises(RecordError) as refused:
            account.certificates.create(admin, script_id, "X", file, None)
        assert code(refused) == expected
