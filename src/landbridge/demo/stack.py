"""The two programs of the demo, side by side: a local NetSuite account and the service."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from landbridge.demo.control import Control
from landbridge.demo.processes import Process

ANY_PORT = "127.0.0.1:0"


def new_token() -> dict[str, str]:
    """Return an access token for the local account's integration user: the four values of a connection."""
    return {
        name: secrets.token_hex(32)
        for name in ("consumer_key", "consumer_secret", "token_id", "token_secret")
    }


@dataclass(slots=True)
class Stack:
    """A local account and a service in ``folder``; either may be stopped and started again there."""

    folder: Path
    workers: int = 1
    local_options: tuple[str, ...] = ()
    netsuite: Process | None = None
    service: Process | None = None
    addresses: dict[str, str] = field(default_factory=dict)
    token: dict[str, str] = field(default_factory=new_token, repr=False)

    def __enter__(self) -> Self:
        try:
            self.start_netsuite()
            self.start_service()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    @property
    def environment(self) -> dict[str, str]:
        """What attaches another command to this service."""
        return {"LANDBRIDGE_DATA": str(self.folder / "service")}

    @property
    def control(self) -> Control:
        """The control plane of the local account."""
        return Control(self.addresses["control"])

    def start_netsuite(self) -> None:
        """Start the local account on the addresses it had before, or on free ones."""
        data = self.folder / "netsuite"
        data.mkdir(parents=True, exist_ok=True)
        self.netsuite = Process.start(
            "the local NetSuite account",
            *("local", "serve", "--seed", "demo", "--data", str(data)),
            *("--http", _listen(self.addresses.get("netsuite"))),
            *("--tls", _listen(self.addresses.get("netsuite_tls"))),
            *("--control", _listen(self.addresses.get("control"))),
            *self.local_options,
            environment={f"LANDBRIDGE_LOCAL_{name.upper()}": value for name, value in self.token.items()},
            log=self.folder / "netsuite.log",
        )
        plain, tls = self.netsuite.lines["ready"].split()[:2]
        self.addresses |= {
            "netsuite": plain,
            "netsuite_tls": tls,
            "control": self.netsuite.lines["control"],
            "ca": self.netsuite.lines["ca"],
        }

    def start_service(self) -> None:
        """Start the service on the addresses it had before, or on free ones, its notices with a certificate NetSuite trusts."""
        certificate, key = self._notices_certificate()
        self.service = Process.start(
            "the service",
            *("up", "--data", self.environment["LANDBRIDGE_DATA"], "--workers", str(self.workers)),
            *("--http", _listen(self.addresses.get("service"))),
            *("--notices", _listen(self.addresses.get("notices"))),
            *("--notices-cert", str(certificate), "--notices-key", str(key)),
            log=self.folder / "service.log",
            timeout=120,
        )
        service, _, notices = self.service.lines["ready"].split()[:3]
        self.addresses |= {"service": service, "notices": notices}

    def start_worker(self) -> Process:
        """Start one more worker beside the service's own."""
        return Process.start(
            "a worker", "worker", environment=self.environment, log=self.folder / "worker.log"
        )

    def stop_service(self) -> None:
        """End the service as Ctrl-C does."""
        if self.service:
            self.service.stop()
            self.service = None

    def stop(self) -> None:
        """End everything that still runs."""
        self.stop_service()
        if self.netsuite:
            self.netsuite.stop()
            self.netsuite = None

    def _notices_certificate(self) -> tuple[Path, Path]:
        certificate, key = self.folder / "notices.pem", self.folder / "notices.key"
        if not key.exists():
            issued = self.control.call("POST", "/certificates/tls", {"hosts": ["localhost", "127.0.0.1"]})
            certificate.write_text(issued["certificate"], encoding="ascii")
            key.touch(mode=0o600)
            key.write_text(issued["key"], encoding="ascii")
        return certificate, key


def _listen(address: str | None) -> str:
    return address.split("://", 1)[1] if address else ANY_PORT
