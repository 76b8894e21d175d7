"""``account.files``: the File Cabinet with folders, private ones included, guarded by the right to Documents and Files."""

from __future__ import annotations

import sqlite3

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import ADMINISTRATOR, Level, Session
from landbridge.local.access.permissions import Permissions
from landbridge.local.clock import Clock
from landbridge.local.files.model import File, Folder
from landbridge.local.records.errors import RecordError, does_not_exist, permission_violation
from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database

PERMISSION = "LIST_FILECABINET"
TOP_FOLDERS = ("/SuiteScripts", "/SuiteBundles", "/Images", "/Attachments Received", "/Attachments Sent")
"""Folders that every account has (documented)."""

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of a file that a script may write (documented for N/file)."""

FILES = (
    "SELECT file.*, folder.path AS folder_path, folder.private AS folder_private, folder.owner AS folder_owner "
    "FROM file JOIN folder ON folder.id = file.folder_id "
)


class FileCabinet:
    """Folders and files of one account. All refusals are ``RecordError``."""

    def __init__(self, database: Database, clock: Clock, permissions: Permissions) -> None:
        self._database = database
        self._clock = clock
        self._permissions = permissions
        with database.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO folder (path, private, owner) VALUES (?, 0, 0)",
                [(path,) for path in TOP_FOLDERS],
            )

    def folders(self) -> list[Folder]:
        """Return every folder, by path."""
        return [_folder_of(row) for row in self._database.rows("SELECT * FROM folder ORDER BY path")]

    def folder(self, session: Session, id_or_path: str) -> Folder:
        """Return one folder that the session may see. Raises ``RecordError`` RCRD_DSNT_EXIST."""
        column = "id" if _is_id(id_or_path) else "path"
        key: object = int(id_or_path) if _is_id(id_or_path) else _path(id_or_path)
        row = self._database.row(f"SELECT * FROM folder WHERE {column} = ?", (key,))  # noqa: S608 - one of two constants
        if row is None or not _visible(session, private=bool(row["private"]), owner=str(row["owner"])):
            raise does_not_exist()
        return _folder_of(row)

    def create_folder(
        self, session: Session, name: str, *, parent: str | None = None, private: bool = False
    ) -> Folder:
        """Create a folder below ``parent`` (id or path) or at the top. Raises ``RecordError`` FOLDER_ALREADY_EXISTS."""
        self._require(session, Level.CREATE)
        above = self.folder(session, parent) if parent else None
        path = f"{above.path if above else ''}/{_name(name)}"
        inherited = private or bool(above and above.private)
        with self._database.transaction() as connection:
            try:
                row = connection.execute(
                    "INSERT INTO folder (path, private, owner) VALUES (?, ?, ?) RETURNING *",
                    (path, inherited, int(session.user_id)),
                ).fetchone()
            except sqlite3.IntegrityError as error:
                raise RecordError("FOLDER_ALREADY_EXISTS", f"A folder {path} already exists.") from error
        return _folder_of(row)

    def delete_folder(self, session: Session, folder_id: str) -> None:
        """Delete an empty folder. Raises ``RecordError`` RCRD_DSNT_EXIST or CANT_DELETE_FLDR."""
        self._require(session, Level.FULL)
        folder = self.folder(session, folder_id)
        with self._database.transaction() as connection:
            held = connection.execute(
                "SELECT 1 FROM file WHERE folder_id = ? "
                "UNION SELECT 1 FROM folder WHERE substr(path, 1, length(?) + 1) = ? || '/'",
                (int(folder.id), folder.path, folder.path),
            ).fetchone()
            if held or folder.path in TOP_FOLDERS:
                raise RecordError("CANT_DELETE_FLDR", f"The folder {folder.path} is not empty.")
            connection.execute("DELETE FROM folder WHERE id = ?", (int(folder.id),))

    def save(
        self, session: Session, folder: str, name: str, content: bytes, *, private: bool = False
    ) -> File:
        """Write a file into a folder (id, or a path whose folders are made), replacing one of the same name."""
        self._require(session, Level.CREATE)
        if len(content) > LARGEST_FILE:
            raise RecordError("SSS_FILE_SIZE_EXCEEDED", f"{name} is larger than {LARGEST_FILE} bytes.")
        home = self._home(session, folder)
        with self._database.transaction() as connection:
            known = connection.execute(
                "SELECT private, owner FROM file WHERE folder_id = ? AND name = ?",
                (int(home.id), _name(name)),
            ).fetchone()
            if known is not None:
                self._require(session, Level.EDIT)
                if not _visible(session, private=bool(known["private"]), owner=str(known["owner"])):
                    raise permission_violation(PERMISSION)
            row = connection.execute(
                "INSERT INTO file (folder_id, name, content, modified, private, owner) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (folder_id, name) DO UPDATE SET content = excluded.content, "
                "modified = excluded.modified, private = excluded.private RETURNING id",
                (
                    int(home.id),
                    _name(name),
                    content,
                    instant_text(self._clock.now()),
                    private,
                    int(session.user_id),
                ),
            ).fetchone()
        return self.load(session, str(row["id"]))

    def load(self, session: Session, id_or_path: str) -> File:
        """Return a file by internal id or path (``SuiteScripts/a.js``). Raises ``RecordError`` RCRD_DSNT_EXIST."""
        self._require(session, Level.VIEW)
        if _is_id(id_or_path):
            row = self._database.row(FILES + "WHERE file.id = ?", (int(id_or_path),))
        else:
            folder, _, name = _path(id_or_path).rpartition("/")
            row = self._database.row(FILES + "WHERE folder.path = ? AND file.name = ?", (folder, name))
        if row is None or not _file_visible(session, row):
            raise does_not_exist()
        return _file_of(row)

    def files(self, session: Session, folder: str) -> list[File]:
        """Return the files of one folder that the session may see, by name."""
        self._require(session, Level.VIEW)
        home = self.folder(session, folder)
        rows = self._database.rows(FILES + "WHERE folder.id = ? ORDER BY file.name", (int(home.id),))
        return [_file_of(row) for row in rows if _file_visible(session, row)]

    def delete(self, session: Session, file_id: str) -> None:
        """Delete a file. Raises ``RecordError`` RCRD_DSNT_EXIST."""
        self._require(session, Level.FULL)
        found = self.load(session, file_id)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM file WHERE id = ?", (int(found.id),))

    def _require(self, session: Session, level: Level) -> None:
        try:
            self._permissions.require(session, PERMISSION, level)
        except PermissionMissing as error:
            raise permission_violation(PERMISSION) from error

    def _home(self, session: Session, folder: str) -> Folder:
        if _is_id(folder):
            return self.folder(session, folder)
        known = {found.path for found in self.folders()}
        path = ""
        for part in _path(folder).split("/")[1:]:
            if f"{path}/{part}" not in known:
                self.create_folder(session, part, parent=path or None)
            path = f"{path}/{part}"
        return self.folder(session, path)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _path(text: str) -> str:
    return "/" + text.strip("/")


def _name(text: str) -> str:
    if not text or "/" in text or text in (".", "..") or len(text) > 200:
        raise RecordError("INVALID_VALUE", f"{text[:60]!r} is not a name of a file or folder.")
    return text


def _visible(session: Session, *, private: bool, owner: str) -> bool:
    return not private or session.role_id == ADMINISTRATOR or session.user_id == owner


def _file_visible(session: Session, row: sqlite3.Row) -> bool:
    return _visible(session, private=bool(row["private"]), owner=str(row["owner"])) and _visible(
        session, private=bool(row["folder_private"]), owner=str(row["folder_owner"])
    )


def _folder_of(row: sqlite3.Row) -> Folder:
    return Folder(str(row["id"]), row["path"], bool(row["private"]), str(row["owner"]))


def _file_of(row: sqlite3.Row) -> File:
    return File(
        id=str(row["id"]),
        folder_id=str(row["folder_id"]),
        path=f"{row['folder_path']}/{row['name']}",
        content=row["content"],
        modified=instant_of(row["modified"]),
        private=bool(row["private"]) or bool(row["folder_private"]),
        owner=str(row["owner"]),
    )
