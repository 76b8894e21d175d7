"""The certificate authority of the user's accounts."""
