"""The schema files of an endpoint: names, namespaces and the order in which they import one another.

The order is binding: clients such as zeep number the prefixes by it, and programs rely on the numbers (``ns13:Customer``). Names and
order are those of the published set (schema, 2023_2); that older and newer endpoints have the same is assumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One file. ``name`` and ``group`` make its namespace, ``group`` and ``file`` its address."""

    prefix: str
    name: str
    group: str
    file: str
    imports: tuple[str, ...] = ()

    def namespace(self, version: str) -> str:
        """Return the namespace that the file declares."""
        return f"urn:{self.name}_{version}.{self.group}.webservices.netsuite.com"

    def path(self, version: str) -> str:
        """Return the path under which the file is served."""
        return f"/xsd/{self.group}/v{version}_0/{self.file}.xsd"


CORE, CORE_TYPES = "platformCore", "platformCoreTyp"
MESSAGES = "platformMsgs"
COMMON, COMMON_TYPES = "platformCommon", "platformCommonTyp"
FAULTS, FAULT_TYPES = "platformFaults", "platformFaultTyp"


def _subject(  # noqa: PLR0917 - one row of the table below
    prefix: str,
    name: str,
    group: str,
    file: str,
    types: str,
    imports: str = "core common common-types own-types",
) -> Iterator[SchemaFile]:
    """Yield a file of record types and, when ``types`` names it, its twin of enumerations."""
    own = f"{prefix}Typ"
    known = {"core": CORE, "common": COMMON, "common-types": COMMON_TYPES, "own-types": own}
    yield SchemaFile(prefix, name, group, file, tuple(known.get(word, word) for word in imports.split()))
    if types:
        yield SchemaFile(own, f"types.{name}", group, types)


_TYPES_FIRST = "core own-types common common-types"

FILES: tuple[SchemaFile, ...] = (
    SchemaFile(CORE, "core", "platform", "core", (CORE_TYPES, FAULT_TYPES)),
    SchemaFile(CORE_TYPES, "types.core", "platform", "coreTypes"),
    SchemaFile(FAULT_TYPES, "types.faults", "platform", "faultTypes"),
    SchemaFile(FAULTS, "faults", "platform", "faults", (FAULT_TYPES,)),
    SchemaFile(MESSAGES, "messages", "platform", "messages", (CORE, FAULT_TYPES)),
    SchemaFile(COMMON, "common", "platform", "common", (CORE, COMMON_TYPES)),
    SchemaFile(COMMON_TYPES, "types.common", "platform", "commonTypes"),
    *_subject("actSched", "scheduling", "activities", "scheduling", "schedulingTypes", "core platformCoreTyp common common-types own-types"),
    *_subject("generalComm", "communication", "general", "communication", "communicationTypes", "core common own-types docFileCab"),
    *_subject("docFileCab", "filecabinet", "documents", "fileCabinet", "fileCabinetTypes", "core common own-types"),
    *_subject("listRel", "relationships", "lists", "relationships", "relationshipTypes", _TYPES_FIRST),
    *_subject("listSupport", "support", "lists", "support", "supportTypes", "core own-types common"),
    *_subject("listAcct", "accounting", "lists", "accounting", "accountingTypes", _TYPES_FIRST),
    *_subject("tranSales", "sales", "transactions", "sales", "saleTypes", _TYPES_FIRST),
    *_subject("tranPurch", "purchases", "transactions", "purchases", "purchaseTypes"),
    *_subject("tranCust", "customers", "transactions", "customers", "customerTypes"),
    *_subject("tranFin", "financial", "transactions", "financial", "financialTypes", "core common own-types"),
    *_subject("tranBank", "bank", "transactions", "bank", "bankTypes"),
    *_subject("tranInvt", "inventory", "transactions", "inventory", "inventoryTypes", "core common own-types common-types"),
    *_subject("tranGeneral", "general", "transactions", "general", "", "core common"),
    *_subject("setupCustom", "customization", "setup", "customization", "customizationTypes", _TYPES_FIRST),
    *_subject("listEmp", "employees", "lists", "employees", "employeeTypes", _TYPES_FIRST),
    *_subject("listSite", "website", "lists", "website", "websiteTypes", "core common common-types own-types"),
    *_subject("tranEmp", "employees", "transactions", "employees", "employeeTypes", "core common own-types"),
    *_subject("listMkt", "marketing", "lists", "marketing", "marketingTypes", "core common own-types"),
    *_subject("demandPlanning", "demandplanning", "transactions", "demandPlanning", "demandPlanningTypes", "core common own-types"),
    *_subject("listScm", "supplychain", "lists", "supplyChain", "supplyChainTypes", "core common own-types"),
)  # fmt: skip
"""Every file of the set, each prefix once."""

BY_PREFIX = {one.prefix: one for one in FILES}

IMPORTED = (
    CORE, FAULTS, MESSAGES, COMMON,
    "actSched", "actSchedTyp", "generalComm", "generalCommTyp", "listRel", "listRelTyp", "listSupport", "listSupportTyp",
    "listAcct", "listAcctTyp", "tranSales", "tranSalesTyp", "tranPurch", "tranCust", "tranFin", "tranBank", "tranInvt", "tranInvtTyp",
    "tranGeneral", "setupCustom", "setupCustomTyp", "listEmp", "listEmpTyp", "docFileCab", "docFileCabTyp", "listSite", "listSiteTyp",
    "tranEmp", "listMkt", "listMktTyp", "demandPlanning", "demandPlanningTyp", "listScm", "listScmTyp",
)  # fmt: skip
"""What the WSDL itself imports, in its order."""


def by_name(name: str, group: str) -> SchemaFile:
    """Return the file whose namespace is made of ``name`` and ``group``. Raises ``KeyError``."""
    return _BY_NAME[name, group]


_BY_NAME = {(one.name, one.group): one for one in FILES}
