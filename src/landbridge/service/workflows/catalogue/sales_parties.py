"""Customer and project of a document of sales: NetSuite's ``entity`` is the customer, or the project, which ``job`` then names too."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.model import Row
from landbridge.service.workflows.catalogue.row_kinds import link, of_link, where

CUSTOMER = where(
    "customerid",
    "(job <> '')",
    of_link("customerid", "job", "projects", "customerid", required=True),
    link("customerid", "entity", "customers", required=True),
)
"""Of the document itself."""

CUSTOMER_OF_LINE = where(
    "customerid",
    "(record.job <> '')",
    of_link("customerid", "record.job", "projects", "customerid", required=True),
    link("customerid", "record.entity", "customers", required=True),
)


def project_of_line(*, required: bool) -> Row:
    """The project of the line, or of the document where the line names none."""
    return where(
        "projectid",
        "(job <> '')",
        link("projectid", "job", "projects", required=required),
        link("projectid", "record.job", "projects", required=required),
    )
