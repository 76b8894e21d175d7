"""What a new account begins with."""
