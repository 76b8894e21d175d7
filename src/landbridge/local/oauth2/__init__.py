"""OAuth 2.0 with client credentials (machine to machine): certificates, assertions, access tokens, keys.

The authorization code flow is not supported: its grant types are refused by name.
"""
