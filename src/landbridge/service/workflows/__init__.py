"""The import workflows: what is imported, matched and mapped."""
