"""Pronunciations put into the text, with the way back from positions in the result to positions in the spoken text."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.engines.contract import Utterance
    from studio.model.narration import Pronunciation


@dataclass(frozen=True, slots=True)
class Substituted:
    """``text`` as the engine gets it; ``offsets`` are (position in it, position in the spoken text) at each change."""

    text: str
    offsets: tuple[tuple[int, int], ...]

    def original(self, position: int) -> int:
        """Where in the spoken text the character at this position came from."""
        index = bisect.bisect_right(self.offsets, position, key=lambda pair: pair[0]) - 1
        at, original = self.offsets[index]
        if index + 1 == len(self.offsets):
            return original + position - at
        return min(original + position - at, max(original, self.offsets[index + 1][1] - 1))


def substitute(
    utterance: Utterance, say: Callable[[Pronunciation], str | None], clean: Callable[[str], str] = str
) -> Substituted:
    """The utterance's text with each pronunciation replaced by what ``say`` gives.

    Args:
        utterance: text and pronunciations; one that overlaps an earlier one is left out.
        say: what to write instead; None leaves the word as it is.
        clean: applied to the text between the pronunciations; must keep its length.
    """
    text, pieces, offsets = clean(utterance.text), [], [(0, 0)]
    done = length = 0
    for item in sorted(utterance.pronunciations, key=lambda p: p.start):
        spoken = say(item) if item.start >= done else None
        if not spoken:
            continue
        before = text[done : item.start]
        pieces += [before, spoken]
        offsets.append((length + len(before), item.start))
        length += len(before) + len(spoken)
        offsets.append((length, item.end))
        done = item.end
    return Substituted("".join([*pieces, text[done:]]), tuple(offsets))
