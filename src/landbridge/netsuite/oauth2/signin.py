"""Signing in by OAuth 2.0 client credentials: a bearer token with each REST and RESTlet request."""

from __future__ import annotations

from functools import partial
from typing import NoReturn
from urllib.parse import urlsplit

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.credentials import OAuth2Credentials
from landbridge.netsuite.errors import FixSetup, NetSuiteError
from landbridge.netsuite.oauth2.accesstokens import AccessTokens
from landbridge.netsuite.oauth2.assertion import Assertions
from landbridge.netsuite.oauth2.tokenendpoint import OPERATION, TokenEndpoint
from landbridge.netsuite.options import ClientOptions
from landbridge.netsuite.transport import Transport

_RESTLET = "/app/site/hosting/"


class BearerSignIn:
    """Signs by access tokens, one for each scope that is needed: an integration without RESTlets' scope still reaches REST.

    ``ValueError`` for a private key that NetSuite does not take.
    """

    def __init__(
        self, account: AccountId, credentials: OAuth2Credentials, transport: Transport, options: ClientOptions
    ) -> None:
        self._account = account
        self._transport = transport
        self._options = options
        self.use(credentials)

    @property
    def account(self) -> AccountId:
        """The account that is signed in to."""
        return self._account

    @property
    def credentials(self) -> OAuth2Credentials:
        """What signs in now."""
        return self._credentials

    def use(self, credentials: OAuth2Credentials) -> None:
        """Sign in with other credentials from now on."""
        options, around = self._options, self._options.surroundings
        assertions = Assertions(self._account, credentials, around.now, around.nonce)
        endpoint = TokenEndpoint(self._transport, assertions, options.observe, options.timeouts.metadata)
        self._credentials = credentials
        self._tokens = {
            scope: AccessTokens(partial(endpoint.ask, scope), around.monotonic)
            for scope in ("rest_webservices", "restlets")
        }

    def with_credentials(self, credentials: OAuth2Credentials) -> BearerSignIn:
        """Another sign-in to the same account on the same transport."""
        return BearerSignIn(self._account, credentials, self._transport, self._options)

    async def passport(self) -> NoReturn:
        """``FixSetup``: SOAP takes no OAuth 2.0."""
        raise FixSetup(
            "SOAP takes no OAuth 2.0.",
            code="OAUTH_OVER_SOAP",
            advice="Choose the protocol REST, or give the connection access tokens.",
        )

    async def header(self, method: str, url: str) -> str:  # noqa: ARG002 - the protocol's; a bearer token signs nothing
        """The ``Authorization`` header, after a request for a token where none is at hand."""
        scope = "restlets" if urlsplit(url).path.startswith(_RESTLET) else "rest_webservices"
        return f"Bearer {await self._tokens[scope].current()}"

    def refused(self, error: NetSuiteError) -> bool:
        """A refused token is replaced; what the token endpoint itself refused stays refused."""
        if error.operation == OPERATION:
            return False
        for tokens in self._tokens.values():
            tokens.refused()
        return True

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._account.value!r})"
