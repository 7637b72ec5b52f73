"""From an engine's recording to a take: peaks evened, silence trimmed, edges faded. Pauses belong to the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.engines.contract import Recording
from studio.model.takes import WordMark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: A window counts as sound when its level is within this of the loudest window.
_THRESHOLD_DB = -48.0
_WINDOW_S = 0.005
#: Kept around the sound, so that soft consonants and breath are not cut.
_HEAD_S, _TAIL_S = 0.015, 0.050
_FADE_IN_S, _FADE_OUT_S = 0.004, 0.020


def finish(recording: Recording) -> Recording:
    """The recording without leading and trailing silence, with short raised-cosine fades on both edges.

    A voice whose pulses are one-sided has its phases turned. Recordings without any sound come back empty.
    """
    from studio.audio.phase import rotated

    sound = rotated(recording.samples, recording.rate_hz)
    start, end = sound_bounds(sound, recording.rate_hz)
    samples = sound[start:end].copy()
    _fade(samples[: round(_FADE_IN_S * recording.rate_hz)])
    _fade(samples[::-1][: round(_FADE_OUT_S * recording.rate_hz)])
    marks = tuple(
        WordMark(
            mark.start,
            mark.end,
            min(max(mark.start_samples - start, 0), len(samples)),
            min(max(mark.end_samples - start, 0), len(samples)),
        )
        for mark in recording.marks
    )
    return Recording(samples, recording.rate_hz, marks)


def sound_bounds(samples: NDArray[np.float32], rate_hz: int) -> tuple[int, int]:
    """First sample of the sound and the one after its last, with a margin; (0, 0) where there is none.

    Args:
        samples: mono, shape (n,), in [-1, 1].
        rate_hz: of the samples.
    """
    import numpy as np

    window = max(1, round(_WINDOW_S * rate_hz))
    count = -(-len(samples) // window)
    padded = np.zeros(count * window, np.float32)
    padded[: len(samples)] = samples
    power = (padded.reshape(count, window) ** 2).mean(axis=1, dtype=np.float64)
    loudest = power.max(initial=0.0)
    loud = np.flatnonzero(power >= loudest * 10 ** (_THRESHOLD_DB / 10))
    if loudest <= 0 or not loud.size:
        return 0, 0
    start = int(loud[0]) * window - round(_HEAD_S * rate_hz)
    end = (int(loud[-1]) + 1) * window + round(_TAIL_S * rate_hz)
    return max(0, start), min(len(samples), end)


def _fade(edge: NDArray[np.float32]) -> None:
    import numpy as np

    if edge.size:
        edge *= (0.5 - 0.5 * np.cos(np.pi * (np.arange(edge.size) + 0.5) / edge.size)).astype(np.float32)
