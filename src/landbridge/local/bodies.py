"""Reading the body of a request up to a bound."""

from __future__ import annotations

from starlette.requests import Request


async def body_of(request: Request, largest: int) -> bytes | None:
    """Return the body, or ``None`` when it has more than ``largest`` bytes; nothing is kept of it then."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > largest:
        return None
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > largest:
            return None
    return bytes(parts)
