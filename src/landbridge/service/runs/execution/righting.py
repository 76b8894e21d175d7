"""What a clock that was ahead has left in the future, and would hold things up until that future comes.

Bookmarks need none of this: a mark of the future counts as now where windows are made (``windows.window``).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from landbridge.service.runs.models import Attention, Lane, Run, Settle

LONGEST_REST = timedelta(hours=2)
"""Nothing that we plan rests longer: NetSuite may ask for an hour, a retry waits an hour at most."""


SKEW = timedelta(minutes=5)
"""So far may the clocks of two machines differ; it is no reason to catch up again."""


def set_right(now: datetime) -> None:
    """Make due what rests longer than anything does, and catch-ups and polls that were done in the future."""
    far = now + LONGEST_REST
    Lane.objects.filter(caught_up_at__gt=now + SKEW).update(caught_up_at=None)
    Lane.objects.filter(polled_at__gt=now + SKEW).update(polled_at=None)
    Run.objects.filter(state=Run.State.RUNNING, next_link_at__gt=far).update(next_link_at=now)
    Settle.objects.filter(due_at__gt=far).update(due_at=now)
    resting = Attention.objects.select_for_update(skip_locked=True).filter(dismissed_at=None, due_at__gt=far)
    Attention.objects.filter(pk__in=list(resting.values_list("pk", flat=True))).update(due_at=now)
