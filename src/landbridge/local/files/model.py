"""Folders and files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder. ``path`` begins with ``/``; a private one is its owner's (and the Administrator's) alone."""

    id: str
    path: str
    private: bool
    owner: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class File:
    """A file with its content. ``path`` is the folder's path and the name."""

    id: str
    folder_id: str
    path: str
    content: bytes = field(repr=False)
    modified: datetime
    private: bool
    owner: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]
