"""Loudness after ITU-R BS.1770-4 and EBU Tech 3341/3342, from energies that can be merged.

A take is metered once: its K-weighted energy per MPEG frame (26 ms) is kept, eight bytes a frame with the peak. The
energies of takes that do not overlap add up, so an episode's gated loudness follows from those of its takes without
touching a sample again. Energies are the integral of the squared, weighted signal over a frame, in seconds, summed
over channels, with full scale = 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from studio.audio.mp3 import FRAME_SAMPLES, RATE_HZ
from studio.audio.slots import resampled_length
from studio.audio.weighting import weigh

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
Doubles = NDArray[np.float64]

FRAME_S = FRAME_SAMPLES / RATE_HZ
QUARTERS = 4  # peaks are kept more finely than energies: the limiter works within 5 ms
RING_FRAMES = 4  # the weighting filter rings below -60 dB after that

OFFSET_LU = -0.691  # of the standard's formula, so that a full-scale 997 Hz tone reads -3.01 LUFS
_ABSOLUTE_GATE_LUFS = -70.0
_INTEGRATED_GATE_LU = -10.0
_RANGE_GATE_LU = -20.0
_STEP_S = 0.1
_BLOCK_STEPS = 1 << 15


class Energies(Protocol):
    """K-weighted energy of each frame, kept in an array or computed where it is looked at."""

    def __len__(self) -> int: ...

    def __getitem__(self, frames: slice, /) -> Floats: ...


@dataclass(frozen=True, slots=True, eq=False)
class Meter:
    """What mastering has to know about a sound, on the frame grid of the timeline.

    ``energy`` is K-weighted, shape (frames,), and includes the filter's ringing; ``peak`` is the greatest absolute
    sample of each quarter of a frame, shape (frames, 4). Both begin with the frame in which the sound begins.
    ``length_samples`` is the sound's length at 44.1 kHz.
    """

    energy: Floats
    peak: Halves
    length_samples: int

    def to_bytes(self) -> bytes:
        """Little-endian: length, then both arrays."""
        return np.int64(self.length_samples).tobytes() + self.energy.tobytes() + self.peak.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Meter:
        """Inverse of :meth:`to_bytes`."""
        frames = (len(data) - 8) // (4 + 2 * QUARTERS)
        energy = np.frombuffer(data, np.float32, frames, offset=8)
        peak = np.frombuffer(data, np.float16, offset=8 + 4 * frames)
        return cls(energy, peak.reshape(-1, QUARTERS), int(np.frombuffer(data, np.int64, 1)[0]))


def meter(samples: Floats, rate_hz: int, offset_samples: int = 0) -> Meter:
    """Meter a sound at its own rate, as it will stand on the timeline.

    Args:
        samples: shape (n,) or (n, channels), any rate.
        rate_hz: their rate.
        offset_samples: where in its first frame the sound begins, at 44.1 kHz, below 1,152.
    """
    length = resampled_length(len(samples), rate_hz)
    frames = -(-(offset_samples + length) // FRAME_SAMPLES) + RING_FRAMES
    # Edges between quarter frames in source samples; to the nearest one, as none may be counted twice or lost.
    step = FRAME_SAMPLES * rate_hz / RATE_HZ / QUARTERS
    edges = np.round(np.arange(frames * QUARTERS + 1) * step - offset_samples * rate_hz / RATE_HZ)
    edges = np.maximum(edges, 0.0).astype(np.int64)
    heard = int(np.searchsorted(edges[:-1], len(samples)))
    energy, peak = np.zeros(frames, np.float32), np.zeros(frames * QUARTERS, np.float32)
    ringing = np.zeros(edges[-1] - len(samples), np.float32)
    for channel in samples.reshape(len(samples), -1).T:
        weighted = weigh(np.concatenate([channel, ringing]), rate_hz)
        energy += np.add.reduceat(np.square(weighted, out=weighted), edges[:-1:QUARTERS]) / rate_hz
        np.maximum(peak[:heard], np.maximum.reduceat(np.abs(channel), edges[:heard]), out=peak[:heard])
    return Meter(energy, peak.reshape(-1, QUARTERS).astype(np.float16), length)


# --------------------------------------------------------------------------------------------- readings


def integrated_lufs(energy: Energies) -> float | None:
    """Gated loudness in LUFS of K-weighted energies per frame; None where nothing passes the absolute gate."""
    power = _gate(_power(energy, 0.4), _INTEGRATED_GATE_LU)
    return _lufs(float(power.mean())) if len(power) else None


def short_term_max_lufs(energy: Energies) -> float | None:
    """Greatest loudness in LUFS of any 3 s of frames; None for silence and for less than 3 s."""
    return _max_lufs(_power(energy, 3.0))


def momentary_max_lufs(energy: Energies) -> float | None:
    """Greatest loudness in LUFS of any 400 ms of frames; None for silence."""
    return _max_lufs(_power(energy, 0.4))


def range_lu(energy: Energies) -> float:
    """Loudness range in LU of energies per frame, after EBU Tech 3342; 0 where there is too little to tell."""
    power = _gate(_power(energy, 3.0), _RANGE_GATE_LU)
    if not len(power):
        return 0.0
    low, high = np.percentile(power, [10, 95], method="nearest")
    return float(10 * np.log10(high / low))


def _lufs(power: float) -> float:
    return float(OFFSET_LU + 10 * np.log10(power))


def _max_lufs(power: Doubles) -> float | None:
    greatest = float(power.max(initial=0.0))
    return _lufs(greatest) if greatest > 0 else None


def _power(energy: Energies, window_s: float) -> Doubles:
    """Mean power of windows that begin every 0.1 s; energy is taken as even within a frame."""
    steps = round(window_s / _STEP_S)
    count = int(len(energy) * FRAME_S / _STEP_S + 1e-9) + 1 - steps
    if count <= 0:
        return np.zeros(0)
    power = np.empty(count)
    for first in range(0, count, _BLOCK_STEPS):  # sums in double precision would fill more memory than the energies
        last = min(first + _BLOCK_STEPS, count)
        position = np.arange(first, last + steps) * (_STEP_S / FRAME_S)
        whole = np.minimum(position.astype(np.int32), len(energy) - 1)
        part = energy[whole[0] : whole[-1] + 1]
        total = np.concatenate([[0.0], np.cumsum(part, dtype=np.float64)])
        until = total[whole - whole[0]] + part[whole - whole[0]] * (position - whole)
        power[first:last] = (until[steps:] - until[:-steps]) / window_s
    return power


def _gate(power: Doubles, relative_lu: float) -> Doubles:
    """What passes both gates; in the place of ``power``, which is as long as an episode."""
    power = _above(power, 10 ** ((_ABSOLUTE_GATE_LUFS - OFFSET_LU) / 10))
    return _above(power, power.mean() * 10 ** (relative_lu / 10)) if len(power) else power


def _above(power: Doubles, threshold: float) -> Doubles:
    end = 0
    for first in range(0, len(power), _BLOCK_STEPS):
        block = power[first : first + _BLOCK_STEPS]
        passes = block[block > threshold]
        power[end : end + len(passes)] = passes
        end += len(passes)
    return power[:end]
