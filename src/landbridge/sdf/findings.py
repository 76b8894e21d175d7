"""What a check of a project finds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault. ``file`` is relative to the project's folder; ``line`` is 0 for the file as a whole; ``place`` names the element,
    id or module; ``remedy`` is what to do."""

    file: str
    line: int
    place: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.place}: {self.wrong}. {self.remedy}."


@dataclass(slots=True)
class Report:
    """All findings, by file and line, and what was not examined, with the reason."""

    findings: list[Finding] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)
