"""Drafts: begun from the stored mapping, changed edit by edit, stored whole or thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from landbridge.service.projects.models import User
from landbridge.service.workflows import catalogue, content
from landbridge.service.workflows.content import Content
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.history.changes import Difference, differences
from landbridge.service.workflows.history.keeping import latest
from landbridge.service.workflows.models import MappingDraft, MappingVersion, Workflow
from landbridge.service.workflows.protection import refuse_protected
from landbridge.service.workflows.rows import replace_rows

Edit = Callable[[Content], Content]


@dataclass(frozen=True, slots=True)
class Edited:
    """A mapping as somebody sees it: the draft, or what is stored where there is none."""

    workflow: Workflow
    content: Content
    draft: MappingDraft | None
    version: int

    @property
    def revision(self) -> int:
        """The number of the edit that was last; 0 where there is no draft."""
        return self.draft.revision if self.draft else 0

    @property
    def overtaken(self) -> bool:
        """Whether somebody stored another version after the draft was begun."""
        return self.draft is not None and self.draft.based_on != self.version

    def changes(self) -> list[Difference]:
        """Return what the draft changes in what is stored now."""
        if self.draft is None:
            return []
        return differences(
            _ordered(self.workflow, content.stored(self.workflow)).plain(), self.content.plain()
        )


def edited(workflow: Workflow, user: User) -> Edited:
    """Return the mapping as ``user`` sees it, in two or three queries."""
    draft = MappingDraft.objects.filter(workflow=workflow, user=user).first()
    found = content.from_plain(draft.content) if draft else content.stored(workflow)
    return Edited(workflow, _ordered(workflow, found), draft, _number(workflow))


@transaction.atomic
def edit(workflow: Workflow, user: User, revision: int, change: Edit) -> Edited:
    """Change the draft of ``user``, begun now where there is none, and return it.

    ``revision`` is that of the page on which somebody pressed the button. Raises :class:`WorkflowRefused` where the draft was changed in
    another window meanwhile (`draft_changed`), and while the workflow is protected.
    """
    refuse_protected(workflow.connection_id, workflow.key)
    held = Workflow.objects.select_for_update().get(pk=workflow.pk)
    now = edited(held, user)
    if now.revision != revision:
        raise WorkflowRefused(
            "draft_changed",
            "The draft was changed in another window. Here is how it is now; nothing was changed by this page.",
        )
    return _write(now, user, change(now.content), origin=now.draft.origin if now.draft else "")


@transaction.atomic
def put(workflow: Workflow, user: User, wanted: Content, *, origin: str) -> Edited:
    """Make ``wanted`` the draft of ``user`` in place of any other, begun from the version of now; groups it does not name stay."""
    refuse_protected(workflow.connection_id, workflow.key)
    held = Workflow.objects.select_for_update().get(pk=workflow.pk)
    whole = content.over(content.stored(held), wanted)
    MappingDraft.objects.filter(workflow=held, user=user).delete()
    return _write(edited(held, user), user, whole, origin=origin)


@transaction.atomic
def save(workflow: Workflow, user: User, revision: int) -> Workflow:
    """Store the draft of ``user`` whole and end it.

    Raises :class:`WorkflowRefused`: there is none (`no_draft`), it was changed in another window (`draft_changed`), a newer version was
    stored after it was begun (`changed_meanwhile`, naming what changed), its rows cannot work, or the workflow is protected.
    """
    held = Workflow.objects.select_for_update().get(pk=workflow.pk)
    now = edited(held, user)
    if now.draft is None:
        raise WorkflowRefused("no_draft", "There is no draft to store.")
    if now.revision != revision:
        raise WorkflowRefused(
            "draft_changed",
            "The draft was changed in another window. Look at it as it is now, then store it.",
        )
    if now.overtaken:
        raise WorkflowRefused("changed_meanwhile", meanwhile(now))
    whole = {group.key: now.content.rows.get(group.key, ()) for group in _changeable(held)}
    stored = replace_rows(
        held.connection,
        held.key,
        whole,
        filters={key: now.content.filters.get(key, "") for key in whole},
        by=user,
        origin=now.draft.origin,
    )
    now.draft.delete()
    return stored


def discard(workflow: Workflow, user: User) -> bool:
    """Throw the draft of ``user`` away; return whether there was one."""
    return bool(MappingDraft.objects.filter(workflow=workflow, user=user).delete()[0])


def meanwhile(now: Edited) -> str:
    """Say who stored what after the draft was begun."""
    based_on = now.draft.based_on if now.draft else now.version
    since = MappingVersion.objects.select_related("by").filter(workflow=now.workflow, number__gt=based_on)
    told = [
        f"Version {one.number} by {one.by or 'the command line'}: {said(one.changes) or 'nothing of the mapping'}."
        for one in since.order_by("number")
    ]
    return " ".join(
        [
            "The mapping was changed after this draft was begun, so the draft cannot be stored.",
            *told,
            "Discard the draft and make your changes anew.",
        ]
    )


def said(changes: list[Mapping[str, Any]]) -> str:
    """Return changes in few words."""
    words = {"order": "order of rows", "filter": "filter", "option": "option"}
    return ", ".join(
        dict.fromkeys(
            f"{one['name'] or one['group']} {words.get(one['kind'], one['kind'])}" for one in changes
        )
    )


def _write(now: Edited, user: User, wanted: Content, *, origin: str) -> Edited:
    plain = _ordered(now.workflow, wanted).plain()
    if content.unkept(plain):
        raise WorkflowRefused("bad_mapping", f"The mapping {content.UNKEPT}")
    if now.draft is None:
        draft = MappingDraft.objects.create(
            workflow=now.workflow, user=user, based_on=now.version, content=plain, origin=origin
        )
    else:
        draft = now.draft
        draft.content, draft.revision, draft.origin = plain, draft.revision + 1, origin
        draft.save()
    return Edited(now.workflow, content.from_plain(plain), draft, now.version)


def _number(workflow: Workflow) -> int:
    last = latest(workflow)
    return last.number if last else 0


def _ordered(workflow: Workflow, found: Content) -> Content:
    return content.in_order([group.key for group in _changeable(workflow)], found)


def _changeable(workflow: Workflow) -> list[catalogue.Group]:
    return [group for group in catalogue.declaration(workflow.key).groups if not group.fixed]
