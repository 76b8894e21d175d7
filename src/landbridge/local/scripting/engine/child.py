"""The child process: one JavaScript engine that its parent may kill at any moment.

Started by path, with nothing of Landbridge imported, so that it is ready in about 50 ms. It holds one spare context in which
the `N/` modules are already evaluated; each script execution takes it and throws it away afterwards.

Frames in both directions are four bytes of length (big endian) and UTF-8 JSON. The parent sends a `prelude` first, then `run`
frames; while a script runs the child sends `host` frames and waits for the reply to each, and ends with one `done` frame.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import struct
import sys
import threading
from math import inf
from pathlib import Path
from typing import Any, Protocol

_LENGTH = struct.Struct(">I")
MAX_FRAME = 64 * 1024 * 1024
_STACK_BYTES = 2 * 1024 * 1024
_ADDRESS_SPACE_MARGIN = 512 * 1024 * 1024


class FrameError(Exception):
    """The other end went away, or sent something that is no frame."""


class Wire(Protocol):
    """What a frame travels over."""

    def sendall(self, data: bytes, /) -> None: ...
    def recv(self, size: int, /) -> bytes: ...


def write_frame(wire: Wire, message: Any) -> None:
    """Send one JSON value; raises :class:`FrameError` when it is larger than 64 MiB."""
    body = json.dumps(message, separators=(",", ":")).encode("utf-8")
    if len(body) > MAX_FRAME:
        raise FrameError(f"a frame of {len(body)} bytes is too large")
    wire.sendall(_LENGTH.pack(len(body)) + body)


def read_frame(wire: Wire) -> Any:
    """Receive one JSON value; raises :class:`FrameError` at the end of the stream."""
    (length,) = _LENGTH.unpack(_read_exactly(wire, _LENGTH.size))
    if length > MAX_FRAME:
        raise FrameError(f"a frame of {length} bytes is too large")
    return json.loads(_read_exactly(wire, length))


def _read_exactly(wire: Wire, size: int) -> bytes:
    parts = []
    while size:
        part = wire.recv(min(size, 1 << 20))
        if not part:
            raise FrameError("the other end closed the connection")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class Engine:
    """Contexts made ahead of time and the runs that use them up."""

    def __init__(self, wire: Wire, prelude: str, memory_bytes: int) -> None:
        # Imported here: the parent imports this module for its frames and needs no engine of its own.
        import quickjs  # noqa: PLC0415 - see above

        self._quickjs = quickjs
        self._wire = wire
        self._prelude = prelude
        self._memory_bytes = memory_bytes
        self._spare = self._context()
        self._size_at_first = _memory("VmSize")

    def run(self, request: str) -> None:
        """Execute one request in a context of its own and send the `done` frame."""
        kernel, context = self._spare
        try:
            started = kernel(request)
            while context.execute_pending_job():
                pass
            # Empty: the entry point returned a promise, which the jobs above have settled if anything can.
            result = json.loads(_well_formed(started or kernel("")))
        except self._quickjs.JSException as error:
            result = {"error": {"name": "UNEXPECTED_ERROR", "message": str(error), "stack": []}}
        except (ValueError, TypeError, RecursionError):
            result = None  # the script replaced JSON.stringify: its account says so
        write_frame(self._wire, {"op": "done", "result": self._told_apart(result)})
        del kernel, context
        self._spare = self._context()

    def _told_apart(self, result: Any) -> Any:
        """Return a result in which a null that a script threw itself is not taken for the engine's, thrown without memory."""
        error = result.get("error") if isinstance(result, dict) else None
        if not isinstance(error, dict) or not error.pop("thrownNull", False):
            return result
        # A process that never grew by half of what a script may have cannot have been out of memory.
        if _memory("VmPeak") - self._size_at_first >= self._memory_bytes // 2:
            return result
        return {**result, "error": {"name": "UNEXPECTED_ERROR", "message": "null", "stack": []}}

    def _context(self) -> tuple[Any, Any]:
        context = self._quickjs.Context()
        context.set_memory_limit(self._memory_bytes)
        context.set_max_stack_size(_STACK_BYTES)
        context.add_callable("__landbridgeHost", self._host)
        context.eval(self._prelude)
        kernel = context.get("__landbridgeRun")
        context.eval("delete globalThis.__landbridgeRun; delete globalThis.__landbridgeHost;")
        return kernel, context

    def _host(self, name: str, arguments: str) -> str:
        """Ask the parent. An exception here would break the engine's call, so a lost parent ends the process."""
        try:
            write_frame(self._wire, {"op": "host", "name": name, "arguments": _well_formed(arguments)})
            reply = read_frame(self._wire)
            return str(reply)
        except (FrameError, OSError):
            os._exit(0)


def _memory(name: str) -> float:
    """Return the bytes that this process has, or had at most, of address space; without end where the system does not say."""
    try:
        with Path("/proc/self/status").open(encoding="ascii") as status:
            sizes = dict(line.split(":", 1) for line in status)
        return int(sizes[name].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return inf if name == "VmPeak" else 0


def _well_formed(text: str) -> str:
    """Return JSON with "?" for each half of a surrogate pair, which JavaScript has and no file, page or database."""
    if "\\ud" not in text.lower():
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace").decode()
    except (ValueError, RecursionError):
        return text  # no JSON: refused by who reads it


def _end_with_parent() -> None:
    """Wait on standard input, which only the parent's end holds open, and leave when it closes.

    The engine releases the interpreter lock while JavaScript runs, so this ends an endless loop too.
    """
    while os.read(0, 1):
        pass
    os._exit(0)


def _limit_memory(memory_bytes: int) -> None:
    limit = memory_bytes + _ADDRESS_SPACE_MARGIN
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Serve runs on the socket whose descriptor number is the first argument."""
    wire = socket.socket(fileno=int(sys.argv[1]))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        prelude = read_frame(wire)
        _limit_memory(int(prelude["memory_bytes"]))
        engine = Engine(wire, prelude["source"], int(prelude["memory_bytes"]))
        write_frame(wire, {"op": "ready"})
        while True:
            engine.run(json.dumps(read_frame(wire)["request"]))
    except (FrameError, OSError):
        os._exit(0)


if __name__ == "__main__":
    main()
