"""What a render reports when it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from studio.kit.inputs import portable
from studio.model.script import Script

_SHOWN = 40


def left_out(script: Script) -> tuple[str, ...]:
    """What a render leaves out of a script, in words."""
    found = []
    for entry in script.left_out:
        text = " ".join(script.source.slice(entry.span).split())
        shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
        found.append(f"line {script.source.location(entry.span.start).line}: {entry.reason} “{shown}”")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a render made.

    Attributes:
        mp3: the finished episode.
        duration_s: its length in seconds.
        size_bytes: its size.
        chapters: how many it has.
        loudness_lufs: integrated loudness.
        true_peak_dbtp: of the decoded file.
        range_lu: loudness range.
        limited_s: for how many seconds the limiter took more than a tenth of a decibel.
        takes_made: how many were made now.
        takes_reused: how many were there before.
        skipped: what is left out of the script, each with its line: ``line 3: formula “$x^{2}$”``.
        elapsed_s: wall time.
        also: the files in other formats.
        remarks: what is otherwise than asked in the product itself; told again at every render.
        heard: what a recogniser made of the takes, as the manifest has it; None where nobody listened.
        unchanged: whether nothing was to be made, so that nothing was.
        timings: seconds per stage; empty where nothing had changed.
    """

    mp3: Path
    duration_s: float
    size_bytes: int
    chapters: int
    loudness_lufs: float | None
    true_peak_dbtp: float | None
    range_lu: float
    limited_s: float
    takes_made: int
    takes_reused: int
    skipped: tuple[str, ...]
    elapsed_s: float
    also: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()
    heard: dict[str, Any] | None = None
    unchanged: bool = False
    timings: dict[str, float] = field(default_factory=dict)

    def as_json(self, root: Path | None = None) -> dict[str, Any]:
        """The same as plain values; paths below ``root`` as :func:`~studio.kit.inputs.portable` gives them."""
        mp3, *also = (portable(path, root) if root else str(path) for path in (self.mp3, *self.also))
        return {**asdict(self), "mp3": mp3, "also": also}

    @classmethod
    def from_json(cls, values: Mapping[str, Any], root: Path) -> Rendered:
        """What :meth:`as_json` gave, for what is below ``root`` now.

        Raises:
            KeyError, TypeError: these are no such values.
        """
        paths = {"mp3": root / values["mp3"], "also": tuple(root / name for name in values["also"])}
        return cls(**{**values, **paths, "remarks": tuple(values["remarks"]), "skipped": tuple(values["skipped"])})
