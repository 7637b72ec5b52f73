"""Music under speech: when it gives way, how it fades, how it repeats.

The bed's level is fixed at the edges of frames and glides in between. It follows from the energies of the clips, which
are known before a sample is mixed: it gives way before a sentence begins, stays down in a pause that is too short for
it to come back, and so never pumps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from studio.audio.loudness import FRAME_S, OFFSET_LU, Doubles, Floats
from studio.audio.mp3 import FRAME_SAMPLES
from studio.model.timeline import Bed

_SPEAKING_LU = -20.0  # a frame that much below the voices' loudness still counts as speech
_REFERENCE_GRID_LU = 3.0  # of the threshold, so that an edit elsewhere does not move it
_LEAST_FADE_S = 0.05
_SEAM_SAMPLES = 2205  # 50 ms, blended where a sound does not run on from its end to its beginning
_STEP_SAMPLES = 64
_FAR = 10**9


@dataclass(frozen=True, slots=True)
class BedPart:
    """A bed as one chunk hears it, from frame ``first_frame`` of the chunk's window on.

    ``position_samples`` is where in the loop it stands there; ``gains`` are float32 bytes, one at each edge of a frame.
    """

    key: str
    position_samples: int
    first_frame: int
    gains: bytes


@dataclass(frozen=True, slots=True, eq=False)
class PlacedBed:
    """A bed on the episode's frames from ``first`` on, with its linear gain at each edge, shape (frames + 1,)."""

    bed: Bed
    first: int
    gains: Floats

    @property
    def end(self) -> int:
        """The frame behind the last that it is heard in."""
        return self.first + len(self.gains) - 1

    def part(self, start: int, end: int, loop_samples: int) -> BedPart | None:
        """What is heard of it in the frames ``[start, end)`` of the episode, or None.

        ``loop_samples`` is the length of one turn of its sound at 44.1 kHz.
        """
        first, last = max(start, self.first), min(end, self.end)
        if first >= last:
            return None
        position = (first - self.first) * FRAME_SAMPLES % loop_samples
        gains = self.gains[first - self.first : last - self.first + 1]
        return BedPart(self.bed.key, position, first - start, gains.tobytes())

    def louder(self, gain_db: float) -> PlacedBed:
        """The same with ``gain_db`` decibels more."""
        return replace(self, gains=self.gains * np.float32(10 ** (gain_db / 20)))

    def frame_gains(self) -> Floats:
        """Root mean square of the gain within each frame, shape (frames,)."""
        before, after = self.gains[:-1], self.gains[1:]
        mean: Floats = np.sqrt((before**2 + before * after + after**2) / 3)
        return mean

    def frame_numbers(self, loop_samples: int) -> NDArray[np.int64]:
        """Which frame of the loop stands at each frame of the bed."""
        positions: NDArray[np.int64] = np.arange(len(self.gains) - 1) * FRAME_SAMPLES % loop_samples
        return positions // FRAME_SAMPLES


def speaking(energy: Floats, voices_lufs: float | None) -> NDArray[np.bool_]:
    """Frames in which somebody speaks, or another clip is heard, as booleans of shape (frames,).

    Args:
        energy: K-weighted energy of the clips in each frame.
        voices_lufs: loudness of the voices; None where they are silent.
    """
    if voices_lufs is None:
        return np.zeros(len(energy), bool)
    threshold_lufs = round(voices_lufs / _REFERENCE_GRID_LU) * _REFERENCE_GRID_LU + _SPEAKING_LU
    return energy > 10 ** ((threshold_lufs - OFFSET_LU) / 10) * FRAME_S


def place(bed: Bed, trim_db: float, active: NDArray[np.bool_]) -> PlacedBed:
    """The bed's gains, given the frames of the episode in which it has to give way.

    Args:
        bed: its times; they are rounded outwards to whole frames.
        trim_db: what brings its sound to the loudness of the voices.
        active: shape (frames of the episode,).
    """
    first = max(0, bed.start_samples // FRAME_SAMPLES)
    end = max(first, min(len(active), -(-bed.end_samples // FRAME_SAMPLES)))
    edges = np.arange(first, end + 1)
    reach = round((bed.attack_s + bed.hold_s + bed.release_s) / FRAME_S) + 2
    around = max(0, first - reach)
    ducked = _ducked(active[around : end + reach], bed)[edges - around]
    level_db = trim_db + bed.gain_db + min(0.0, bed.ducked_db - bed.gain_db) * ducked
    fade_in = np.minimum(1.0, (edges - first) * FRAME_S / max(bed.fade_in_s, _LEAST_FADE_S))
    fade_out = np.minimum(1.0, (end - edges) * FRAME_S / max(bed.fade_out_s, _LEAST_FADE_S))
    gains = 10 ** (level_db / 20) * np.sin(np.pi / 2 * fade_in) ** 2 * np.sin(np.pi / 2 * fade_out) ** 2
    return PlacedBed(bed, first, np.round(gains, 5).astype(np.float32))


def _ducked(active: NDArray[np.bool_], bed: Bed) -> Doubles:
    """How far the bed has given way at each edge of a frame, 0 to 1, shape (frames + 1,)."""
    edge = np.arange(len(active) + 1)
    touched = np.zeros(len(edge), bool)
    touched[:-1] |= active
    touched[1:] |= active
    since_s = (edge - np.maximum.accumulate(np.where(touched, edge, -_FAR))) * FRAME_S
    until_s = (np.minimum.accumulate(np.where(touched, edge, _FAR)[::-1])[::-1] - edge) * FRAME_S
    after = 1 - since_s / max(bed.release_s, FRAME_S)
    before = 1 - until_s / max(bed.attack_s, FRAME_S)
    within = since_s + until_s <= bed.hold_s
    share = np.where(within, 1.0, np.clip(np.maximum(after, before), 0.0, 1.0))
    glide: Doubles = share**2 * (3 - 2 * share)
    return glide


def loop(samples: Floats) -> Floats:
    """One turn of a sound of shape (channels, n) that can be repeated without a seam.

    A sound made to be repeated runs on from its last sample to its first and is taken as it is; any other has its
    end blended into its beginning.
    """
    length = samples.shape[1]
    around = np.concatenate([samples[:, -_STEP_SAMPLES:], samples[:, :_STEP_SAMPLES]], axis=1)
    steps = np.abs(np.diff(around)).max(0)
    seam = min(_SEAM_SAMPLES, length // 4)
    middle = min(_STEP_SAMPLES, length) - 1
    if not seam or steps[middle] <= 1.5 * np.delete(steps, middle).max(initial=0.0) + 1e-4:
        return samples
    rise = np.sin(np.pi / 2 * (np.arange(seam) + 0.5) / seam).astype(np.float32)
    turn = samples[:, : length - seam].copy()
    turn[:, :seam] = turn[:, :seam] * rise + samples[:, length - seam :] * rise[::-1]
    return turn


def lay(part: BedPart, turn: Floats, pcm: Floats) -> None:
    """Add a bed to a chunk's window ``pcm``, in place; ``turn`` is one turn of its sound; both (channels, n)."""
    gains = np.frombuffer(part.gains, np.float32)
    start = part.first_frame * FRAME_SAMPLES
    length = min((len(gains) - 1) * FRAME_SAMPLES, pcm.shape[1] - start)
    ramp = np.arange(FRAME_SAMPLES, dtype=np.float32) / FRAME_SAMPLES
    gain = (gains[:-1, None] + np.diff(gains)[:, None] * ramp).reshape(-1)[:length]
    at = (part.position_samples + np.arange(length)) % turn.shape[1]
    pcm[:, start : start + length] += turn[:, at] * gain
