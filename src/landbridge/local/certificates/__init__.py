"""Digital certificates (Setup > Company > Certificates)."""
