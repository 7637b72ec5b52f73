"""What was read back and whether it holds: the result of every check, kept as data until it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

APPLE, SPOTIFY = "Apple Podcasts", "Spotify"
BOTH = (APPLE, SPOTIFY)


@dataclass(frozen=True, slots=True)
class Promise:
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
    """Promises in the order in which they were checked."""

    promises: list[Promise] = field(default_factory=list)

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
        """Note a promise; returns ``holds`` so that a check can depend on it.

        Args:
            holds: whether it is kept.
            code: its stable name.
            promise: itself, in words.
            where: the file that it is about.
            found: what there is instead where it is not kept.
            refused_by: directories that turn a feed away over this.
        """
        self.promises.append(Promise(code, promise, bool(holds), str(where), str(found)[:200], refused_by))
        return bool(holds)

    @property
    def broken(self) -> tuple[Promise, ...]:
        """What does not hold."""
        return tuple(promise for promise in self.promises if not promise.holds)

    def as_json(self) -> list[dict[str, object]]:
        """The same as plain values."""
        return [
            {
                "code": promise.code,
                "promise": promise.promise,
                "holds": promise.holds,
                "where": promise.where,
                "found": "" if promise.holds else promise.found,
                "refused_by": [] if promise.holds else promise.refused_by,
            }
            for promise in self.promises
        ]
