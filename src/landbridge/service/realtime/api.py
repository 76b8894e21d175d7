"""JSON: the notices that were accepted."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate

from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.realtime.models import Notice

router = Router(tags=["realtime"])


class NoticeOut(Schema):
    """One notice. ``answer`` is running, queued or ignored; ``run`` the run that took it up, once there is one.

    ``jti`` without its dashes is the id of its trace.
    """

    id: int
    record_type: str
    netsuite_type: str
    internal_id: str
    event: str
    context: str
    netsuite_user: str
    jti: str
    issued_at: datetime
    received_at: datetime
    answer: str
    run: int | None

    @staticmethod
    def resolve_run(notice: Notice) -> int | None:
        """The run's id."""
        return notice.request.run_id if notice.request else None


@router.get("/notices", response=list[NoticeOut], summary="Notices, newest first")
@paginate(LimitOffsetPagination)
def list_notices(request: HttpRequest, connection: int | None = None) -> QuerySet[Notice]:
    """Accepted notices, newest first; of one connection when asked."""
    require(request, Permission.VIEW_RECORDS)
    found = Notice.objects.select_related("request")
    return found if connection is None else found.filter(connection_id=connection)
