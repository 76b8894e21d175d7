"""The names of what is entered of a connection. No import of Django or of the library: commands list them before either is loaded."""

from __future__ import annotations

PLAIN = (
    "name",
    "netsuite_account",
    "spp_database_id",
    "protocol",
    "version",
    "url",
    "retries",
    "max_concurrency",
    "use_publisher_record",
    "connect_to",
    "ca_file",
    "proxy",
)
"""What a connection holds in the clear, by the names of its columns."""

SECRETS = (
    "consumer_key",
    "consumer_secret",
    "token_id",
    "token_secret",
    "client_id",
    "certificate_id",
    "private_key",
    "email",
    "password",
    "application_id",
    "role",
    "proxy_user",
    "proxy_password",
)
"""What it holds sealed: the fields of ``CredentialParts`` and what signs in to the proxy."""
