"""Ways in which a notice is wrong, each with the codes that may refuse it. Pure functions of a genuine notice and chance."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from landbridge.service.realtime.claims import SKEW
from landbridge.service.realtime.jws import encode
from tests.component.service_realtime.signing import NOW, claims, issued, sign

Mutation = Callable[[Random, bytes], bytes]

FORMLESS = frozenset({"invalid_request"})
UNTRUSTED = frozenset(
    {"invalid_request", "unsigned", "bad_signature", "unknown_certificate", "wrong_account"}
)
"""What a spoilt byte may be refused with, by where it stands."""


def flip(random: Random, notice: bytes) -> bytes:
    """One bit is another."""
    changed = bytearray(notice)
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut(random: Random, notice: bytes) -> bytes:
    """A piece is missing."""
    begin = random.randrange(len(notice))
    return notice[:begin] + notice[begin + random.randint(1, 60) :]


def grow(random: Random, notice: bytes) -> bytes:
    """Something stands in it that does not belong there."""
    at = random.randrange(len(notice) + 1)
    return notice[:at] + random.randbytes(random.randint(1, 40)) + notice[at:]


def swap(random: Random, notice: bytes) -> bytes:
    """The three segments stand in another order, or one of them twice."""
    parts = notice.split(b".")
    orders = ((1, 0, 2), (2, 1, 0), (0, 2, 1), (1, 2, 0), (2, 0, 1), (0, 0, 2), (0, 1, 1))
    return b".".join(parts[index] for index in random.choice(orders))


def foreign_payload(random: Random, notice: bytes) -> bytes:
    """The claims of another notice under this one's signature."""
    protected, _, signature = notice.split(b".")
    return b".".join((protected, _segment(claims(internal_id=str(random.randint(6, 10**9)))), signature))


def no_algorithm(random: Random, notice: bytes) -> bytes:
    """`none` in some spelling, with the signature, another one or without it."""
    _, payload, signature = notice.split(b".")
    header = _segment({"alg": random.choice(["none", "None", "NONE", "nOnE"])})
    return b".".join((header, payload, random.choice([b"", signature, b"AAAA"])))


def key_confusion(random: Random, notice: bytes) -> bytes:
    """HS256 with the public key as its secret, in the spellings that libraries have fallen for."""
    public = issued().certificate.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    secret = random.choice([pem, pem.strip(), issued().pem.encode()])
    signing_input = _segment({"alg": "HS256", "typ": "JWT"}) + b"." + notice.split(b".")[1]
    return signing_input + b"." + encode(hmac.new(secret, signing_input, hashlib.sha256).digest())


def other_algorithm(random: Random, notice: bytes) -> bytes:
    """A true signature of the right key by an algorithm that is not the one."""
    name, padding, digest = random.choice(
        [("RS512", PKCS1v15(), SHA512()), ("PS256", PSS(MGF1(SHA256()), 32), SHA256())]
    )
    signing_input = _segment({"alg": name}) + b"." + notice.split(b".")[1]
    return signing_input + b"." + encode(issued().key.sign(signing_input, padding, digest))


def other_hash(random: Random, notice: bytes) -> bytes:
    """RS256 it says, and is signed otherwise."""
    protected, payload, _ = notice.split(b".")
    digest, padding = random.choice([(SHA512(), PKCS1v15()), (SHA256(), PSS(MGF1(SHA256()), 32))])
    signed = issued().key.sign(protected + b"." + payload, padding, digest)
    return b".".join((protected, payload, encode(signed)))


def other_certificate(random: Random, notice: bytes) -> bytes:
    """A stranger's key signs."""
    stranger = issued(1)
    header = random.choice([{"alg": "RS256"}, {"alg": "RS256", "kid": stranger.fingerprint}])
    return sign(claims(), stranger.key, header)


def brings_a_key(random: Random, notice: bytes) -> bytes:
    """The header brings key material."""
    name = random.choice(["jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256", "crit", "b64", "zip"])
    return sign(claims(), issued().key, {"alg": "RS256", name: ["x"]})


def expired(random: Random, notice: bytes) -> bytes:
    """Too old by one second beyond what the clocks may differ, or by more."""
    ended = int(NOW.timestamp()) - int(SKEW.total_seconds()) - random.choice([1, 1, 60, 86_400])
    return sign(claims(iat=ended - 300, exp=ended), issued().key)


def of_the_future(random: Random, notice: bytes) -> bytes:
    """Made a second later than the clocks may differ, or later."""
    made = int(NOW.timestamp()) + int(SKEW.total_seconds()) + random.choice([1, 1, 60, 86_400])
    return sign(claims(iat=made, exp=made + 60), issued().key)


def too_long(random: Random, notice: bytes) -> bytes:
    """Valid for longer than five minutes, or for no time."""
    made = int(NOW.timestamp())
    return sign(claims(exp=made + random.choice([301, 86_400, 0, -1])), issued().key)


def nested(random: Random, notice: bytes) -> bytes:
    """As deep as eight kilobytes allow: as header, as claims, signed and not."""
    depth = random.randint(500, 2800)
    deep = encode(b"[" * depth + b"]" * depth if random.random() < 0.5 else b'{"a":' * (depth // 3))
    protected, payload, signature = notice.split(b".")
    return b".".join(random.choice([(deep, payload, signature), (protected, deep, signature)]))


def not_utf8(random: Random, notice: bytes) -> bytes:
    """Bytes that are no UTF-8, inside the claims of the right signer and in the header."""
    bad = random.choice([b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"])
    protected, _, signature = notice.split(b".")
    text = json.dumps(claims(context="HERE")).encode().replace(b"HERE", bad)
    if random.random() < 0.5:
        return b".".join((encode(b'{"alg":"RS256","kid":"' + bad + b'"}'), encode(text), signature))
    signing_input = protected + b"." + encode(text)
    return signing_input + b"." + encode(issued().key.sign(signing_input, PKCS1v15(), SHA256()))


def huge(random: Random, notice: bytes) -> bytes:
    """Beyond eight kilobytes."""
    return notice + b"A" * random.randint(8192, 40_000)


def wrong_account(random: Random, notice: bytes) -> bytes:
    """Signed rightly for accounts that no connection joins."""
    return sign(claims(**{random.choice(["iss", "aud"]): "7654321"}), issued().key)


def unknown_type(random: Random, notice: bytes) -> bytes:
    """A record type that is not of the integration."""
    return sign(claims(record_type=random.choice(["invoice", "timebill", "customrecord_x"])), issued().key)


def other_version(random: Random, notice: bytes) -> bytes:
    """A version that nobody knows."""
    return sign(claims(ver=random.choice(["0", "3", "1.0", "two"])), issued().key)


def wrong_claim(random: Random, notice: bytes) -> bytes:
    """A claim is missing or of another kind."""
    name = random.choice(["iss", "aud", "iat", "exp", "jti", "record_type", "internal_id", "event", "ver"])
    return sign(claims(**{name: random.choice([None, [], {}, True, "", "\x00" * 9])}), issued().key)


MUTATIONS: dict[Mutation, frozenset[str]] = {
    flip: UNTRUSTED,
    cut: UNTRUSTED,
    grow: UNTRUSTED,
    swap: UNTRUSTED,
    foreign_payload: frozenset({"bad_signature"}),
    no_algorithm: frozenset({"unsigned"}),
    key_confusion: frozenset({"unsigned"}),
    other_algorithm: frozenset({"unsigned"}),
    other_hash: frozenset({"bad_signature"}),
    other_certificate: frozenset({"bad_signature", "unknown_certificate"}),
    brings_a_key: FORMLESS,
    expired: frozenset({"stale"}),
    of_the_future: frozenset({"stale"}),
    too_long: frozenset({"stale"}),
    nested: FORMLESS,
    not_utf8: FORMLESS,
    huge: frozenset({"too_large"}),
    wrong_account: frozenset({"wrong_account"}),
    unknown_type: frozenset({"unknown_type"}),
    other_version: frozenset({"unsupported_version"}),
    wrong_claim: frozenset({"invalid_request", "wrong_account", "unknown_type", "unsupported_version"}),
}
"""Each with the codes that it may be refused with."""


def mutated(random: Random, count: int) -> Iterator[tuple[str, frozenset[str], bytes]]:
    """Return so many spoilt notices: what was done to each, the codes for it, the body."""
    genuine = sign(claims(), issued().key)
    for _ in range(count):
        mutation = random.choice(list(MUTATIONS))
        body = mutation(random, genuine)
        if body != genuine:
            yield mutation.__name__, MUTATIONS[mutation], body


def _segment(content: dict[str, Any]) -> bytes:
    return encode(json.dumps(content).encode())
