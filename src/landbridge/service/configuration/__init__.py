"""A configuration as one readable file: exported, compared and applied. Without secrets."""
