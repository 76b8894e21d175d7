"""What a project must keep, one module a subject. Each rule takes a project and yields findings."""
