"""The K-weighting filter of ITU-R BS.1770-4 at any rate, as matrix products.

A filter with feedback runs sample by sample, which Python cannot do fast. Here a block of samples becomes a block of
weighted ones by one matrix, and what the high-pass carries from block to block is a vector of two numbers. The shelf is
a short symmetric filter with the standard's response at the true frequencies, and the high-pass has the gain that the
standard gives it, so readings do not depend on the rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

# The standard's two filters at 48 kHz: numerator and denominator of the shelf, gain and place of the high-pass.
_SHELF = ((1.53512485858697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS_GAIN = 4 / (1 + 1.99004745483398 + 0.99007225036621)
_HIGH_PASS_HZ, _HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773

_BLOCK = 64
_GROUP = 30  # blocks multiplied at once: few enough for the linear algebra library not to start threads
_GROUP_SAMPLES = _GROUP * _BLOCK
_BATCH = 16
_REACH = 32  # samples of the shelf's symmetric filter on either side
_DOUBLINGS = 7  # the high-pass forgets within 2^7 blocks
_DESIGN_POINTS = 8192


@dataclass(frozen=True, slots=True, eq=False)
class _Filter:
    """Matrices for blocks with ``_REACH`` more samples on either side, and for the state between them."""

    direct_and_into_state: Floats
    from_state: Floats
    carry: Doubles


def weigh(channel: Floats, rate_hz: int) -> Floats:
    """K-weight one channel, shape (n,), at any rate in hertz; the result is as long (ITU-R BS.1770-4)."""
    filters = _filter(rate_hz)
    groups = -(-len(channel) // _GROUP_SAMPLES)
    padded = np.zeros(groups * _GROUP_SAMPLES + 2 * _REACH, np.float32)
    padded[_REACH : _REACH + len(channel)] = channel
    windows = np.lib.stride_tricks.sliding_window_view(padded, _BLOCK + 2 * _REACH)[::_BLOCK]
    weighted = np.empty((groups, _GROUP, _BLOCK), np.float32)
    state = np.zeros((groups * _GROUP + 1, 2))
    for first in range(0, groups, _BATCH):  # batches that stay in the processor's cache
        batch = slice(first, min(first + _BATCH, groups))
        part = np.ascontiguousarray(windows[batch.start * _GROUP : batch.stop * _GROUP])
        both = part.reshape(-1, _GROUP, part.shape[1]) @ filters.direct_and_into_state
        weighted[batch] = both[..., :_BLOCK]
        state[batch.start * _GROUP + 1 : batch.stop * _GROUP + 1] = both[..., _BLOCK:].reshape(-1, 2)
    carry, distance = filters.carry, 1
    for _ in range(_DOUBLINGS):  # each state takes over what reached the one before it, then two before, then four
        state[distance:] += state[:-distance] @ carry
        carry, distance = carry @ carry, 2 * distance
    weighted += state[:-1].astype(np.float32).reshape(groups, _GROUP, 2) @ filters.from_state
    return weighted.reshape(-1)[: len(channel)]


@cache
def _filter(rate_hz: int) -> _Filter:
    shelf = _shelf(rate_hz)
    shelved = np.array([np.pad(shelf, (at, _BLOCK - 1 - at)) for at in range(_BLOCK)]).T  # (sample in, sample out)
    warped = np.tan(np.pi * _HIGH_PASS_HZ / rate_hz)
    scale = 1 + warped / _HIGH_PASS_Q + warped**2
    feedback = np.array([2 * (warped**2 - 1), 1 - warped / _HIGH_PASS_Q + warped**2]) / scale
    # Transposed direct form II: output = gain * x + state[0]; state' = step state + entry * x.
    gain = _HIGH_PASS_GAIN / scale * np.array([1.0, -2.0, 1.0])
    step = np.array([[-feedback[0], 1.0], [-feedback[1], 0.0]])
    entry = gain[1:] - feedback * gain[0]
    powers = [np.eye(2)]
    for _ in range(_BLOCK):
        powers.append(powers[-1] @ step)
    response = np.array([gain[0], *(power[0] @ entry for power in powers[: _BLOCK - 1])])
    direct = np.array([np.pad(response, (at, 0))[:_BLOCK] for at in range(_BLOCK)])  # (sample in, sample out)
    into_state = np.array([powers[_BLOCK - 1 - at] @ entry for at in range(_BLOCK)])
    from_state = np.array([power[0] for power in powers[:_BLOCK]]).T
    return _Filter(
        (shelved @ np.hstack([direct, into_state])).astype(np.float32),
        from_state.astype(np.float32),
        powers[_BLOCK].T,
    )


def _shelf(rate_hz: int) -> Doubles:
    frequencies = np.arange(_DESIGN_POINTS + 1) * (rate_hz / 2 / _DESIGN_POINTS)
    z = np.exp(-2j * np.pi * np.minimum(frequencies, 24_000) / 48_000)  # the 48 kHz filter ends at 24 kHz
    numerator, denominator = _SHELF
    magnitude = np.abs(np.polyval(numerator[::-1], z) / np.polyval(denominator[::-1], z))
    kernel = np.fft.irfft(magnitude)
    kernel = np.concatenate([kernel[-_REACH:], kernel[: _REACH + 1]])
    shelf: Doubles = kernel * (magnitude[0] / kernel.sum())
    return shelf
