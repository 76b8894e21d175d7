"""Every stored state of a mapping: who made it when, what changed, and the way back."""
