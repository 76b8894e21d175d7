"""Items: what is sold and bought. Nine record types that one search finds together."""

from landbridge.recordtypes.items.family import ITEM
from landbridge.recordtypes.items.noninventory import (
    NON_INVENTORY_PURCHASE_ITEM,
    NON_INVENTORY_RESALE_ITEM,
    NON_INVENTORY_SALE_ITEM,
)
from landbridge.recordtypes.items.othercharge import (
    OTHER_CHARGE_PURCHASE_ITEM,
    OTHER_CHARGE_RESALE_ITEM,
    OTHER_CHARGE_SALE_ITEM,
)
from landbridge.recordtypes.items.service import (
    SERVICE_PURCHASE_ITEM,
    SERVICE_RESALE_ITEM,
    SERVICE_SALE_ITEM,
)

ITEM_TYPES = (
    SERVICE_SALE_ITEM,
    SERVICE_PURCHASE_ITEM,
    SERVICE_RESALE_ITEM,
    NON_INVENTORY_SALE_ITEM,
    NON_INVENTORY_PURCHASE_ITEM,
    NON_INVENTORY_RESALE_ITEM,
    OTHER_CHARGE_SALE_ITEM,
    OTHER_CHARGE_PURCHASE_ITEM,
    OTHER_CHARGE_RESALE_ITEM,
)
"""The nine, sale before purchase before resale."""

__all__ = ["ITEM", "ITEM_TYPES"]
