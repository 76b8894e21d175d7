"""Mappings as files: download, and upload into drafts that are looked at before they are stored."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from landbridge.service.composition import destination_for, reader_for
from landbridge.service.configuration import mappingfiles
from landbridge.service.configuration.document import LARGEST, ConfigurationError
from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.web.access import needs, signed_in
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.adding import workflows_of
from landbridge.service.workflows.editing import drafts
from landbridge.service.workflows.editing.saving import checked
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import MappingDraft, Workflow
from landbridge.service.workflows.validation.sides import Sides


@needs(Permission.EDIT_INTEGRATION)
def files(request: HttpRequest, connection: int) -> HttpResponse:
    """Show what can be downloaded, the upload, and the drafts of whoever looks."""
    place = get_object_or_404(Connection, pk=connection)
    user = signed_in(request)
    mine = MappingDraft.objects.select_related("workflow").filter(user=user, workflow__connection=place)
    shown = [(catalogue.declaration(one.workflow.key), drafts.edited(one.workflow, user)) for one in mine]
    return render(
        request,
        "workflows/files.html",
        {
            "connection": place,
            "added": [kind for kind, stored in workflows_of(place) if stored],
            "drafts": shown,
        },
    )


@needs(Permission.EDIT_INTEGRATION)
def download(request: HttpRequest, connection: int) -> HttpResponse:
    """Return the mappings as a file: of one `workflow`, or of all."""
    place = get_object_or_404(Connection, pk=connection)
    key = request.GET.get("workflow", "")
    try:
        text = mappingfiles.export(place, [key] if key else ())
    except ConfigurationError as error:
        return HttpResponse(str(error), status=404, content_type="text/plain; charset=utf-8")
    name = f"mapping-{key or 'all'}.yaml"
    return HttpResponse(
        text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def upload(request: HttpRequest, connection: int) -> HttpResponse:
    """Put the mappings of a file into drafts, all of them or none."""
    place = get_object_or_404(Connection, pk=connection)
    sent = request.FILES.get("file")
    if sent is None or sent.size is None or sent.size > LARGEST:
        messages.error(request, f"Choose a file of {LARGEST // 1024} KiB at most.")
        return redirect("mapping-files", connection=connection)
    try:
        contents, left = mappingfiles.read(sent.read().decode("utf-8"))
        with transaction.atomic():
            for key, wanted in contents.items():
                workflow = Workflow.objects.filter(connection=place, key=key, added=True).first()
                if workflow is None:
                    raise ConfigurationError(f"{key!r} is no workflow that was ever activated here")
                drafts.put(workflow, signed_in(request), wanted, origin=f"file {sent.name}"[:200])
    except UnicodeDecodeError:
        messages.error(request, "The file is not UTF-8.")
    except (ConfigurationError, WorkflowRefused) as refused:
        messages.error(request, f"Nothing was taken over: {refused}")
    else:
        if contents:
            messages.success(
                request, "The file is in drafts now. Nothing of it is in force before it is stored."
            )
        else:
            messages.error(request, "The file has nothing that could be taken over. No draft was made.")
        for sentence in left:
            messages.warning(request, sentence)
    return redirect("mapping-files", connection=connection)


@require_POST
@needs(Permission.EDIT_INTEGRATION)
def store(request: HttpRequest, connection: int) -> HttpResponse:
    """Check all drafts of whoever asks, and store them, all or none."""
    place = get_object_or_404(Connection, pk=connection)
    user = signed_in(request)
    mine = list(MappingDraft.objects.select_related("workflow").filter(user=user, workflow__connection=place))
    edited = [drafts.edited(one.workflow, user) for one in mine]
    sides = Sides(place, reader_for, destination_for(place))
    report = checked(place, {one.workflow.key: one.content for one in edited}, sides)
    if report.problems:
        messages.error(request, " ".join(["Nothing was stored.", *map(str, report.problems)]))
        return redirect("mapping-files", connection=connection)
    try:
        with transaction.atomic():
            for one in edited:
                drafts.save(one.workflow, user, one.revision)
    except WorkflowRefused as refused:
        messages.error(request, f"Nothing was stored. {refused}")
    else:
        messages.success(request, "Stored. The next run reads every record of these workflows again.")
    for told in report.told:
        messages.warning(request, told)
    return redirect("mapping-files", connection=connection)


urlpatterns = [
    path("mapping/<int:connection>/files/", files, name="mapping-files"),
    path("mapping/<int:connection>/files/download", download, name="mapping-download"),
    path("mapping/<int:connection>/files/upload", upload, name="mapping-upload"),
    path("mapping/<int:connection>/files/store", store, name="mapping-store"),
]
