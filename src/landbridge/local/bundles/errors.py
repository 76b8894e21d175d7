"""Why a bundle is not installed."""

from __future__ import annotations


class BundleRefused(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """The bundle cannot be installed, updated or removed now; the text says why and what to do."""


class CatalogueError(Exception):
    """A bundle's folder cannot be read; the text names the file and what is wrong with it."""
