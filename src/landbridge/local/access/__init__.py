"""Who may do what: users, roles, permissions, integrations, tokens, the Login Audit Trail."""
