"""What the records are called: one file a record type, data only."""

from landbridge.recordtypes.customer import CUSTOMER
from landbridge.recordtypes.employee import EMPLOYEE
from landbridge.recordtypes.job import JOB
from landbridge.recordtypes.model import Field, Kind, RecordType, Search, SearchOnly, Structure, Sublist

RECORD_TYPES: dict[str, RecordType] = {kind.name: kind for kind in (EMPLOYEE, CUSTOMER, JOB)}
"""Every record type that the project knows, by SOAP's RecordType value."""

SCRIPT_TYPES: dict[str, RecordType] = {
    script: kind for kind in RECORD_TYPES.values() for script in kind.script_types
}
"""The record type behind each SuiteScript type: ``lead`` and ``prospect`` are customers."""

__all__ = [
    "CUSTOMER",
    "EMPLOYEE",
    "JOB",
    "RECORD_TYPES",
    "SCRIPT_TYPES",
    "Field",
    "Kind",
    "RecordType",
    "Search",
    "SearchOnly",
    "Structure",
    "Sublist",
]
