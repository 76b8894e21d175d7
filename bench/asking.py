"""Signed SOAP requests asked of an account in this process: what the benches of the local account's own speed measure."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from landbridge.local.access.signatures import token_passport_signature
from landbridge.local.account import Account
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.soap.endpoint import Endpoint

VERSION = "2025_2"
CUSTOMER_SEARCH = '<m:search><m:searchRecord xsi:type="rel:CustomerSearch"><rel:basic>{criteria}</rel:basic></m:searchRecord></m:search>'
MODIFIED_AFTER = (
    '<b:lastModifiedDate operator="after" xsi:type="c:SearchDateField"><c:searchValue>{instant}</c:searchValue>'
    "</b:lastModifiedDate>"
)


@dataclass
class Asking:
    """The demo's token at an account's SOAP endpoint."""

    account: Account
    secrets: TokenSecrets
    endpoint: Endpoint = field(init=False)

    def __post_init__(self) -> None:
        self.endpoint = Endpoint(self.account)

    def search(self, criteria: str = "", page_size: int = 1000) -> bytes:
        """Return the reply to a search for customers."""
        return self._answer(self._request(CUSTOMER_SEARCH.format(criteria=criteria), page_size))

    def cpu_of_search(self, criteria: str = "", page_size: int = 1000) -> float:
        """Return the seconds of this process that a search for customers takes, from the bytes that came to those that go."""
        request = self._request(CUSTOMER_SEARCH.format(criteria=criteria), page_size)
        before = time.process_time()
        self._answer(request)
        return time.process_time() - before

    def _answer(self, request: bytes) -> bytes:
        uri = f"/services/NetSuitePort_{VERSION}"
        content, status = self.endpoint.answer(
            VERSION, request, soap_action="search", uri=uri, ip="127.0.0.1"
        )
        if status != 200:
            raise RuntimeError(content.decode())
        return content

    def _request(self, body: str, page_size: int) -> bytes:
        urn = f"_{VERSION}"
        return (
            '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f'xmlns:m="urn:messages{urn}.platform.webservices.netsuite.com" '
            f'xmlns:c="urn:core{urn}.platform.webservices.netsuite.com" '
            f'xmlns:b="urn:common{urn}.platform.webservices.netsuite.com" '
            f'xmlns:rel="urn:relationships{urn}.lists.webservices.netsuite.com">'
            f"<s:Header>{self._passport()}<m:searchPreferences><m:bodyFieldsOnly>true</m:bodyFieldsOnly>"
            f"<m:pageSize>{page_size}</m:pageSize></m:searchPreferences></s:Header><s:Body>{body}</s:Body></s:Envelope>"
        ).encode()

    def _passport(self) -> str:
        account, token = self.account.settings.account_id, self.secrets
        nonce, timestamp = secrets.token_hex(10), str(int(self.account.clock.now().timestamp()))
        signature = token_passport_signature(
            account=account,
            consumer_key=token.consumer_key,
            consumer_secret=token.consumer_secret,
            token=token.token_id,
            token_secret=token.token_secret,
            nonce=nonce,
            timestamp=timestamp,
        )
        return (
            f"<m:tokenPassport><c:account>{account}</c:account><c:consumerKey>{token.consumer_key}</c:consumerKey>"
            f"<c:token>{token.token_id}</c:token><c:nonce>{nonce}</c:nonce><c:timestamp>{timestamp}</c:timestamp>"
            f'<c:signature algorithm="HMAC-SHA256">{signature}</c:signature></m:tokenPassport>'
        )
