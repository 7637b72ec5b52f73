"""What a listener's decoder makes of a chunk: it peaks higher than what was encoded, by a little or by a lot."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from studio.audio.limiter import true_peak
from studio.audio.mp3 import FRAME_SAMPLES

_SETTLING_FRAMES = 2  # a decoder needs the frame before, and the first one after a jump is noise
_LAG_FRAMES = 1  # a decoder gives a frame's samples with the next one, almost


def decoded_peak(stream: bytes, offsets: Sequence[int], frames: NDArray[np.int64]) -> float:
    """Greatest true peak, linear, that some frames decode to; 0 for none.

    Args:
        stream: MP3 frames without bit reservoir.
        offsets: where each of them begins, and the stream's length.
        frames: numbers of the frames to look at, in order, counted as those of the samples that were encoded.
    """
    if not len(frames):
        return 0.0
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
    whole = len(samples) // FRAME_SAMPLES
    heard = samples[: whole * FRAME_SAMPLES].reshape(whole, FRAME_SAMPLES, -1)[wanted[numbers][:whole]]
    return true_peak(np.ascontiguousarray(heard.reshape(-1, samples.shape[1]).T))
