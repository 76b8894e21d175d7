"""What the WSDL and schemas of one endpoint version declare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from landbridge.local.releases import takes_passwords
from landbridge.local.soap.customrecords import SOAP_CLASS
from landbridge.local.soap.wsdl.core import core
from landbridge.local.soap.wsdl.coretypes import ENUMERATIONS
from landbridge.local.soap.wsdl.faults import fault_types, faults
from landbridge.local.soap.wsdl.files import CORE, CORE_TYPES, FAULT_TYPES, FAULTS, MESSAGES
from landbridge.local.soap.wsdl.messages import messages
from landbridge.local.soap.wsdl.records import RecordSchemas
from landbridge.local.soap.wsdl.searches import add_searches
from landbridge.local.soap.wsdl.shapes import Contents
from landbridge.local.soap.wsdl.unsupported import add_unsupported
from landbridge.recordtypes import RECORD_TYPES, RecordType
from landbridge.recordtypes.customrecords import custom_record_fields
from landbridge.recordtypes.fields import ref
from landbridge.recordtypes.model import COMMON_SEARCH

CUSTOM_RECORD = RecordType(
    name="customRecord",
    label="Custom Record",
    plural="Custom Records",
    soap_class=SOAP_CLASS,
    namespace="customization",
    group="setup",
    prefix="setupCustom",
    search_basic="CustomRecordSearchBasic",
    rest="",
    suiteql="",
    script_types=(),
    permission="",
    fields=(*custom_record_fields("customRecord"), ref("recType", "Type", "customRecordType")),
    search_only=COMMON_SEARCH,
    id_family="",
)
"""The one class of all custom record types."""


def contents_of(version: str) -> dict[str, Contents]:
    """Return what each schema file declares at an endpoint version, by prefix; a file that is missing declares nothing."""
    found: dict[str, Contents] = defaultdict(Contents)
    found[CORE] = core(passwords=takes_passwords(version))
    found[MESSAGES] = messages(version)
    found[FAULTS] = faults()
    found[FAULT_TYPES] = fault_types()
    kinds = (*RECORD_TYPES.values(), CUSTOM_RECORD)
    records = RecordSchemas(found)
    for kind in kinds:
        records.add(kind)
    add_searches(kinds, found)
    add_unsupported(found)
    _core_types(found[CORE_TYPES], kinds)
    return found


def _core_types(contents: Contents, kinds: Iterable[RecordType]) -> None:
    for name, values in ENUMERATIONS.items():
        contents.choose(name, values)
    # References to customizations bear the kind of customization as their type (schema: RecordType has them all).
    names = {kind.name for kind in kinds} | set(ENUMERATIONS["GetCustomizationType"])
    contents.choose("RecordType", tuple(sorted(names)))
    contents.choose(
        "SearchRecordType",
        tuple(sorted({kind.searched_as or kind.name for kind in kinds if kind.search_basic})),
    )
