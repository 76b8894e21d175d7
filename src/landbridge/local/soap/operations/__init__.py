"""The operations that the local account answers."""

from landbridge.local.soap.operations.registry import OPERATIONS, OPERATIONS_OF_NETSUITE

__all__ = ["OPERATIONS", "OPERATIONS_OF_NETSUITE"]
