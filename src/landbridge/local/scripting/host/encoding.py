"""N/encode, N/crypto (hashes), N/crypto/random."""

from __future__ import annotations

import base64
import binascii
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler

LARGEST_RANDOM = 1024


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)


_DECODERS: dict[str, Callable[[str], bytes]] = {
    "UTF_8": lambda text: text.encode("utf-8", "surrogatepass"),
    "BASE_16": bytes.fromhex,
    "HEX": bytes.fromhex,
    "BASE_32": lambda text: base64.b32decode(text.upper()),
    "BASE_64": lambda text: base64.b64decode(_padded(text), validate=True),
    "BASE_64_URL_SAFE": lambda text: base64.urlsafe_b64decode(_padded(text)),
}
_ENCODERS: dict[str, Callable[[bytes], str]] = {
    "UTF_8": lambda data: data.decode("utf-8", "replace"),
    "BASE_16": lambda data: data.hex().upper(),
    "HEX": lambda data: data.hex().upper(),
    "BASE_32": lambda data: base64.b32encode(data).decode("ascii"),
    "BASE_64": lambda data: base64.b64encode(data).decode("ascii"),
    "BASE_64_URL_SAFE": lambda data: base64.urlsafe_b64encode(data).decode("ascii"),
}
_HASHES = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256", "SHA512": "sha512"}


def decoded(text: str, encoding: str) -> bytes:
    """Return the bytes that `text` means in one of N/encode's encodings. Raises :class:`ScriptError`."""
    decoder = _DECODERS.get(encoding)
    if decoder is None:
        raise ScriptError("SSS_ENCODING_NOT_SUPPORTED", f"The encoding {encoding} is not supported.")
    try:
        return decoder(text)
    except (ValueError, binascii.Error) as error:
        raise ScriptError("SSS_INVALID_ENCODED_STRING", f"The string is not {encoding}.") from error


def encoded(data: bytes, encoding: str) -> str:
    """Return `data` in one of N/encode's encodings. Base64 is padded in both alphabets, hexadecimal in capitals (assumed)."""
    encoder = _ENCODERS.get(encoding)
    if encoder is None:
        raise ScriptError("SSS_ENCODING_NOT_SUPPORTED", f"The encoding {encoding} is not supported.")
    return encoder(data)


def joined(pieces: list[dict[str, str]]) -> bytes:
    """Return the bytes of all `update` calls."""
    return b"".join(decoded(piece["input"], piece["encoding"]) for piece in pieces)


def _convert(_execution: Execution, arguments: dict[str, Any]) -> str:
    return encoded(decoded(arguments["string"], arguments["inputEncoding"]), arguments["outputEncoding"])


def _hash(_execution: Execution, arguments: dict[str, Any]) -> str:
    if arguments["algorithm"] not in _HASHES:
        raise ScriptError("SSS_INVALID_HASH_ALG", f"The algorithm {arguments['algorithm']} is not supported.")
    digest = hashlib.new(_HASHES[arguments["algorithm"]], joined(arguments["pieces"]), usedforsecurity=False)
    return encoded(digest.digest(), arguments["outputEncoding"])


def _bytes(execution: Execution, arguments: dict[str, Any]) -> list[int]:
    if not 1 <= arguments["size"] <= LARGEST_RANDOM:
        raise ScriptError("WRONG_PARAMETER_VALUE", f"size is between 1 and {LARGEST_RANDOM}.")
    return list(execution.scripting.random.randbytes(int(arguments["size"])))


def _integer(execution: Execution, arguments: dict[str, Any]) -> int:
    if arguments["min"] > arguments["max"]:
        raise ScriptError("WRONG_PARAMETER_VALUE", "min is greater than max.")
    return execution.scripting.random.randint(int(arguments["min"]), int(arguments["max"]))


def _uuid(execution: Execution, _arguments: dict[str, Any]) -> str:
    return str(uuid.UUID(bytes=execution.scripting.random.randbytes(16), version=4))


HANDLERS: dict[str, Handler] = {
    "encode.convert": _convert,
    "crypto.hash": _hash,
    "random.bytes": _bytes,
    "random.integer": _integer,
    "random.uuid": _uuid,
}
