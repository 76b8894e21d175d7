"""How the JSON API tells a refusal."""

from __future__ import annotations

from ninja import Schema


class RefusalOut(Schema):
    """Why a wish was refused."""

    code: str
    message: str
