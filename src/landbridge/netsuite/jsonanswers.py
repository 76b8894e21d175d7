"""JSON of answers, read or refused."""

from __future__ import annotations

from typing import Any, TypeVar, overload

import msgspec

from landbridge.netsuite.errors import Context, MalformedReply

T = TypeVar("T")


@overload
def decoded_json(body: bytes, context: Context) -> Any: ...


@overload
def decoded_json(body: bytes, context: Context, shape: type[T]) -> T: ...


def decoded_json(body: bytes, context: Context, shape: Any = Any) -> Any:
    """Return the JSON in ``body``, of a msgspec type where one is given; what the type does not know is left out.

    Raises ``MalformedReply``: code MALFORMED_JSON for what is no JSON, UNEXPECTED_REPLY for JSON of another shape.
    """
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        raise MalformedReply(f"NetSuite's answer has another shape: {error}", context=context) from error
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise MalformedReply(
            f"NetSuite's answer is not JSON: {error}", code="MALFORMED_JSON", context=context
        ) from error
