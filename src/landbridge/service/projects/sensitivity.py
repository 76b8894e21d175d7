"""Which fields hold what not everybody may see, by the names that NetSuite and SuiteProjects Pro give them; and the mask.

The classes: how a person is reached, when one was born, what one earns and is sold for, ids that a state gives, bank details. The same
names count in every record type, since a NetSuite customer may be a person too. Names of people and companies are in no class. Custom
fields are named in the setting ``SENSITIVE_FIELDS``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from landbridge.service.projects.models import SppRecord, User
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.projects.roles import Permission

MASK = "•••"
"""What stands for a value. It tells neither the value nor its length."""

CLASSES: dict[str, str] = {
    "contact": "email altemail phone altphone officephone homephone mobilephone mobile fax "
    "addr1 addr2 addr3 addr4 addrphone addrtext addressee attention city state zip "
    "defaultaddress addressbooklist emergencycontactlist",
    "birth": "birthdate birth_date",
    "pay": "laborcost labor_cost basewage basewagetype salary payfrequency bonustarget bonustargetcomment "
    "rate rateslist billingrate cost loaded_cost loadedcost earninglist deductionlist companycontributionlist "
    "compensationcurrency",
    "government id": "socialsecuritynumber ssn aliennumber passportnumber taxidnum tax_id national_id",
    "bank": "iban bic bankname bankid banknumber bankroutingnumber bankaccountnumber bank_account routing_number "
    "directdepositlist ccnumber creditcard creditcardslist corporatecardslist",
}
"""Names in small letters, separated by spaces: SOAP names of NetSuite's schema, and field names of SuiteProjects Pro's XML API."""

_ALL = frozenset(" ".join(CLASSES.values()).split())

Mapped = Callable[[], Mapping[str, Collection[str]]]
"""Answers, by SuiteProjects Pro record type, the fields that are filled from a sensitive field of NetSuite."""

_mapped: list[Mapped] = []


def add_mapped(ask: Mapped) -> None:
    """Let an app that knows mappings name fields too. It calls this when Django makes it ready."""
    if ask not in _mapped:
        _mapped.append(ask)


def sensitive_names() -> frozenset[str]:
    """Return the names of either system that are sensitive wherever they are met, in small letters."""
    return _ALL.union(settings.SENSITIVE_FIELDS)


def is_sensitive(name: str) -> bool:
    """Whether a field of this name, of either system and in any case, holds what not everybody may see.

    What stands before a dot says whose field it is (``record.laborCost``, ``user.rate``).
    """
    lower = name.lower().rpartition(".")[2]
    return lower in _ALL or lower in settings.SENSITIVE_FIELDS


def sees_everything(user: User | None) -> bool:
    """Whether ``user`` sees values of sensitive fields. ``None`` is the operator of the machine, who does."""
    return user is None or user.may(Permission.VIEW_SENSITIVE_FIELDS)


def masked(value: Any) -> Any:
    """Return what stands for a value: the mask, or the emptiness that there is."""
    return value if value is None or value == "" else MASK


@dataclass(frozen=True, slots=True)
class Sight:
    """How one person sees records of the built-in account: ``hidden`` are fields by record type, beside those hidden everywhere."""

    everything: bool
    hidden: Mapping[str, Collection[str]]

    @classmethod
    def of(cls, user: User | None) -> Sight:
        """Return what ``user`` sees; one question to the database for whom something is hidden."""
        if sees_everything(user):
            return cls(everything=True, hidden={})
        hidden: dict[str, set[str]] = {}
        for ask in _mapped:
            for spp_type, fields in ask().items():
                hidden.setdefault(spp_type, set()).update(fields)
        return cls(everything=False, hidden=hidden)

    def hides(self, spp_type: str, field: str) -> bool:
        """Whether the field's values are masked."""
        return not self.everything and (is_sensitive(field) or field in self.hidden.get(spp_type, ()))

    def value(self, spp_type: str, field: str, value: Any) -> Any:
        """Return the value, or its mask."""
        return masked(value) if self.hides(spp_type, field) else value

    def fields(self, spp_type: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return a record's fields with the mask where it belongs."""
        return {name: self.value(spp_type, name, value) for name, value in fields.items()}

    def hides_name(self, spp_type: str) -> bool:
        """Whether the names of a type's records are masked: some workflow fills them from a sensitive field."""
        kind = SPP_TYPES.get(spp_type)
        return kind is not None and any(self.hides(spp_type, name) for name in kind.naming_fields)

    def record(self, record: SppRecord) -> SppRecord:
        """Return the record as it may be seen. It is not to be saved afterwards."""
        record.fields = self.fields(record.type, record.fields)
        if self.hides_name(record.type):
            record.name = masked(record.name)
        return record
