"""What may be filled in on an integration record: one judgement for the page and the control plane.

Documented (``bridgehead_4249032125``, ``section_157771733782``): the boxes of token-based authentication need that box itself, the
authorization flow a callback URL, the authorization code grant a redirect URI of https or a custom scheme, public clients that grant;
OAuth 2.0 needs a scope, and the scope of the AI connector stands alone; refresh tokens last 1 to 720 hours. Assumed: the longest texts,
the same bounds for the rotation, and that an account's own records have names of their own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from landbridge.local.access.integration import (
    Box,
    ConsentPolicy,
    Definition,
    DefinitionFields,
    Integration,
    IntegrationState,
    OwnFields,
    Scope,
)
from landbridge.local.access.integrationlabels import BOXES, FIELDS
from landbridge.local.tba.callbacks import ANY_PORT, LONGEST_ADDRESS, may_lead_to

NEW = Definition(owner="", application_id="", script_id="", name="", consumer_key="", consumer_secret="")
"""What a new record's form begins with."""

DEFINITION_TEXTS = (
    "name",
    "description",
    "callback_url",
    "redirect_uri",
    "logo",
    "terms_of_use",
    "privacy_policy",
)
HOURS = ("refresh_token_hours", "rotation_hours")
OWN = ("state", "note", "concurrency_limit", "consent_policy")

LONGEST = {"name": 100, "description": 1000, "note": 1000}
FEWEST_HOURS, MOST_HOURS = 1, 720

_POLICY = re.compile(r"[^\x00-\x1f<>]+")
_NEEDED = {
    Box.ISSUE_TOKEN: Box.TOKENS,
    Box.AUTHORIZATION_FLOW: Box.TOKENS,
    Box.PUBLIC_CLIENT: Box.AUTHORIZATION_CODE,
    Box.DYNAMIC_REGISTRATION: Box.AUTHORIZATION_CODE,
}


class FormRefused(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """What was filled in cannot be saved. ``problems``: field -> what is wrong with it; a box's or scopes' under ``boxes``, ``scopes``."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(
            "; ".join(f"{FIELDS.get(name, 'Authentication')}: {text}" for name, text in problems.items())
        )
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Entered:
    """A filled-in form: ``texts`` by field, numbers as they were typed; boxes and scopes by their values."""

    texts: Mapping[str, str]
    boxes: frozenset[str]
    scopes: frozenset[str]

    def changed(
        self,
        texts: Mapping[str, str],
        boxes: Iterable[str] | None = None,
        scopes: Iterable[str] | None = None,
    ) -> Entered:
        """Return the form with other values; what is not given stays."""
        return Entered(
            {**self.texts, **texts},
            self.boxes if boxes is None else frozenset(boxes),
            self.scopes if scopes is None else frozenset(scopes),
        )

    def fingerprint(self) -> str:
        """Return what two forms share only when all of their fields are the same."""
        everything = json.dumps([sorted(self.texts.items()), sorted(self.boxes), sorted(self.scopes)])
        return hashlib.sha256(everything.encode()).hexdigest()[:16]


def filled(known: Integration | None) -> Entered:
    """Return the form of a record as it is, or of a new one."""
    definition = known.definition if known else NEW
    limit = known.concurrency_limit if known else None
    texts = {name: str(getattr(definition, name)) for name in (*DEFINITION_TEXTS, *HOURS)}
    own = {
        "state": (known.state if known else IntegrationState.ENABLED).value,
        "note": known.note if known else "",
        "concurrency_limit": "" if limit is None else str(limit),
        "consent_policy": (known.consent_policy if known else ConsentPolicy.ALWAYS_ASK).value,
    }
    return Entered({**texts, **own}, frozenset(definition.boxes), frozenset(definition.scopes))


def judged(
    entered: Entered,
    known: Integration | None,
    others: Collection[Integration],
    *,
    states: Collection[IntegrationState] = tuple(IntegrationState),
) -> tuple[DefinitionFields, OwnFields]:
    """Return what to save of a form: the owner's fields, where they are others than before, and the account's own.

    ``others`` are the account's records, ``states`` the ones to choose from. Raises ``FormRefused``.
    """
    problems: dict[str, str] = {}
    own = _own(entered, states, problems)
    definition: DefinitionFields = {}
    before = filled(known)
    if known is None or _owners(entered) != _owners(before):
        definition = _definition(entered, problems)
        names = {
            one.name.casefold() for one in others if one.is_owned and (known is None or one.id != known.id)
        }
        if "name" not in problems and definition["name"].casefold() in names:
            problems["name"] = "Another integration record of this account has this name."
    if problems:
        raise FormRefused(problems)
    return definition, own


def _owners(entered: Entered) -> tuple[Any, ...]:
    return (
        entered.boxes,
        entered.scopes,
        *(entered.texts[name].strip() for name in (*DEFINITION_TEXTS, *HOURS)),
    )


def _own(entered: Entered, states: Collection[IntegrationState], problems: dict[str, str]) -> OwnFields:
    texts = entered.texts
    if texts["state"] not in {state.value for state in states}:
        problems["state"] = f"Choose one of {', '.join(state.value for state in states)}."
    if texts["consent_policy"] not in set(ConsentPolicy):
        problems["consent_policy"] = f"Choose one of {', '.join(ConsentPolicy)}."
    limit = texts["concurrency_limit"].strip()
    if limit and not _is_whole(limit):
        problems["concurrency_limit"] = "Enter a whole number, or nothing for no limit of its own."
    _judge_length("note", texts["note"], problems)
    if problems:
        return {}
    return {
        "state": IntegrationState(texts["state"]),
        "note": texts["note"].strip(),
        "concurrency_limit": int(limit) if limit else None,
        "consent_policy": ConsentPolicy(texts["consent_policy"]),
    }


def _definition(entered: Entered, problems: dict[str, str]) -> DefinitionFields:
    texts = {name: entered.texts[name].strip() for name in (*DEFINITION_TEXTS, *HOURS)}
    if not texts["name"]:
        problems["name"] = "Enter a value."
    for name in ("name", "description"):
        _judge_length(name, texts[name], problems)
    boxes = _judge_boxes(entered, problems)
    scopes = _judge_scopes(entered, boxes, problems)
    _judge_addresses(texts, boxes, problems)
    hours = {name: _hours(name, texts[name], problems) for name in HOURS}
    return {
        "name": texts["name"],
        "description": texts["description"],
        "boxes": boxes,
        "scopes": scopes,
        "callback_url": texts["callback_url"],
        "redirect_uri": texts["redirect_uri"],
        "refresh_token_hours": hours["refresh_token_hours"],
        "rotation_hours": hours["rotation_hours"],
        "logo": texts["logo"],
        "terms_of_use": texts["terms_of_use"],
        "privacy_policy": texts["privacy_policy"],
    }


def _judge_length(name: str, text: str, problems: dict[str, str]) -> None:
    if len(text) > LONGEST[name]:
        problems[name] = f"Enter at most {LONGEST[name]} characters."


def _judge_boxes(entered: Entered, problems: dict[str, str]) -> frozenset[Box]:
    unknown = entered.boxes - set(Box)
    if unknown:
        problems["boxes"] = f"There is no box {', '.join(sorted(unknown))}: choose of {', '.join(Box)}."
        return frozenset()
    boxes = frozenset(map(Box, entered.boxes))
    for box, needed in _NEEDED.items():
        if box in boxes and needed not in boxes:
            problems["boxes"] = f"{BOXES[box]} needs {BOXES[needed]} too."
    return boxes


def _judge_scopes(entered: Entered, boxes: frozenset[Box], problems: dict[str, str]) -> frozenset[Scope]:
    unknown = entered.scopes - set(Scope)
    if unknown:
        problems["scopes"] = f"There is no scope {', '.join(sorted(unknown))}: choose of {', '.join(Scope)}."
        return frozenset()
    scopes = frozenset(map(Scope, entered.scopes))
    grants = boxes & {Box.AUTHORIZATION_CODE, Box.CLIENT_CREDENTIALS}
    if scopes and not grants:
        problems["scopes"] = "Scopes need a grant of OAuth 2.0: check one, or clear the scopes."
    elif grants and not scopes:
        problems["scopes"] = "A grant of OAuth 2.0 needs a scope: choose at least one."
    elif Scope.MCP in scopes and len(scopes) > 1:
        problems["scopes"] = "The scope of the AI connector stands alone: clear it, or clear the others."
    return scopes


def _judge_addresses(texts: Mapping[str, str], boxes: frozenset[Box], problems: dict[str, str]) -> None:
    if texts["callback_url"]:
        if not may_lead_to(texts["callback_url"].replace(ANY_PORT, "http://localhost:1", 1), loopback=True):
            problems["callback_url"] = (
                "Enter an address with https, with a custom scheme (myapp://callback), or http://localhost with a port, or with * for every port."
            )
    elif Box.AUTHORIZATION_FLOW in boxes:
        problems["callback_url"] = f"{BOXES[Box.AUTHORIZATION_FLOW]} needs a callback URL."
    if texts["redirect_uri"]:
        if not may_lead_to(texts["redirect_uri"], loopback=False):
            problems["redirect_uri"] = "Enter an address with https or a custom scheme (myapp://callback)."
    elif Box.AUTHORIZATION_CODE in boxes:
        problems["redirect_uri"] = f"{BOXES[Box.AUTHORIZATION_CODE]} needs a redirect URI."
    for name in ("logo", "terms_of_use", "privacy_policy"):
        if texts[name] and not _is_document(texts[name]):
            problems[name] = "Enter an address with https, or the name of a file in the File Cabinet."


def _is_document(text: str) -> bool:
    if len(text) > LONGEST_ADDRESS or not _POLICY.fullmatch(text):
        return False
    return "://" not in text or (text.startswith("https://") and may_lead_to(text, loopback=False))


def _hours(name: str, text: str, problems: dict[str, str]) -> int:
    if not _is_whole(text) or not FEWEST_HOURS <= int(text) <= MOST_HOURS:
        problems[name] = f"Enter a whole number from {FEWEST_HOURS} to {MOST_HOURS}."
        return 0
    return int(text)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9
