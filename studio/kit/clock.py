"""Where the time goes."""

from __future__ import annotations

from time import perf_counter


class Clock:
    """Wall time in seconds per stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._start = self._last = perf_counter()

    def lap(self, stage: str) -> None:
        """Book what has passed since the last call to a stage."""
        now = perf_counter()
        self.laps[stage] = self.laps.get(stage, 0.0) + now - self._last
        self._last = now

    @property
    def total_s(self) -> float:
        return perf_counter() - self._start
