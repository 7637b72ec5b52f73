"""Renditions of a segment."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

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


class KeptMarks(Sequence[WordMark]):
    """The same marks as a tuple of them, in a tenth of the memory: an episode's are held until it is written.

    Args:
        rows: the four numbers of each mark.

    Raises:
        ValueError: these are no such numbers.
    """

    __slots__ = ("_numbers",)

    def __init__(self, rows: Iterable[Sequence[int]]) -> None:
        try:
            self._numbers = array("q", [number for row in rows for number in _four(row)])
        except (TypeError, OverflowError) as error:
            raise ValueError("no marks") from error

    def __len__(self) -> int:
        return len(self._numbers) // 4

    @overload
    def __getitem__(self, index: int) -> WordMark: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[WordMark, ...]: ...
    def __getitem__(self, index: int | slice) -> WordMark | tuple[WordMark, ...]:
        if isinstance(index, slice):
            return tuple(self)[index]
        at = 4 * range(len(self))[index]
        return WordMark(*self._numbers[at : at + 4])

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, (tuple, KeptMarks)) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))


def _four(row: Sequence[int]) -> Sequence[int]:
    if len(row) != 4:
        raise ValueError("no mark")
    return row


@dataclass(frozen=True, slots=True)
class Take:
    """One rendition of a segment: ``samples`` is mono float32 in [-1, 1] with shape (n,), at ``rate_hz``."""

    key: str
    samples: NDArray[np.float32]
    rate_hz: int
    marks: Sequence[WordMark] = ()


@dataclass(frozen=True, slots=True)
class TakeInfo:
    """What the later stages need to know of a take without its samples.

    ``flaws`` says what the quality checks found, in words; it is empty for a good take.
    """

    key: str
    length_samples: int
    rate_hz: int
    marks: Sequence[WordMark] = ()
    flaws: tuple[str, ...] = ()
