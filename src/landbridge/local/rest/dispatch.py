"""From an address and a method to an operation on records."""

from __future__ import annotations

from collections.abc import Callable

from landbridge.local.access.model import Session
from landbridge.local.account import Account
from landbridge.local.rest import actions, listing, metadata, parameters, records, subresources
from landbridge.local.rest.faces import Faces
from landbridge.local.rest.idempotency import HEADER, Idempotency
from landbridge.local.rest.references import RECORD_PATH
from landbridge.local.rest.resources import Call, definition_of
from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import Answer, Asked

Operations = dict[str, Callable[[], Answer]]

CATALOGUE = "metadata-catalog"
BATCHES = ("PATCH", "PUT", "DELETE")
WITH_BODY = ("POST", "PATCH", "PUT")


class Dispatcher:
    """Answers the requests of one account that the gate let through. Thread-safe."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._faces = Faces()
        self._idempotency = Idempotency(account)

    def answer(self, asked: Asked, session: Session) -> Answer:
        """Return the answer. Raises ``RestError``."""
        call = Call(self._account, self._faces, asked, session)
        parameters.synchronous(asked)
        parameters.no_form(asked)
        segments = [part for part in asked.path.removeprefix(RECORD_PATH).split("/") if part]
        operations = self._operations(call, segments)
        operation = operations.get(asked.method)
        if operation is None:
            raise errors.invalid_method(asked.method, asked.path, tuple(operations))
        if asked.method in WITH_BODY:
            parameters.json_body(asked)
        if asked.method == "GET":
            return operation()
        return self._idempotency.once(session.user_id, asked.header(HEADER), operation)

    def _operations(self, call: Call, segments: list[str]) -> Operations:
        """Return what an address can be asked for, by method. Raises ``RestError`` 404."""
        match segments:
            case []:
                raise errors.no_such_resource(call.asked.path)
            case [first, *rest] if first == CATALOGUE:
                return {"GET": lambda: metadata.catalogue(call, rest)}
            case [kind]:
                return self._collection(call, kind)
            case [kind, key]:
                return {
                    "GET": lambda: records.read(call, kind, key),
                    "PATCH": lambda: records.update(call, kind, key),
                    "PUT": lambda: records.upsert(call, kind, key),
                    "DELETE": lambda: records.delete(call, kind, key),
                }
            case [kind, key, action, *rest] if action.startswith("!"):
                return {"POST": actions.operation(call, kind, key, action, rest)}
            case [kind, key, *below]:
                return self._below(call, kind, key, below)
        raise errors.no_such_resource(call.asked.path)

    def _collection(self, call: Call, kind: str) -> Operations:
        definition_of(call, kind)
        batches: Operations = dict.fromkeys(BATCHES, _batch)
        return {
            "GET": lambda: listing.collection(call, kind),
            "POST": lambda: records.create(call, kind),
            **batches,
        }

    def _below(self, call: Call, kind: str, key: str, below: list[str]) -> Operations:
        operations: Operations = {"GET": lambda: subresources.read(call, kind, key, below)}
        if len(below) == 1 and subresources.is_part(call, kind, below[0]):
            operations["PATCH"] = lambda: subresources.change_part(call, kind, key, below[0])
        elif len(below) == 1:
            operations["POST"] = lambda: subresources.add_line(call, kind, key, below[0])
        elif len(below) == 2:
            operations["PATCH"] = lambda: subresources.change_line(call, kind, key, below[0], below[1])
        return operations


def _batch() -> Answer:
    raise errors.unsupported("batches of records")
