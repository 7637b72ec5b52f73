"""What was read back and whether it holds: the result of every check, kept as data until it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

APPLE, SPOTIFY = "Apple Podcasts", "Spotify"
BOTH = (APPLE, SPOTIFY)


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise: stable code, the promise in words, whether it holds, what was found if not, and about which file.

    ``refused_by`` names the directories that turn a feed away over this.
    """

    code: str
    promise: str
    holds: bool
    where: str
    found: str = ""
    refused_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.where}: {self.promise}" + (f"; found {self.found}" if self.found and not self.holds else "")


@dataclass
class Report:
    """Findings in the order in which they were made."""

    findings: list[Finding] = field(default_factory=list)

    def expect(
        self,
        holds: bool,
        code: str,
        promise: str,
        *,
        where: Path | str,
        found: object = "",
        refused_by: tuple[str, ...] = (),
    ) -> bool:
        """Note a promise; returns ``holds`` so that a check can depend on it."""
        self.findings.append(Finding(code, promise, bool(holds), str(where), str(found)[:200], refused_by))
        return bool(holds)

    @property
    def broken(self) -> tuple[Finding, ...]:
        """What does not hold."""
        return tuple(finding for finding in self.findings if not finding.holds)
