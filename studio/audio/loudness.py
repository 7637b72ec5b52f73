"""Loudness after ITU-R BS.1770-4 and EBU Tech 3341/3342, from energies that can be merged.

A take is metered once: its K-weighted energy per MPEG frame (26 ms) is kept, eight bytes a frame with the peak. The
energies of takes that do not overlap add up, so an episode's gated loudness follows from those of its takes without
touching a sample again. Energies are the integral of the squared, weighted signal over a frame, in seconds, summed
over channels, with full scale = 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.audio.mp3 import FRAME_SAMPLES, RATE_HZ

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
Doubles = NDArray[np.float64]

FRAME_S = FRAME_SAMPLES / RATE_HZ
QUARTERS = 4  # peaks are kept more finely than energies: the limiter works within 5 ms
RING_FRAMES = 4  # the weighting filter rings below -60 dB after that

_OFFSET_LU = -0.691
_ABSOLUTE_GATE_LUFS = -70.0
_INTEGRATED_GATE_LU = -10.0
_RANGE_GATE_LU = -20.0
_BLOCK = 8192
_BEFORE, _AFTER = 1792, 256  # samples of a block that only feed the filter, which is nearly causal
_BATCH_BLOCKS = 64

# The two filters of BS.1770-4 at 48 kHz: a shelf for the head, a high-pass.
_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


@dataclass(frozen=True, slots=True, eq=False)
class Meter:
    """What mastering has to know about a sound, on the frame grid of the timeline.

    ``energy`` is K-weighted, shape (frames,), and includes the filter's ringing; ``peak`` is the greatest absolute
    sample of each quarter of a frame, shape (frames, 4). Both begin with the frame in which the sound begins.
    ``length_samples`` is the sound's length at 44.1 kHz.
    """

    energy: Floats
    peak: Floats
    length_samples: int

    def to_bytes(self) -> bytes:
        """Little-endian: length, then both arrays."""
        return np.int64(self.length_samples).tobytes() + self.energy.tobytes() + self.peak.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Meter:
        """Inverse of :meth:`to_bytes`."""
        values = np.frombuffer(data, np.float32, offset=8)
        frames = len(values) // (1 + QUARTERS)
        return cls(values[:frames], values[frames:].reshape(-1, QUARTERS), int(np.frombuffer(data, np.int64, 1)[0]))


def length_at_timeline(length: int, rate_hz: int) -> int:
    """Samples at 44.1 kHz that ``length`` samples at ``rate_hz`` fill, rounded up."""
    return -(-length * RATE_HZ // rate_hz)


def meter(samples: Floats, rate_hz: int, offset_samples: int = 0) -> Meter:
    """Meter a sound at its own rate, as it will stand on the timeline.

    Args:
        samples: shape (n,) or (n, channels), any rate.
        rate_hz: their rate.
        offset_samples: where in its first frame the sound begins, at 44.1 kHz, below 1,152.
    """
    length = length_at_timeline(len(samples), rate_hz)
    frames = -(-(offset_samples + length) // FRAME_SAMPLES) + RING_FRAMES
    per_frame = FRAME_SAMPLES * rate_hz / RATE_HZ
    edges = np.arange(frames + 1) * per_frame - offset_samples * rate_hz / RATE_HZ
    quarters = np.linspace(edges[0], edges[-1], frames * QUARTERS, endpoint=False)
    starts = np.ceil(np.maximum(quarters, 0.0)).astype(np.int64)
    heard = int(np.searchsorted(starts, len(samples)))
    energy, peak = np.zeros(frames), np.zeros(frames * QUARTERS, np.float32)
    ringing = np.zeros(int((RING_FRAMES + 1) * per_frame) + 2, np.float32)
    for channel in samples.reshape(len(samples), -1).T:
        weighted = weigh(np.concatenate([channel, ringing]), rate_hz)
        total = np.concatenate([[0.0], np.cumsum(np.square(weighted), dtype=np.float64)])
        whole = np.clip(edges.astype(np.int64), 0, len(total) - 2)
        at_edges = total[whole] + (total[whole + 1] - total[whole]) * np.clip(edges - whole, 0.0, 1.0)
        energy += np.diff(at_edges) / rate_hz
        if heard:
            np.maximum(peak[:heard], np.maximum.reduceat(np.abs(channel), starts[:heard]), out=peak[:heard])
    return Meter(energy.astype(np.float32), peak.reshape(-1, QUARTERS), length)


def weigh(channel: Floats, rate_hz: int) -> Floats:
    """K-weight one channel, shape (n,), at any rate: the standard's 48 kHz response, by overlapping FFT blocks.

    The response is taken at the true frequencies, so readings do not depend on the rate as they do with filters
    that are transformed to each rate.
    """
    response = _response(np.arange(_BLOCK // 2 + 1, dtype=np.float64) * (rate_hz / _BLOCK)).astype(np.complex64)
    hop = _BLOCK - _BEFORE - _AFTER
    blocks = -(-len(channel) // hop)
    padded = np.zeros(_BEFORE + blocks * hop + _AFTER, np.float32)
    padded[_BEFORE : _BEFORE + len(channel)] = channel
    windows = np.lib.stride_tricks.sliding_window_view(padded, _BLOCK)[::hop]
    weighted = np.empty((blocks, hop), np.float32)
    for start in range(0, blocks, _BATCH_BLOCKS):
        batch = slice(start, start + _BATCH_BLOCKS)
        spectrum = np.fft.rfft(windows[batch])
        spectrum *= response
        weighted[batch] = np.fft.irfft(spectrum, _BLOCK)[:, _BEFORE : _BLOCK - _AFTER]
    return weighted.reshape(-1)[: len(channel)]


def _response(frequencies_hz: Doubles) -> NDArray[np.complex128]:
    # Above 24 kHz the 48 kHz filter has no response of its own; hold the last one.
    z = np.exp(-2j * np.pi * np.minimum(frequencies_hz, 24_000) / 48_000)
    response = np.ones_like(z)
    for numerator, denominator in (_SHELF, _HIGH_PASS):
        response *= np.polyval(numerator[::-1], z) / np.polyval(denominator[::-1], z)
    return response


# --------------------------------------------------------------------------------------------- readings


def integrated_lufs(energy: Doubles) -> float | None:
    """Gated loudness of energies per frame; None where nothing passes the absolute gate."""
    power = _gate(_power(energy, 0.4), _INTEGRATED_GATE_LU)
    return _lufs(float(power.mean())) if len(power) else None


def short_term_max_lufs(energy: Doubles) -> float | None:
    """Greatest loudness of any 3 s; None for silence and for less than 3 s."""
    return _max_lufs(_power(energy, 3.0))


def momentary_max_lufs(energy: Doubles) -> float | None:
    """Greatest loudness of any 400 ms; None for silence."""
    return _max_lufs(_power(energy, 0.4))


def range_lu(energy: Doubles) -> float:
    """Loudness range after EBU Tech 3342; 0 where there is too little to tell."""
    power = _gate(_power(energy, 3.0), _RANGE_GATE_LU)
    if not len(power):
        return 0.0
    low, high = np.percentile(power, [10, 95], method="nearest")
    return float(10 * np.log10(high / low))


def _lufs(power: float) -> float:
    return float(_OFFSET_LU + 10 * np.log10(power))


def _max_lufs(power: Doubles) -> float | None:
    greatest = float(power.max(initial=0.0))
    return _lufs(greatest) if greatest > 0 else None


def _power(energy: Doubles, window_s: float, step_s: float = 0.1) -> Doubles:
    """Mean power of windows that begin every ``step_s``; energy is taken as even within a frame."""
    total = np.concatenate([[0.0], np.cumsum(energy, dtype=np.float64)])
    duration_s = len(energy) * FRAME_S
    starts = step_s * np.arange(max(0, int((duration_s - window_s) / step_s + 1e-9) + 1), dtype=np.float64)
    return (_at(total, starts + window_s) - _at(total, starts)) / window_s


def _at(total: Doubles, times_s: Doubles) -> Doubles:
    return np.interp(times_s / FRAME_S, np.arange(len(total)), total)


def _gate(power: Doubles, relative_lu: float) -> Doubles:
    power = power[power > 10 ** ((_ABSOLUTE_GATE_LUFS - _OFFSET_LU) / 10)]
    return power[power > power.mean() * 10 ** (relative_lu / 10)] if len(power) else power
