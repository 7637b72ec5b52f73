"""A phase rotator: voices whose pulses all point one way get waves that are as high as they are deep.

A larynx and its models push the air one way, and what a formant filter makes of that may peak 7 dB higher on one side
of zero than on the other. Such peaks make a limiter work without being heard as loud. First-order all-passes in a row,
as broadcasters use them, turn the low harmonics against the high ones: the spectrum and the loudness stay what they
were, the peaks come down, and nothing moves by more than 9 ms.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_STAGES, _CORNER_HZ = 8, 300.0
_TAIL_S = 0.022  # until the stages have rung out, 200 dB down
_BLOCK_SAMPLES = 1 << 14

_ONE_SIDED_DB = 1.0
_FRAME_S = 0.02  # long enough for a pulse of any voice
_LOUD = 0.25  # of the highest peak; what is softer raises no peak


def rotated(samples: Floats, rate_hz: int) -> Floats:
    """The same voice, shape (n,), with its phases turned where its peaks are one-sided; else the same object.

    Args:
        samples: mono, shape (n,).
        rate_hz: their rate, at most 192 kHz.
    """
    return _through_all_passes(samples, rate_hz) if abs(asymmetry_db(samples, rate_hz)) > _ONE_SIDED_DB else samples


def asymmetry_db(samples: Floats, rate_hz: int) -> float:
    """By how many decibels a sound, shape (n,), peaks higher above zero than below it; 0 for silence."""
    frame = max(1, round(_FRAME_S * rate_hz))
    frames = samples[: len(samples) // frame * frame].reshape(-1, frame)
    above, below = np.maximum(frames.max(1), 0.0), np.maximum(-frames.min(1), 0.0)
    peaks = np.maximum(above, below)
    is_loud = peaks > _LOUD * peaks.max(initial=0.0)
    up, down = float(above[is_loud].sum(dtype=np.float64)), float(below[is_loud].sum(dtype=np.float64))
    if not up or not down:
        return 0.0
    return float(20 * np.log10(up / down))


def _through_all_passes(samples: Floats, rate_hz: int) -> Floats:
    """Overlap-save with the cascade's response, in blocks that a processor's cache holds."""
    tail = int(_TAIL_S * rate_hz)
    hop = _BLOCK_SAMPLES - tail
    padded = np.zeros(tail + -(-len(samples) // hop) * hop, np.float32)
    padded[tail : tail + len(samples)] = samples
    turned = np.empty(len(padded) - tail, np.float32)
    response = _response(rate_hz)
    for start in range(0, len(turned), hop):
        spectrum = np.fft.rfft(padded[start : start + _BLOCK_SAMPLES]) * response
        turned[start : start + hop] = np.fft.irfft(spectrum, _BLOCK_SAMPLES)[tail:]
    return turned[: len(samples)]


@lru_cache(maxsize=4)
def _response(rate_hz: int) -> NDArray[np.complex64]:
    """Of the cascade at the frequencies of a block, shape (block / 2 + 1,)."""
    delay = np.exp(-2j * np.pi * np.arange(_BLOCK_SAMPLES // 2 + 1) / _BLOCK_SAMPLES)
    warped = np.tan(np.pi * _CORNER_HZ / rate_hz)
    pole = (warped - 1) / (warped + 1)
    response: NDArray[np.complex64] = (((pole + delay) / (1 + pole * delay)) ** _STAGES).astype(np.complex64)
    return response
