"""Mappings as they are edited: a draft for each person and workflow, checked, looked at and stored whole."""
