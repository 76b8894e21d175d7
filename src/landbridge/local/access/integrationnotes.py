"""What system notes tell of integration records.

Documented (``section_4543308762``): a record made by hand as Enabled has two notes of its State, first Blocked, then Enabled; an
installed one has a single note, of the state it came with; Last State Change shows a date, so it has one note a day; notes are
written for fields alone that may be changed in the account, so what an owner changes leaves none in the others. How a reset of the
credentials is told is assumed: the fields without their values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from landbridge.local.access.integration import Box, Definition, Integration, IntegrationState, Scope
from landbridge.local.access.integrationlabels import BOXES, CONSENT_POLICIES, FIELDS, SCOPES, STATES
from landbridge.local.access.systemnotes import FieldChange

Day = Callable[[datetime], str]
"""Writes the date of an instant as the account does."""

_DEFINITION = (
    "name",
    "script_id",
    "description",
    "callback_url",
    "redirect_uri",
    "refresh_token_hours",
    "rotation_hours",
    "logo",
    "terms_of_use",
    "privacy_policy",
)


def of_creation(made: Integration, day: Day) -> list[FieldChange]:
    """Return the first values of a record that is new in this account."""
    texts = {**(_definition_texts(made.definition) if made.is_owned else {}), **_own_texts(made, day)}
    changes = [FieldChange(field, "", text) for field, text in texts.items() if text not in ("", "F")]
    return [one for change in changes for one in _with_first_state(made, change)]


def _with_first_state(made: Integration, change: FieldChange) -> list[FieldChange]:
    enabled = STATES[IntegrationState.ENABLED]
    if not made.is_owned or change != FieldChange(FIELDS["state"], "", enabled):
        return [change]
    blocked = STATES[IntegrationState.BLOCKED]
    return [FieldChange(change.field, "", blocked), FieldChange(change.field, blocked, enabled)]


def of_change(before: Integration, after: Integration, day: Day) -> list[FieldChange]:
    """Return the fields that differ between two stages of a record."""
    changes = list(_differing(_own_texts(before, day), _own_texts(after, day)))
    if before.is_owned:
        old, new = before.definition, after.definition
        changes += _differing(_definition_texts(old), _definition_texts(new))
        renewed = {
            "consumer_key": old.consumer_key != new.consumer_key,
            "consumer_secret": old.consumer_secret != new.consumer_secret,
        }
        changes += [FieldChange(FIELDS[name], "", "") for name, is_new in renewed.items() if is_new]
    return changes


def _differing(before: dict[str, str], after: dict[str, str]) -> Iterator[FieldChange]:
    for field, text in after.items():
        if before[field] != text:
            yield FieldChange(field, before[field], text)


def _definition_texts(definition: Definition) -> dict[str, str]:
    return {
        **{FIELDS[name]: str(getattr(definition, name)) for name in _DEFINITION},
        **{BOXES[box]: _flag(box in definition.boxes) for box in Box},
        **{SCOPES[scope]: _flag(scope in definition.scopes) for scope in Scope},
    }


def _own_texts(integration: Integration, day: Day) -> dict[str, str]:
    limit = integration.concurrency_limit
    return {
        FIELDS["state"]: STATES[integration.state],
        FIELDS["note"]: integration.note,
        FIELDS["concurrency_limit"]: "" if limit is None else str(limit),
        FIELDS["consent_policy"]: CONSENT_POLICIES[integration.consent_policy],
        FIELDS["state_changed_at"]: day(integration.state_changed_at),
        FIELDS["state_changed_by"]: integration.state_changed_by,
    }


def _flag(checked: bool) -> str:
    return "T" if checked else "F"
