"""A text in blocks of a few lines, each shown for a while: broken at phrases, even, none a mere flicker.

What is chosen is the cheapest way to set the whole text, as paragraphs are set in type (Knuth and Plass, *Breaking
paragraphs into lines*, 1981), not one line after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from studio.episode.phrases import LEANING, SENTENCE, break_costs

SHORTEST_S = 1.0
"""Below this, in seconds, a block is gone before it is read."""

# Costs, beside those of the breaks.
_LINE, _BLOCK = 3.0, 4.0
_SLACK = 6.0  # of an empty line; the square of what a line lacks counts, so lines of one length cost least
_LOST_CHARS, _LOST = 20, 0.5  # a line shorter than this looks lost; for each letter that it lacks
_BETWEEN_BLOCKS = 2.0  # a break is felt more between two blocks than between two lines
_NEW_SENTENCE = -6.0  # a sentence that opens a block of its own
_FLICKER = 200.0

_Way = tuple[float, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are shown together; ``start`` is where in the text they begin."""

    start: int
    lines: tuple[str, ...]


def lay_out(text: str, line_chars: int, lines: int, heard_s: Callable[[int], float]) -> list[Block]:
    """All words of a text in order, in blocks.

    A line ends with a word that leans on the next one only where it would be too long otherwise, and only a word that
    is longer than a line is cut.

    Args:
        text: what is shown; white space counts as one space.
        line_chars: longest line.
        lines: most lines of a block.
        heard_s: when the character at an offset is heard, in seconds, never falling; at the text's length, its end.
    """
    words = [(at, text[at : min(at + line_chars, word.end())]) for word, at in _cut_words(text, line_chars)]
    if not words:
        return []
    whole = " ".join(word for _, word in words)
    if len(whole) <= line_chars:
        return [Block(words[0][0], (whole,))]
    offsets = [*(offset for offset, _ in words), len(text)]
    return _Setting([word for _, word in words], offsets, line_chars, lines, heard_s).blocks()


def _cut_words(text: str, longest: int) -> Iterator[tuple[re.Match[str], int]]:
    for word in re.finditer(r"\S+", text):
        for at in range(word.start(), word.end(), longest):
            yield word, at


class _Setting:
    """Words and the places before them where a line may begin; place ``len(words)`` is the end."""

    def __init__(
        self, words: list[str], offsets: list[int], line_chars: int, lines: int, heard_s: Callable[[int], float]
    ) -> None:
        self._words, self._offsets = words, offsets
        self._line_chars, self._lines = line_chars, lines
        self._chars_before = [0]
        for word in words:
            self._chars_before.append(self._chars_before[-1] + len(word) + 1)
        self._break_costs = [0.0, *break_costs(words), 0.0]
        self._places = self._breakable()
        self._line_ends = {place: self._ends_of_lines(number) for number, place in enumerate(self._places)}
        self._heard_s = {place: heard_s(offsets[place]) for place in self._places}

    def blocks(self) -> list[Block]:
        """The cheapest way to set the text."""
        best: dict[int, _Way] = {0: (0.0, ())}  # to each place, with the edges of the last block's lines
        for place in self._places[:-1]:
            so_far = best[place][0]
            for end, (cost, edges) in self._blocks_from(place):
                total = so_far + cost + self._end_cost(place, end)
                if end not in best or total < best[end][0]:
                    best[end] = total, edges
        found: list[Block] = []
        place = len(self._words)
        while place:
            edges = best[place][1]
            lines = tuple(" ".join(self._words[start:end]) for start, end in pairwise(edges))
            place = edges[0]
            found.append(Block(self._offsets[place], lines))
        return found[::-1]

    def _breakable(self) -> list[int]:
        """Places where no word leans on the next one; where they are too far apart, those between them as well."""
        places, total = [0], len(self._words)
        for place in range(1, total + 1):
            if place == total or self._break_costs[place] < LEANING:
                if self._chars(places[-1], place) > self._line_chars:
                    places += range(places[-1] + 1, place)
                places.append(place)
        return places

    def _blocks_from(self, place: int) -> Iterator[tuple[int, _Way]]:
        """Where a block that begins at a place can end, with one line, with two and so on, and its cheapest lines."""
        reached: dict[int, _Way] = {place: (_BLOCK - self._break_costs[place], (place,))}
        for _ in range(self._lines):
            further: dict[int, _Way] = {}
            for start, (cost, edges) in reached.items():
                so_far = cost + self._break_costs[start]
                for end, line_cost in self._line_ends[start]:
                    if end not in further or so_far + line_cost < further[end][0]:
                        further[end] = so_far + line_cost, (*edges, end)
            yield from further.items()
            reached = further

    def _ends_of_lines(self, number: int) -> list[tuple[int, float]]:
        """Where a line that begins at the place of this number can end, and what it costs."""
        ends = []
        for end in self._places[number + 1 :]:
            chars = self._chars(self._places[number], end)
            if chars > self._line_chars:
                break
            slack = 1 - chars / self._line_chars
            ends.append((end, _LINE + _SLACK * slack * slack + _LOST * max(0, _LOST_CHARS - chars)))
        return ends

    def _end_cost(self, start: int, end: int) -> float:
        """What it costs that a block ends there."""
        if end == len(self._words):
            cost = 0.0
        elif self._break_costs[end] == SENTENCE:
            cost = _NEW_SENTENCE
        else:
            cost = _BETWEEN_BLOCKS * self._break_costs[end]
        is_flicker = self._heard_s[end] - self._heard_s[start] < SHORTEST_S
        return cost + _FLICKER if is_flicker else cost

    def _chars(self, start: int, end: int) -> int:
        return self._chars_before[end] - self._chars_before[start] - 1
