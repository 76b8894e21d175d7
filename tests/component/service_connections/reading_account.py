"""A local account with the SuiteApp and a record of every type that workflows read, and readers of it by both protocols."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite import AccountId, ClientOptions, LocalBudget, TokenCredentials
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.sync import SyncClient
from landbridge.service.connections.metadata import AccountMetadata
from landbridge.service.connections.reading import NetSuiteReader

TYPES = (
    "employee", "customer", "job", "projectTask", "supportCase", "item", "expenseCategory", "salesOrder", "creditMemo",
    "customerPayment", "vendorBill", "vendorCredit", "purchaseOrder", "vendorPayment", "invoice", "expenseReport", "vendor", "contact",
    "customrecord_oa_cost_center", "customrecord_oa_project_rate_card", "department", "classification", "location", "subsidiary",
)  # fmt: skip
"""What the workflows and their hierarchies read."""

ULM = {"addressee": "Dörfer", "addr1": "Hauptstr. 1", "city": "Ulm", "zip": "89073", "country": "_germany"}
YORK = {
    "attention": "Goods in",
    "addr1": "1 Shambles",
    "city": "York",
    "zip": "YO1",
    "country": "_unitedKingdom",
}
BOOK = [
    {"defaultBilling": True, "label": "Office", "addressbookAddress": ULM},
    {"defaultShipping": True, "label": "Store", "addressbookAddress": YORK},
    {"label": "Old", "addressbookAddress": {"addr1": "Gone", "city": "Bath"}},
]

ORDER_LINES = 12
VENDORS_NAME = "V-7"
"""What the vendor calls the item that is ordered."""

SMALL_PAGE = 5
"""Records a page: so that a document's lines do not fit in one."""


@dataclass(frozen=True)
class Clock:
    """Stands for the connection's shared clock."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant."""
        return self.at


@dataclass
class Monotonic:
    """Seconds that pass when a test says so."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@dataclass
class ReadAccount:
    """The account, with a reader by each protocol."""

    running: RunningAccount
    readers: dict[Protocol, NetSuiteReader]
    monotonic: Monotonic
    order_id: str

    @property
    def soap(self) -> NetSuiteReader:
        """The reader over SOAP."""
        return self.readers[Protocol.SOAP]

    @property
    def rest(self) -> NetSuiteReader:
        """The reader by queries."""
        return self.readers[Protocol.REST]

    def save(self, record_type: str, values: dict[str, Any], record_id: str | None = None) -> Record:
        """Save as NetSuite itself would."""
        records, access = self.running.account.records, self.running.account.access
        return records.save(access.system_session(), record_type, values, id=record_id).record

    def delete(self, record_type: str, record_id: str) -> None:
        """Delete as NetSuite itself would."""
        account = self.running.account
        account.records.delete(account.access.system_session(), record_type, record_id)

    def kinds_of_requests(self) -> list[str]:
        """Return what was asked since the journal was emptied, oldest first."""
        return [entry.kind for entry in reversed(self.running.account.journal.entries(200))]


@contextmanager
def read_account() -> Iterator[ReadAccount]:
    """Serve the account until the end of the block."""
    monotonic = Monotonic()
    with running_account(suiteapp=suiteapp_folder()) as running, opened(running, monotonic) as readers:
        account = ReadAccount(running, readers, monotonic, "")
        for record_type, record_id in (
            ("customer", "1"),
            ("employee", "1"),
            ("vendor", "1"),
            ("contact", "1"),
        ):
            if running.account.records.get(record_type, record_id) is not None:
                account.save(record_type, {"addressbookList": BOOK}, record_id)
        bought = account.save("otherChargePurchaseItem", {"itemId": "Bought", "vendorName": VENDORS_NAME}).id
        lines: list[dict[str, Any]] = [
            {
                "item": bought,
                "quantity": float(number),
                "rate": "10.00",
                "custcol_oa_export_to_openair": number % 2 == 0,
            }
            for number in range(1, ORDER_LINES + 1)
        ]
        lines[0] |= {"taxRate1": 7.0, "rate": "12.50"}
        order = account.save("purchaseOrder", {"entity": "1", "itemList": lines, "billingAddress": ULM})
        account.order_id = order.id
        yield account


@contextmanager
def opened(
    running: RunningAccount, monotonic: Monotonic, page_size: int = SMALL_PAGE
) -> Iterator[dict[Protocol, NetSuiteReader]]:
    """Open a client by each protocol."""
    secrets = running.secrets
    token = TokenCredentials(
        secrets.consumer_key, secrets.consumer_secret, secrets.token_id, secrets.token_secret
    )

    def client(protocol: Protocol) -> SyncClient:
        options = ClientOptions(
            connect_to=running.connect_to,
            ca_file=running.ca_file,
            budget=LocalBudget(4),
            protocol=protocol,
            page_size=page_size,
        )
        return SyncClient(AccountId.parse(running.account_id), token, options=options)

    with client(Protocol.SOAP) as soap, client(Protocol.REST) as rest:
        yield {
            protocol: NetSuiteReader(one, Clock(NOW), AccountMetadata(one, monotonic))  # type: ignore[arg-type]  # all that is asked of a clock
            for protocol, one in ((Protocol.SOAP, soap), (Protocol.REST, rest))
        }
