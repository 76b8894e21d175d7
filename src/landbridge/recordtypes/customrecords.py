"""The one SOAP class of all custom records: what each has beside its own fields."""

from __future__ import annotations

from landbridge.recordtypes.fields import instant, ref, text
from landbridge.recordtypes.lists.shape import INACTIVE, NAME
from landbridge.recordtypes.model import Field


def custom_record_fields(type_name: str) -> tuple[Field, ...]:
    """Return the body fields of ``CustomRecord`` that the account keeps, in schema order; ``recType`` follows.

    ``type_name`` is the type of custom record: ``parent`` is another record of it. A basic search has no ``altName`` (schema).
    """
    return (
        INACTIVE,
        ref("parent", "Parent", type_name, search=True),
        instant("created", "Date Created", search=True, computed=True),
        instant("lastModified", "Last Modified", search=True, computed=True),
        NAME,
        text("altName", "Alternate Name"),
        ref("owner", "Owner", "employee", search=True),
    )
