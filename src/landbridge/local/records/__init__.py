"""The records of the account: what is stored, checked, found and saved."""
