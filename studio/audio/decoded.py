"""What a listener's decoder makes of a chunk: it peaks higher than what was encoded, by a little or by a lot."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from studio.audio.limiter import Floats, loud_places
from studio.audio.mp3 import FRAME_SAMPLES

_SETTLING_FRAMES = 2  # a decoder needs the frame before, and the first one after a jump is noise
_NEAR = 0.7  # of the greatest sample: what is softer is no over
_LAG_FRAMES = 1  # a decoder gives a frame's samples with the next one, almost


def decoded_peaks(stream: bytes, offsets: Sequence[int], frames: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats]:
    """Frames and the true peaks, linear, that they decode to: those asked for and the one after each.

    Peaks that are far below the greatest of all are given as 0.

    Args:
        stream: MP3 frames without bit reservoir.
        offsets: where each of them begins, and the stream's length.
        frames: numbers of the frames to look at, in order, counted as those of the samples that were encoded.
    """
    if not len(frames):
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    import soundfile

    total = len(offsets) - 1
    wanted = np.zeros(total, bool)
    for lag in range(_LAG_FRAMES + 1):
        wanted[np.minimum(frames + lag, total - 1)] = True
    taken = wanted.copy()
    for ahead in range(1, _SETTLING_FRAMES + 1):
        taken[:-ahead] |= wanted[ahead:]
    numbers = np.flatnonzero(taken)
    picked = b"".join(stream[offsets[number] : offsets[number + 1]] for number in numbers.tolist())
    samples, _ = soundfile.read(io.BytesIO(picked), dtype="float32", always_2d=True)
    numbers = numbers[: len(samples) // FRAME_SAMPLES]
    heard = samples[: len(numbers) * FRAME_SAMPLES].reshape(len(numbers), FRAME_SAMPLES, -1)[wanted[numbers]]
    pcm = np.ascontiguousarray(heard.reshape(-1, samples.shape[1]).T)
    at, near = loud_places(pcm, float(np.abs(pcm).max(initial=0.0)) * _NEAR)
    peaks = np.zeros(len(heard), np.float32)
    np.maximum.at(peaks, at // FRAME_SAMPLES, near)
    return numbers[wanted[numbers]], peaks
