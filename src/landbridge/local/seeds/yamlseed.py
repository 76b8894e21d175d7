"""Seeds from YAML files: the company's customizations, people, applications, scripts and records, in the file's words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from landbridge.local.seeds import demo, yamlaccess, yamlcustom, yamlscripts
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.seeds.yamlnodes import Node, load
from landbridge.local.seeds.yamlrecords import RecordSeeds

if TYPE_CHECKING:
    from landbridge.local.account import Account
    from landbridge.local.scripting.account_scripting import Scripting

BASES = ("empty", "demo")
SECTIONS = (
    "base",
    "custom_record_types",
    "lists",
    "custom_fields",
    "roles",
    "records",
    "users",
    "integrations",
    "scripts",
)


@dataclass(frozen=True, slots=True)
class Seed:
    """One file, read and with known sections only."""

    file: Path
    sections: dict[str, Node]

    def sow(self, account: Account, scripting: Scripting, secrets: TokenSecrets) -> None:
        """Fill an account whose standard lists are there already. Raises ``SeedError`` naming file and line.

        The file builds on ``empty`` (lists and an administrator) unless it says ``base: demo``, whose integration takes ``secrets``.
        """
        base = self.sections["base"].one_of(BASES) if "base" in self.sections else "empty"
        left: TokenSecrets | None = secrets
        if base == "demo":
            demo.seed(account, secrets)
            left = None
        else:
            demo.administrator(account)
        records = RecordSeeds(account)
        steps: dict[str, Callable[[Node], None]] = {
            "custom_record_types": lambda node: yamlcustom.record_types(account, node),
            "lists": records.lists,
            "custom_fields": lambda node: yamlcustom.fields(account, node),
            "roles": lambda node: yamlaccess.roles(account, node),
            "records": records.records,
            "users": lambda node: yamlaccess.users(account, node),
            "integrations": lambda node: yamlaccess.integrations(account, node, left),
            "scripts": lambda node: yamlscripts.scripts(account, scripting, node, self.file.parent),
        }
        for name, step in steps.items():
            if name in self.sections:
                step(self.sections[name])


def read(file: Path) -> Seed:
    """Read a file. Raises ``SeedError`` naming file and line."""
    return Seed(file, load(file).fields(SECTIONS))
