"""Customer and project of a document of sales: NetSuite's ``entity`` is the customer, or the project, which ``job`` then names too."""

from __future__ import annotations

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

PROJECT_OF_LINE = link("projectid", "job", "projects", required=True)
"""Of the line; the reader fills it from the document where the line names none."""
