"""The addresses of the service: the JSON API under `/api/`, the pages everywhere else."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from landbridge.service.api import addresses
from landbridge.service.configuration import mapping_pages as mapping_file_pages
from landbridge.service.connections import certificate_pages, switch_pages
from landbridge.service.connections import pages as connection_pages
from landbridge.service.drift import pages as drift_pages
from landbridge.service.health.check import pages as health_pages
from landbridge.service.health.setup import pages as setup_pages
from landbridge.service.notifications import pages as notification_pages
from landbridge.service.pairs import pages as pair_pages
from landbridge.service.projects import pages as record_pages
from landbridge.service.realtime import pages as realtime_pages
from landbridge.service.runs.history import errors_pages
from landbridge.service.runs.history import pages as run_pages
from landbridge.service.runs.lanes import queue_pages
from landbridge.service.runs.publisher import pages as publisher_pages
from landbridge.service.runs.starts import group_pages, schedule_pages, starting_pages
from landbridge.service.suiteapp import pages as suiteapp_pages
from landbridge.service.verification import pages as verification_pages
from landbridge.service.web import overview, sign_in
from landbridge.service.workflows import administration_pages
from landbridge.service.workflows import pages as workflow_pages
from landbridge.service.workflows.editing import pages as mapping_pages
from landbridge.service.workflows.editing import row_pages as mapping_row_pages
from landbridge.service.workflows.history import pages as mapping_history_pages
from landbridge.service.workflows.preview import pages as mapping_preview_pages
from landbridge.service.workflows.validation import pages as mapping_validation_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", addresses()),
    path("", include("landbridge.service.health.urls")),
    *sign_in.urlpatterns,
    *overview.urlpatterns,
    *setup_pages.urlpatterns,
    *health_pages.urlpatterns,
    *connection_pages.urlpatterns,
    *certificate_pages.urlpatterns,
    *publisher_pages.urlpatterns,
    *switch_pages.urlpatterns,
    *administration_pages.urlpatterns,
    *workflow_pages.urlpatterns,
    *mapping_validation_pages.urlpatterns,
    *mapping_file_pages.urlpatterns,
    *mapping_pages.urlpatterns,
    *mapping_preview_pages.urlpatterns,
    *mapping_history_pages.urlpatterns,
    *mapping_row_pages.urlpatterns,
    *suiteapp_pages.urlpatterns,
    *drift_pages.urlpatterns,
    *pair_pages.urlpatterns,
    *realtime_pages.urlpatterns,
    *schedule_pages.urlpatterns,
    *group_pages.urlpatterns,
    *starting_pages.urlpatterns,
    *queue_pages.urlpatterns,
    *run_pages.urlpatterns,
    *errors_pages.urlpatterns,
    *verification_pages.urlpatterns,
    *notification_pages.urlpatterns,
    *record_pages.urlpatterns,
]
