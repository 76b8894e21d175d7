"""What several expressions have in common, and how constants become like what they are compared with."""

from __future__ import annotations

from landbridge.local.suiteql.compiling.pieces import Piece, call, text_literal
from landbridge.local.suiteql.model import Type


def common(pieces: list[Piece]) -> Type:
    """Return the type that several expressions have in common; what cannot be told does not count against a date."""
    known = {piece.type for piece in pieces if piece.sql != "NULL"}
    if len(known) == 1:
        return known.pop()
    if known <= {Type.WHOLE, Type.NUMBER}:
        return Type.NUMBER
    return Type.UNKNOWN


def alike(pieces: list[Piece]) -> list[str]:
    """Write expressions that are compared with each other; constants take on the type of the others, as Oracle has it."""
    types = {piece.type for piece in pieces if piece.literal is None and not piece.parameter}
    if Type.DATE in types:
        return [
            piece.sql if piece.type is Type.DATE else call("IMPLICIT_DATE", piece.sql) for piece in pieces
        ]
    if types & {Type.NUMBER, Type.WHOLE}:
        return [_as_number(piece) for piece in pieces]
    if Type.TEXT in types:
        return [_as_text(piece) for piece in pieces]
    return [piece.sql for piece in pieces]


def _as_number(piece: Piece) -> str:
    if piece.parameter or (piece.literal is not None and piece.type is Type.TEXT):
        return call("TO_NUMBER", piece.sql)
    return piece.sql


def _as_text(piece: Piece) -> str:
    """Write a constant that is compared with texts as one."""
    if piece.literal is not None and piece.type.numeric:
        return text_literal(piece.literal).sql
    return call("TO_TEXT", piece.sql) if piece.parameter else piece.sql
