"""The base of what the service refuses in words for a person. No import of Django: commands catch it before that is loaded."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - the tree is named by what happened, not by "Error"
    """Something cannot be done as it was asked. The text says why, for whoever asked, and holds no secret."""
