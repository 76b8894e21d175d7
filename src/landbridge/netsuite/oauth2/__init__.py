"""OAuth 2.0 client credentials: assertions, access tokens, certificates (help section_162755359851, section_162686838198)."""
