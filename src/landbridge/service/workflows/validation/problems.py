"""What a validation finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, a filter or a whole group cannot work. ``target`` is empty for what is not about one row."""

    workflow: str
    group: str
    target: str
    code: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.workflow}, {self.group}"
        return f"{place}, {self.target}: {self.reason}" if self.target else f"{place}: {self.reason}"

    def plain(self) -> dict[str, str]:
        """Return it as data."""
        return asdict(self)


@dataclass(slots=True)
class Report:
    """What was found. ``told`` says in sentences what could not be checked, ``workflows`` the labels of those that were."""

    problems: list[Problem] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    workflows: list[str] = field(default_factory=list)
