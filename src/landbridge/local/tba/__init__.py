"""How access tokens of token-based authentication come to be: by page and control, by password, by the three-step flow."""
