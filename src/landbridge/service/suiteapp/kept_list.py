"""The list of record types as JSON text: what the trigger makes of it, and how two lists differ."""

from __future__ import annotations

import msgspec

NOTHING = "{}"


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of one SuiteScript type. ``monitored`` are SuiteScript field ids, ``None`` where every save is sent; ``unflagged``:
    imported without a mark."""

    monitored: list[str] | None = None
    unflagged: bool = False

    def holds_back_more(self, other: Kept) -> bool:
        """Whether some save that passes ``other`` does not pass this."""
        fewer = self.monitored is not None and not set(other.monitored or ()) <= set(self.monitored)
        unmonitored = self.monitored is not None and other.monitored is None
        return fewer or unmonitored or (other.unflagged and not self.unflagged)

    def __str__(self) -> str:
        fields = "every save" if self.monitored is None else ", ".join(self.monitored) or "no field"
        return f"{fields} (without a mark)" if self.unflagged else fields


KeptList = dict[str, Kept]

_decoder = msgspec.json.Decoder(KeptList)


def encoded(kept: KeptList) -> str:
    """Return the text, its keys sorted."""
    return msgspec.json.encode(kept, order="sorted").decode()


def decoded(text: str) -> KeptList:
    """Return what a text says; nothing where it is not as the service writes it."""
    try:
        return _decoder.decode(text)
    except msgspec.DecodeError:
        return {}


def is_narrower(there: str, wanted: str) -> bool:
    """Whether the list ``there`` holds back saves that ``wanted`` lets through."""
    found, asked = decoded(there), decoded(wanted)
    return any(found.get(name, Kept()).holds_back_more(asked.get(name, Kept())) for name in {*found, *asked})


def in_words(text: str) -> str:
    """Say what a list makes the trigger do."""
    kept = decoded(text)
    if not kept:
        return "none, so every save of a marked record is sent"
    return "; ".join(f"{name}: {one}" for name, one in sorted(kept.items()))
