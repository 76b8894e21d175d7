"""From everything that may have been entered: the credentials to use, or what is wrong with them.

The rules of the connection form: a complete set of access tokens is used; an incomplete one gives way to complete user credentials, with
a warning; user credentials end with endpoint 2020_1, and SOAP takes no OAuth 2.0.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CredentialParts:
    """All parts that a form, a command or a file may give; an empty text is a part that was not given.

    ``client_id`` is the OAuth 2.0 name of the consumer key, taken from that where it is empty itself; ``role`` goes with the user
    credentials only.
    """

    consumer_key: str = field(default="", repr=False)
    consumer_secret: str = field(default="", repr=False)
    token_id: str = field(default="", repr=False)
    token_secret: str = field(default="", repr=False)
    client_id: str = field(default="", repr=False)
    certificate_id: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    application_id: str = field(default="", repr=False)
    role: str = field(default="", repr=False)
