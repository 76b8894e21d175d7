"""N/certificateControl and N/crypto/certificate: 10 units a call, signing itself none (documented)."""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from landbridge.local.access.model import Level
from landbridge.local.certificates.store import ACCESS
from landbridge.local.records.errors import RecordError
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler
from landbridge.local.scripting.host.encoding import decoded, encoded, joined

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "SHA1": hashes.SHA1(),  # noqa: S303 - one of the four that NetSuite offers; the script chooses
    "SHA256": hashes.SHA256(),
    "SHA384": hashes.SHA384(),
    "SHA512": hashes.SHA512(),
}

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def _charge(execution: Execution, _arguments: dict[str, Any]) -> None:
    execution.charge(10)


def _key(execution: Execution, arguments: dict[str, Any]) -> Key:
    if arguments["algorithm"] not in _HASHES:
        raise ScriptError("SSS_INVALID_HASH_ALG", f"The algorithm {arguments['algorithm']} is not supported.")
    try:
        return execution.account.certificates.signer_key(arguments["certId"])
    except RecordError as error:
        if error.code == "INVALID_CERT":
            raise ScriptError(error.code, error.message) from None
        raise ScriptError(
            "INVALID_CERTIFICATE_ID", f"There is no certificate {arguments['certId']}."
        ) from None


def _open(execution: Execution, arguments: dict[str, Any]) -> None:
    execution.charge(10)
    _key(execution, arguments)


def _sign(execution: Execution, arguments: dict[str, Any]) -> str:
    key = _key(execution, arguments)
    algorithm = _HASHES[arguments["algorithm"]]
    message = joined(arguments["pieces"])
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(message, padding.PKCS1v15(), algorithm)
    else:
        signature = key.sign(message, ec.ECDSA(algorithm))
        if arguments["raw"]:
            signature = _raw_signature(signature, key)
    return encoded(signature, arguments["outputEncoding"])


def _raw_signature(signature: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    size = (key.curve.key_size + 7) // 8
    r, s = decode_dss_signature(signature)
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def _der_signature(signature: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    size = (key.curve.key_size + 7) // 8
    if len(signature) != 2 * size:
        return signature
    return encode_dss_signature(
        int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    )


def _verify(execution: Execution, arguments: dict[str, Any]) -> None:
    key = _key(execution, arguments)
    algorithm = _HASHES[arguments["algorithm"]]
    message = joined(arguments["pieces"])
    signature = decoded(arguments["signature"], arguments["signatureEncoding"])
    try:
        if isinstance(key, rsa.RSAPrivateKey):
            key.public_key().verify(signature, message, padding.PKCS1v15(), algorithm)
        else:
            key.public_key().verify(_der_signature(signature, key), message, ec.ECDSA(algorithm))
    except InvalidSignature:
        raise ScriptError("INVALID_SIGNATURE", "The signature is not valid.") from None


def _load(execution: Execution, arguments: dict[str, Any]) -> dict[str, Any]:
    execution.charge(10)
    found = execution.account.certificates.load(execution.session, arguments["scriptId"])
    return {"name": found.name, "description": found.description}


def _find(execution: Execution, arguments: dict[str, Any]) -> list[dict[str, Any]]:
    execution.charge(10)
    wanted_name, wanted_type = arguments.get("name"), arguments.get("type")
    execution.account.access.require(execution.session, ACCESS, Level.VIEW)
    return [
        {"id": found.script_id, "name": found.name, "type": found.kind, "description": found.description}
        for found in execution.account.certificates.listing()
        if wanted_name in (None, found.name) and wanted_type in (None, found.kind)
    ]


def _save(execution: Execution, arguments: dict[str, Any]) -> dict[str, Any]:
    execution.charge(10)
    account, session = execution.account, execution.session
    file = account.files.load(session, arguments["file"]) if arguments["file"] is not None else None
    if not arguments["isNew"]:
        changed = account.certificates.replace(
            session,
            arguments["scriptId"],
            name=arguments["name"] or None,
            file=file,
            password=arguments["password"],
            description=arguments["description"],
        )
        return {"id": changed.script_id}
    if file is None:
        raise ScriptError("SSS_MISSING_REQD_ARGUMENT", "save: Missing a required argument: file")
    made = account.certificates.create(
        session,
        arguments["scriptId"],
        arguments["name"],
        file,
        arguments["password"],
        description=arguments["description"],
    )
    return {"id": made.script_id}


def _delete(execution: Execution, arguments: dict[str, Any]) -> None:
    execution.charge(10)
    execution.account.certificates.delete(execution.session, arguments["scriptId"])


HANDLERS: dict[str, Handler] = {
    "certificate.charge": _charge,
    "certificate.openSigner": _open,
    "certificate.sign": _sign,
    "certificate.verify": _verify,
    "certificate.load": _load,
    "certificate.find": _find,
    "certificate.save": _save,
    "certificate.delete": _delete,
}
