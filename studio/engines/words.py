"""Words of an utterance and their times, for engines that know only some of them."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from studio.model.takes import WordMark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SPOKEN = re.compile(r"\w")


def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """``[start, end)`` in the text of each run of non-blank characters that holds a letter or digit."""
    return tuple(m.span() for m in re.finditer(r"\S+", text) if _SPOKEN.search(m.group()))


def place_marks(
    spans: Sequence[tuple[int, int]], starts: Mapping[int, int], length_samples: int
) -> tuple[WordMark, ...]:
    """Marks for all words, from the known start of some.

    Args:
        spans: words as character ranges, in order.
        starts: index into ``spans`` → start in samples; words that are missing share the time between their
            neighbours in proportion to their letters.
        length_samples: end of the last word.
    """
    times = _monotonic(starts, len(spans), length_samples)
    known = [-1, *sorted(times), len(spans)]
    for before, after in itertools.pairwise(known):
        missing = range(before + 1, after)
        if not missing:
            continue
        left = times[before] if before >= 0 else 0
        right = times.get(after, length_samples)
        sharing = range(max(before, 0), after)
        weights = [spans[i][1] - spans[i][0] for i in sharing]
        passed = 0
        for index, weight in zip(sharing, weights, strict=True):
            times.setdefault(index, left + (right - left) * passed // sum(weights))
            passed += weight
    ends = [*(times[i] for i in range(1, len(spans))), length_samples]
    return tuple(WordMark(*span, times[i], max(times[i], ends[i])) for i, span in enumerate(spans))


def _monotonic(starts: Mapping[int, int], count: int, length_samples: int) -> dict[int, int]:
    """The starts that do not run backwards, each within ``[0, length_samples]``."""
    times: dict[int, int] = {}
    latest = 0
    for index in sorted(starts):
        if 0 <= index < count and latest <= starts[index] <= length_samples:
            times[index] = latest = starts[index]
    return times
