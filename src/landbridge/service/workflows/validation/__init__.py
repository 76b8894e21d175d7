"""Whether mappings can work: against what both sides say they have, on demand and before a mapping is stored."""
