"""True-peak limiter with look-ahead: gain dips smoothly around each over and is 1 everywhere else.

The gain at a sample depends on the signal within 5 ms only, so a stretch of an episode comes out the same whatever
was limited before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

REACH_SAMPLES = 110  # 2.5 ms at 44.1 kHz: the gain is held that long around an over, and glides that long to it

_OVERSAMPLING = 4
_TAPS = 12
_BATCH_SAMPLES = 1 << 12
_BLOCK_SAMPLES = 1 << 15  # what is searched at once stays in the processor's cache
_HEADROOM = 0.8  # between two samples a signal can exceed both; below this share of the ceiling it does not matter
_AUDIBLE = 10 ** (-0.1 / 20)


def _interpolator() -> Floats:
    """Windowed sinc for the points between samples, as in BS.1770-4 annex 2, shape (taps + 1, 2 * phases).

    The kernel reads between its two middle taps: the first half of the columns looks ahead of the middle sample, the
    second half behind it.
    """
    length = _OVERSAMPLING * _TAPS
    at = np.arange(length) - (length - 1) / 2
    kernel = np.sinc(at / _OVERSAMPLING) * np.kaiser(length, 5.0)
    phases = kernel.reshape(_TAPS, _OVERSAMPLING)[:, ::-1]
    phases = phases / phases.sum(0)
    ahead, behind = np.pad(phases, ((1, 0), (0, 0))), np.pad(phases, ((0, 1), (0, 0)))
    return np.ascontiguousarray(np.hstack([ahead, behind]), np.float32)


_KERNEL = _interpolator()


@dataclass(frozen=True, slots=True)
class Limited:
    """How much :func:`limit` took: samples turned down by more than 0.1 dB, and the deepest dip in dB (<= 0)."""

    samples: int
    deepest_db: float

    def then(self, other: Limited) -> Limited:
        """Both, one after the other, on much the same samples."""
        return Limited(max(self.samples, other.samples), self.deepest_db + other.deepest_db)


def limit(pcm: Floats, ceiling: float) -> Limited:
    """Turn down what exceeds a true peak of ``ceiling`` (linear), the same in all channels.

    Args:
        pcm: shape (channels, n) at 44.1 kHz; changed in place.
        ceiling: greatest true peak allowed.
    """
    at, peaks = loud_places(pcm, ceiling * _HEADROOM)
    over = peaks > ceiling
    at, needed = at[over], (ceiling / peaks[over]).astype(np.float32)
    if not len(at):
        return Limited(0, 0.0)
    # Only what is near an over is looked at: stretches that reach as far as the gain may dip, one behind the other.
    breaks = np.flatnonzero(np.diff(at) > 4 * REACH_SAMPLES) + 1
    first, last = at[np.r_[0, breaks]], at[np.r_[breaks - 1, -1]]
    lengths = last - first + 4 * REACH_SAMPLES + 1
    shifts = first - 2 * REACH_SAMPLES - (np.cumsum(lengths) - lengths)
    places = at - np.repeat(shifts, np.diff(np.r_[0, breaks, len(at)]))
    total = int(lengths.sum())
    gain = _smooth(_hold(places, needed, total))
    stretch = np.arange(total) + np.repeat(shifts, lengths)
    inside = (stretch >= 0) & (stretch < pcm.shape[1])
    stretch, gain = stretch[inside], gain[inside]
    for channel in pcm:
        channel[stretch] *= gain
    return Limited(int(np.count_nonzero(gain < _AUDIBLE)), float(20 * np.log10(needed.min())))


def true_peak(pcm: Floats) -> float:
    """Greatest true peak, linear, of shape (channels, n): four-fold oversampled around the loudest samples."""
    greatest = max(float(pcm.max(initial=0.0)), -float(pcm.min(initial=0.0)))
    return float(loud_places(pcm, greatest * _HEADROOM)[1].max(initial=greatest)) if greatest else 0.0


def loud_places(pcm: Floats, threshold: float) -> tuple[NDArray[np.int64], Floats]:
    """Samples above ``threshold`` in any channel, in order, with the true peak next to each."""
    length = pcm.shape[1]
    blocks = (pcm[:, start : start + _BLOCK_SAMPLES] for start in range(0, length, _BLOCK_SAMPLES))
    at = np.concatenate(
        [np.flatnonzero(_level(block) > threshold) + number * _BLOCK_SAMPLES for number, block in enumerate(blocks)]
    )
    peaks = _level(pcm[:, at])
    # A signal exceeds its samples only around the greatest of them.
    before, after = _level(pcm[:, np.maximum(at - 1, 0)]), _level(pcm[:, np.minimum(at + 1, length - 1)])
    turning = np.flatnonzero((peaks >= before) & (peaks >= after))
    first = at[turning] - _TAPS // 2  # of the samples that the kernel covers
    if not len(first):
        return at, peaks
    if first[0] < 0 or first[-1] + _TAPS >= length:
        pcm, first = np.pad(pcm, ((0, 0), (_TAPS, _TAPS))), first + _TAPS
    for channel in pcm:
        windows = np.lib.stride_tricks.sliding_window_view(channel, _TAPS + 1)
        for start in range(0, len(turning), _BATCH_SAMPLES):
            batch = slice(start, start + _BATCH_SAMPLES)
            between = np.abs(windows[first[batch]] @ _KERNEL).max(1)
            peaks[turning[batch]] = np.maximum(peaks[turning[batch]], between)
    return at, peaks


def _level(pcm: Floats) -> Floats:
    """Greatest absolute value of the channels at each sample."""
    sides = np.abs(pcm)
    level: Floats = sides[0] if len(sides) == 1 else sides.max(0)
    return level


def _hold(places: NDArray[np.int64], gains: Floats, length: int) -> Floats:
    """Least of the needed gains within reach of each sample, shape (length + 2 * reach,)."""
    width = 2 * REACH_SAMPLES + 1
    least = np.ones(length + 4 * REACH_SAMPLES, np.float32)
    least[places + 2 * REACH_SAMPLES] = gains
    done = 1
    while done < width:
        step = min(done, width - done)
        least = np.minimum(least[:-step], least[step:])
        done += step
    return least


def _smooth(held: Floats) -> Floats:
    """Two moving averages in a row, together as wide as the hold: the gain never exceeds what a peak needs."""
    for _ in range(2):
        total = np.zeros(len(held) + 1)
        np.cumsum(held, dtype=np.float64, out=total[1:])
        sums = total[REACH_SAMPLES + 1 :] - total[: -REACH_SAMPLES - 1]
        held = np.divide(sums, REACH_SAMPLES + 1, out=sums).astype(np.float32)
    return held
