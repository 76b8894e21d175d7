"""Users: employees with access, their roles and passwords."""

from __future__ import annotations

from landbridge.local.access import passwords
from landbridge.local.access.model import User
from landbridge.local.records.book import Records
from landbridge.local.records.model import Criterion, Record
from landbridge.local.storage import Database


class Users:
    """Who may come in. E-mail, name and ``isInactive`` are those of the employee record."""

    def __init__(self, database: Database, records: Records) -> None:
        self._database = database
        self._records = records

    def give_access(self, user_id: str, role_ids: tuple[str, ...], password: str | None = None) -> None:
        """Give an employee these roles (the first is the default), and a password to sign in with."""
        rows = [(int(user_id), int(role_id), place) for place, role_id in enumerate(role_ids)]
        hashed = passwords.hashed(password) if password is not None else None
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM user_role WHERE user_id = ?", (int(user_id),))
            connection.executemany("INSERT INTO user_role (user_id, role_id, place) VALUES (?, ?, ?)", rows)
            if hashed is not None:
                connection.execute(
                    "INSERT OR REPLACE INTO password (user_id, hash) VALUES (?, ?)", (int(user_id), hashed)
                )

    def all(self) -> list[User]:
        """Return every employee with a role, by id."""
        rows = self._database.rows("SELECT DISTINCT user_id FROM user_role ORDER BY user_id")
        found = self._records.get_many("employee", [str(row["user_id"]) for row in rows])
        return [self._user(found[str(row["user_id"])]) for row in rows if str(row["user_id"]) in found]

    def get(self, user_id: str) -> User | None:
        """Return a user by internal id, or ``None``."""
        record = self._records.get("employee", user_id)
        return self._user(record) if record else None

    def by_email(self, email: str) -> User | None:
        """Return the user with an e-mail address (any case), or ``None``."""
        ids = self._records.search("employee", [Criterion("email", "is", (email,))]) if email else []
        users = [user for user in map(self.get, ids) if user is not None and user.role_ids]
        return min(users, key=lambda user: (not user.active, int(user.id)), default=None)

    def concurrent_web_services_user(self, user_id: str) -> bool:
        """Say whether an employee has the box Concurrent Web Services User (Access subtab)."""
        record = self._records.get("employee", user_id)
        return record is not None and record.values.get("concurrentWebServicesUser") is True

    def password_hash(self, user_id: str) -> str | None:
        """Return the argon2 hash of a user's password, or ``None``."""
        row = self._database.row("SELECT hash FROM password WHERE user_id = ?", (int(user_id),))
        return str(row["hash"]) if row else None

    def _user(self, record: Record) -> User:
        rows = self._database.rows(
            "SELECT role_id FROM user_role WHERE user_id = ? ORDER BY place", (int(record.id),)
        )
        values = record.values
        return User(
            id=record.id,
            email=values.get("email", ""),
            name=values.get("altName", ""),
            role_ids=tuple(str(row["role_id"]) for row in rows),
            active=bool(values.get("giveAccess")) and not values.get("isInactive"),
        )
