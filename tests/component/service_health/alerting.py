"""The example alert rules, read as YAML, and a judge of their expressions.

They keep to one form: a metric, perhaps some labels, perhaps ``- time()``, and a number to compare with. A series fires the rule
when the comparison holds for it; ``for`` is then only how long it must hold.
"""

from __future__ import annotations

import json
import operator
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from tests.component.service_health.conftest import Scrape
from tests.unit.docs.pages import ROOT
from tools.node_packages import BIN, SUITEAPP, install, node_environment

FOLDER = ROOT / "docs" / "examples" / "monitoring"
_AS_JSON = "console.log(JSON.stringify(require('js-yaml').load(require('fs').readFileSync(process.argv[1], 'utf8'))))"
_FORM = re.compile(
    r"(?P<metric>[a-z_]+)(?:\{(?P<labels>[^}]*)\})?(?P<age> - time\(\))? (?P<compare>==|<|>) (?P<number>\d+)"
)
_COMPARE: dict[str, Callable[[float, float], bool]] = {"==": operator.eq, "<": operator.lt, ">": operator.gt}


@dataclass(frozen=True)
class Rule:
    """One alert rule."""

    name: str
    expression: str
    lasting: str
    summary: str

    @property
    def metric(self) -> str:
        return self._parts["metric"]

    def fires(self, seen: Scrape, now: float) -> list[dict[str, str]]:
        """Return the labels of every series that it holds for at ``now``, in seconds since 1970."""
        parts = self._parts
        wanted = dict(re.findall(r'(\w+)="([^"]*)"', parts["labels"] or ""))
        compare = _COMPARE[parts["compare"]]
        return [
            dict(labels)
            for (name, labels), value in seen.values.items()
            if name == parts["metric"]
            and wanted.items() <= dict(labels).items()
            and compare(value - (now if parts["age"] else 0.0), float(parts["number"]))
        ]

    @property
    def _parts(self) -> dict[str, str]:
        found = _FORM.fullmatch(self.expression)
        assert found, f"{self.name}: {self.expression} has another form"
        return found.groupdict()


def rules() -> list[Rule]:
    """Read the file with the YAML parser that the SuiteApp's packages bring."""
    install()
    done = subprocess.run(
        [str(BIN / "node"), "-e", _AS_JSON, str(FOLDER / "alerts.yml")],
        cwd=SUITEAPP,
        env=node_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    (group,) = json.loads(done.stdout)["groups"]
    return [
        Rule(one["alert"], one["expr"], one["for"], one["annotations"]["summary"]) for one in group["rules"]
    ]
