"""What NetSuite derives and refuses beyond the kinds of fields: one file a family of record types."""

from landbridge.local.records.rules.base import Lookup, Rules
from landbridge.local.records.rules.registry import rules_of

__all__ = ["Lookup", "Rules", "rules_of"]
