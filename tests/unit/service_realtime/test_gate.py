"""Which notices are genuine: decided without a database, so it can be tried thousands of times."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.realtime.answers import Answer
from landbridge.service.realtime.application import why_ignored
from landbridge.service.realtime.directory import Directory, KnownCertificate, KnownConnection
from landbridge.service.realtime.gate import check
from landbridge.service.realtime.jws import decode, encode
from landbridge.service.realtime.refusals import Refusal, RefusedError
from tests.component.service_realtime.signing import ACCOUNT, DATABASE, NOW, claims, issued, sign


def directory(*certificates: KnownCertificate) -> Directory:
    known = certificates or (KnownCertificate.load(issued().pem, None),)
    connection = KnownConnection(
        id=7, active=True, real_time=True, certificates=tuple(known), live_types=frozenset({"customer"})
    )
    return Directory.of([(ACCOUNT, DATABASE, connection)])


def refusal(body: bytes, known: Directory | None = None, at: timedelta = timedelta()) -> Refusal:
    with pytest.raises(RefusedError) as caught:
        check(body, known or directory(), NOW + at)
    return caught.value.refusal


@pytest.mark.parametrize(
    ("record_type", "netsuite_type"),
    [
        ("employee", "employee"),
        ("customer", "customer"),
        ("lead", "customer"),
        ("prospect", "customer"),
        ("job", "job"),
    ],
)
def test_a_genuine_notice_names_its_connection_and_record_type(record_type: str, netsuite_type: str) -> None:
    notice = check(sign(claims(record_type=record_type), issued().key), directory(), NOW)
    assert (notice.connection.id, notice.netsuite_type, notice.claims.internal_id) == (7, netsuite_type, "5")


@pytest.mark.requirement("live-03")
@pytest.mark.parametrize("record_type", sorted(INTEGRATED))
def test_every_type_of_the_integration_is_known(record_type: str) -> None:
    notice = check(sign(claims(record_type=record_type), issued().key), directory(), NOW)
    assert notice.netsuite_type == INTEGRATED[record_type].netsuite_type
    ignored = None if notice.netsuite_type == "customer" else Answer.WORKFLOW_INACTIVE
    assert why_ignored(notice) is ignored


@pytest.mark.requirement("app-04")
@pytest.mark.parametrize(("ver", "app"), [("1", None), ("2", "2.0.0"), ("2", None)])
def test_this_version_of_the_notice_and_the_one_before_are_understood(ver: str, app: str | None) -> None:
    notice = check(sign(claims(ver=ver, app=app), issued().key), directory(), NOW)
    assert notice.claims.app == (app or "")


@pytest.mark.requirement("app-04")
def test_another_version_is_told_what_to_update() -> None:
    assert "Update the SuiteApp" in refusal(sign(claims(ver="3"), issued().key)).message


def test_the_account_id_counts_in_every_spelling() -> None:
    assert check(sign(claims(iss="1234567-sb1"), issued().key), directory(), NOW).connection.id == 7


@pytest.mark.requirement("notice-02")
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"iss": "1234567"}, Refusal.WRONG_ACCOUNT),
        ({"aud": "another"}, Refusal.WRONG_ACCOUNT),
        ({"record_type": "invoice"}, Refusal.UNKNOWN_TYPE),
        ({"ver": "3"}, Refusal.UNSUPPORTED_VERSION),
        ({"ver": "3", "jti": None}, Refusal.UNSUPPORTED_VERSION),
        ({"ver": "0"}, Refusal.UNSUPPORTED_VERSION),
        ({"ver": None}, Refusal.INVALID_REQUEST),
        ({"ver": 2}, Refusal.INVALID_REQUEST),
        ({"event": "delete"}, Refusal.INVALID_REQUEST),
        ({"internal_id": "5; DROP"}, Refusal.INVALID_REQUEST),
        ({"internal_id": 5}, Refusal.INVALID_REQUEST),
        ({"internal_id": "1\n"}, Refusal.INVALID_REQUEST),
        ({"user": 10**18}, Refusal.INVALID_REQUEST),
        ({"user": "7" * 41}, Refusal.INVALID_REQUEST),
        ({"jti": None}, Refusal.INVALID_REQUEST),
        ({"jti": "short"}, Refusal.INVALID_REQUEST),
        ({"jti": "with\x00nul-in-it"}, Refusal.INVALID_REQUEST),
        ({"exp": int(NOW.timestamp()) + 301}, Refusal.STALE),
        ({"exp": int(NOW.timestamp())}, Refusal.STALE),
        ({"iat": int(NOW.timestamp()) + 61, "exp": int(NOW.timestamp()) + 200}, Refusal.STALE),
        ({"iat": int(NOW.timestamp()) - 361, "exp": int(NOW.timestamp()) - 61}, Refusal.STALE),
    ],
)
def test_each_wrong_claim_has_its_code(changed: dict[str, Any], reason: Refusal) -> None:
    assert refusal(sign(claims(**changed), issued().key)) is reason


@pytest.mark.requirement("notice-02")
def test_nobody_learns_about_claims_without_the_key() -> None:
    stranger = issued(1).key
    assert refusal(sign(claims(record_type="invoice"), stranger)) is Refusal.BAD_SIGNATURE
    assert refusal(sign(claims(exp=1, iat=0), stranger)) is Refusal.BAD_SIGNATURE
    assert refusal(sign(claims(ver="3"), stranger)) is Refusal.BAD_SIGNATURE


@pytest.mark.requirement("notice-03")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("crit", ["exp"]),
        ("jku", "https://example.com/keys"),
        ("jwk", {"kty": "RSA"}),
        ("x5u", "https://example.com/c.pem"),
        ("x5c", ["MII"]),
        ("x5t", "abc"),
        ("x5t#S256", "abc"),
        ("b64", False),
        ("zip", "DEF"),
    ],
)
def test_a_header_that_brings_keys_or_extensions_is_refused(name: str, value: object) -> None:
    header = {"alg": "RS256", name: value}
    assert refusal(sign(claims(), issued().key, header)) is Refusal.INVALID_REQUEST


@pytest.mark.requirement("notice-03")
@pytest.mark.parametrize(
    "algorithm", ["none", "None", "HS256", "RS512", "PS256", "ES256", "rs256", "", None, 1]
)
def test_the_algorithm_is_pinned(algorithm: object) -> None:
    assert refusal(sign(claims(), issued().key, {"alg": algorithm})) is Refusal.UNSIGNED


@pytest.mark.requirement("notice-02")
def test_an_empty_signature_is_unsigned() -> None:
    assert refusal(sign(claims(), issued().key).rsplit(b".", 1)[0] + b".") is Refusal.UNSIGNED


@pytest.mark.requirement("notice-03")
@pytest.mark.parametrize("kid", ["custcertificate_oa_realtime", "0" * 64, "", 7, None])
def test_kid_never_decides_which_key_verifies(kid: object) -> None:
    body = sign(claims(), issued().key, {"alg": "RS256", "kid": kid})
    assert check(body, directory(), NOW).connection.id == 7


def test_kid_tells_an_unknown_certificate_from_a_bad_signature() -> None:
    stranger = issued(1)
    hinted = sign(claims(), stranger.key, {"alg": "RS256", "kid": stranger.fingerprint})
    assert refusal(hinted) is Refusal.UNKNOWN_CERTIFICATE
    pretended = sign(claims(), stranger.key, {"alg": "RS256", "kid": issued().fingerprint})
    assert refusal(pretended) is Refusal.BAD_SIGNATURE


def test_every_certificate_of_the_connection_is_tried_and_its_end_counts() -> None:
    first, second = issued(), issued(1)
    overlap = NOW + timedelta(hours=24)
    both = directory(KnownCertificate.load(second.pem, None), KnownCertificate.load(first.pem, overlap))
    assert check(sign(claims(), first.key), both, NOW).connection.id == 7
    later = NOW + timedelta(hours=24, seconds=1)
    with pytest.raises(RefusedError) as caught:
        check(sign(claims(at=later), first.key), both, later)
    assert caught.value.refusal is Refusal.EXPIRED_CERTIFICATE
    assert check(sign(claims(at=later), second.key), both, later).connection.id == 7
    a_year = NOW + timedelta(days=366)
    with pytest.raises(RefusedError) as caught:
        check(sign(claims(at=a_year), second.key), both, a_year)
    assert caught.value.refusal is Refusal.EXPIRED_CERTIFICATE


def test_a_connection_without_certificate_knows_none() -> None:
    bare = Directory.of(
        [
            (
                ACCOUNT,
                DATABASE,
                KnownConnection(id=7, active=True, real_time=True, certificates=(), live_types=frozenset()),
            )
        ]
    )
    assert refusal(sign(claims(), issued().key), bare) is Refusal.UNKNOWN_CERTIFICATE


GENUINE = sign(claims(jti="11111111-2222-3333-4444-555555555555"), issued().key)


@pytest.mark.requirement("notice-02")
@given(position=st.integers(0, len(GENUINE) - 1), byte=st.integers(0, 255))
@settings(max_examples=400)
def test_no_notice_with_one_byte_changed_is_accepted(position: int, byte: int) -> None:
    mutated = bytearray(GENUINE)
    mutated[position] = byte
    if bytes(mutated) != GENUINE:
        assert refusal(bytes(mutated)) in Refusal


@pytest.mark.requirement("notice-02")
@given(
    st.one_of(
        st.binary(max_size=300),
        st.tuples(st.integers(0, len(GENUINE)), st.integers(0, len(GENUINE)))
        .map(lambda cut: GENUINE[: cut[0]] + GENUINE[cut[1] :])
        .filter(lambda body: body != GENUINE),
        st.tuples(st.binary(max_size=20), st.integers(0, len(GENUINE)))
        .filter(lambda part: part[0] != b"")
        .map(lambda part: GENUINE[: part[1]] + part[0] + GENUINE[part[1] :]),
    )
)
@settings(max_examples=400)
def test_nothing_cut_grown_or_made_up_is_accepted(body: bytes) -> None:
    assert refusal(body) in Refusal


@given(st.binary(max_size=60))
def test_base64url_has_one_spelling(data: bytes) -> None:
    spelled = encode(data)
    assert decode(spelled) == data
    if len(spelled) % 4 in (2, 3):
        alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        twin = spelled[:-1] + alphabet[alphabet.index(spelled[-1:]) ^ 1 :][:1]
        same_bytes = base64.urlsafe_b64decode(twin + b"=" * (-len(twin) % 4)) == data
        assert same_bytes
        with pytest.raises(RefusedError):
            decode(twin)
