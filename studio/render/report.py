"""What a render reports, while it works and when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

#: Told (stage, done, total) while a render works.
Progress = Callable[[str, int, int], None]
Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a render made; ``loudness_lufs`` and ``true_peak_dbtp`` are None for an episode of silence.

    ``also`` are the files in other formats, ``timings`` seconds per stage (empty where nothing had changed).
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
    skipped: int
    elapsed_s: float
    also: tuple[Path, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {**asdict(self), "mp3": str(self.mp3), "also": [str(path) for path in self.also]}
