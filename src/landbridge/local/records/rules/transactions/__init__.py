"""What NetSuite works out and refuses on transactions: ``rules`` says in which order, the other modules one subject each."""

from landbridge.local.records.rules.transactions.rules import TransactionRules

__all__ = ["TransactionRules"]
