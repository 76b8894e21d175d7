"""Pages about the account's set-up: File Cabinet, Login Audit Trail. For reading only."""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.pages import places
from landbridge.local.pages.visit import Visit
from landbridge.local.records.errors import RecordError

AUDIT_ROWS = 200


def files(visit: Visit) -> Response:
    """List the folders of the File Cabinet and their files; private folders show to their owner only."""
    visit.require(places.FILES_PERMISSION)
    contents = []
    for folder in visit.account.files.folders():
        try:
            contents.append((folder, visit.account.files.files(visit.session, folder.id)))
        except RecordError:
            continue  # another user's private folder
    return visit.page("files.html", title="File Cabinet", contents=contents)


def audit(visit: Visit) -> Response:
    """Show the newest rows of the Login Audit Trail."""
    visit.require(places.AUDIT_PERMISSION)
    return visit.page("audit.html", title="Login Audit Trail", rows=visit.account.access.audit(AUDIT_ROWS))
