"""A picture of an episode: few numbers from the many that mastering notes on the way."""

from __future__ import annotations

from itertools import pairwise

_LOWEST = 12  # a quiet stretch is still to be seen


def levels(waveform: bytes, points: int = 1000) -> tuple[int, ...]:
    """At most ``points`` levels, 12 to 100, for a picture: the mean of each stretch, from the softest to the loudest.

    Mastered speech peaks alike everywhere, so peaks alone would draw a bar. The outermost hundredths are left out of
    the scale: one pause or one shout must not flatten the rest.
    """
    points = min(points, len(waveform))
    edges = [len(waveform) * point // points for point in range(points + 1)] if points else []
    means = [sum(waveform[start:end]) / (end - start) for start, end in pairwise(edges)]
    ranked = sorted(means)
    low, high = (ranked[len(ranked) // 100], ranked[-1 - len(ranked) // 100]) if ranked else (0.0, 0.0)
    if high - low <= high / 20:
        return (100,) * points
    return tuple(round(_LOWEST + (100 - _LOWEST) * min(1.0, max(0.0, (m - low) / (high - low)))) for m in means)
