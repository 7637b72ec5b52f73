"""Renditions of a segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class WordMark:
    """Characters ``[start, end)`` of the spoken text are heard from ``start_samples`` to ``end_samples``."""

    start: int
    end: int
    start_samples: int
    end_samples: int


@dataclass(frozen=True, slots=True)
class Take:
    """One rendition of a segment: ``samples`` is mono float32 in [-1, 1] with shape (n,), at ``rate_hz``."""

    key: str
    samples: NDArray[np.float32]
    rate_hz: int
    marks: tuple[WordMark, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeInfo:
    """What the later stages need to know of a take without its samples.

    ``flaws`` says what the quality checks found, in words; it is empty for a good take.
    """

    key: str
    length_samples: int
    rate_hz: int
    marks: tuple[WordMark, ...] = ()
    flaws: tuple[str, ...] = ()
