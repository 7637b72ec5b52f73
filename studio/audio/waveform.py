"""A picture of an episode: few numbers from the many that mastering notes on the way."""

from __future__ import annotations

from itertools import pairwise


def overview(waveform: bytes, points: int = 1000) -> tuple[int, ...]:
    """At most ``points`` values, 0 to 255, evenly spread: the greatest of each stretch of ``Mastered.waveform``."""
    points = min(points, len(waveform))
    edges = [len(waveform) * point // points for point in range(points + 1)] if points else []
    return tuple(max(waveform[start:end]) for start, end in pairwise(edges))
