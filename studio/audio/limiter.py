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
_HEADROOM = 0.8  # between two samples a signal can exceed both; below this share of the ceiling it does not matter
_AUDIBLE = 10 ** (-0.1 / 20)


def _interpolator() -> Floats:
    """Windowed sinc for the points between samples, shape (taps, phases), as in BS.1770-4 annex 2."""
    length = _OVERSAMPLING * _TAPS
    at = np.arange(length) - (length - 1) / 2
    kernel = np.sinc(at / _OVERSAMPLING) * np.kaiser(length, 5.0)
    phases = kernel.reshape(_TAPS, _OVERSAMPLING)[:, ::-1]
    return np.ascontiguousarray(phases / phases.sum(0), np.float32)


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
    audible = 0
    breaks = np.flatnonzero(np.diff(at) > 4 * REACH_SAMPLES) + 1
    for places, gains in zip(np.split(at, breaks), np.split(needed, breaks), strict=True):
        start, end = int(places[0]) - 2 * REACH_SAMPLES, int(places[-1]) + 2 * REACH_SAMPLES + 1
        gain = _smooth(_hold(places - start, gains, end - start))
        first, last = max(start, 0), min(end, pcm.shape[1])
        gain = gain[first - start : last - start]
        pcm[:, first:last] *= gain
        audible += int(np.count_nonzero(gain < _AUDIBLE))
    return Limited(audible, float(20 * np.log10(needed.min())))


def true_peak(pcm: Floats) -> float:
    """Greatest true peak, linear, of shape (channels, n): four-fold oversampled around the loudest samples."""
    greatest = float(np.abs(pcm).max(initial=0.0))
    return float(loud_places(pcm, greatest * _HEADROOM)[1].max(initial=greatest)) if greatest else 0.0


def loud_places(pcm: Floats, threshold: float) -> tuple[NDArray[np.int64], Floats]:
    """Samples above ``threshold`` in any channel, in order, with the true peak next to each."""
    loudness = np.abs(pcm).max(0) if len(pcm) > 1 else np.abs(pcm[0])
    at = np.flatnonzero(loudness > threshold)
    peaks = loudness[at]
    # A signal exceeds its samples only around the greatest of them.
    turns = (peaks >= loudness[np.maximum(at - 1, 0)]) & (peaks >= loudness[np.minimum(at + 1, len(loudness) - 1)])
    turning = np.flatnonzero(turns)
    for channel in pcm:
        windows = np.lib.stride_tricks.sliding_window_view(np.pad(channel, _TAPS), _TAPS)
        for start in range(0, len(turning), _BATCH_SAMPLES):
            batch = turning[start : start + _BATCH_SAMPLES]
            # The kernel reads between its two middle taps: look after the sample and before it.
            for middle in (_TAPS // 2 - 1, _TAPS // 2):
                between = np.abs(windows[at[batch] + _TAPS - middle] @ _KERNEL).max(1)
                peaks[batch] = np.maximum(peaks[batch], between)
    return at, peaks


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
        total = np.concatenate([[0.0], np.cumsum(held, dtype=np.float64)])
        held = ((total[REACH_SAMPLES + 1 :] - total[: -REACH_SAMPLES - 1]) / (REACH_SAMPLES + 1)).astype(np.float32)
    return held
