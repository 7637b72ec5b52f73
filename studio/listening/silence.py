"""The longest silence within a take, which no recogniser writes down."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FRAME_S = 0.01
#: Silence is this far below the level that the loudest twentieth of the take exceeds.
_SILENT_DB = -45.0


def longest_silence(samples: NDArray[np.float32], rate_hz: int) -> tuple[float, float]:
    """Start and end in seconds of the longest silence; both are 0 where there is none.

    Args:
        samples: mono, in [-1, 1], shape (n,).
        rate_hz: of the samples.
    """
    import numpy as np

    size = max(1, round(_FRAME_S * rate_hz))
    count = len(samples) // size
    if not count:
        return 0.0, 0.0
    power = (samples[: count * size].reshape(count, size).astype(np.float64) ** 2).mean(axis=1)
    levels_db = 10 * np.log10(power + 1e-12)
    silent = levels_db < np.percentile(levels_db, 95) + _SILENT_DB
    edges = np.flatnonzero(np.diff(np.concatenate([[0], silent.astype(np.int8), [0]])))
    if not edges.size:
        return 0.0, 0.0
    starts, ends = edges[::2], edges[1::2]
    longest = int((ends - starts).argmax())
    return round(int(starts[longest]) * _FRAME_S, 2), round(int(ends[longest]) * _FRAME_S, 2)
