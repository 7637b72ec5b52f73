"""The one map from what a reader sees of a block to where it was written."""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from studio.model.script import Inline, InlineKind
from studio.model.source import Span


class TextMap:
    """The visible text of some runs of a block, and the source of each of its characters.

    A line feed in :attr:`text` is a line break that the author forced; any other (an entity, a formula of several
    lines) is a space.

    Args:
        inlines: the runs, in order; those without text are passed over.
        otherwise: the source of everything where no run has text, as a rule the block's span.
    """

    __slots__ = ("_otherwise", "_starts", "runs", "text")

    def __init__(self, inlines: Iterable[Inline], otherwise: Span) -> None:
        self.runs: tuple[Inline, ...] = tuple(run for run in inlines if run.text)
        self._otherwise = otherwise
        self._starts: list[int] = []
        parts, at = [], 0
        for run in self.runs:
            self._starts.append(at)
            at += len(run.text)
            parts.append(run.text if run.kind is InlineKind.BREAK else run.text.replace("\n", " "))
        self.text = "".join(parts)

    @property
    def placed_runs(self) -> Iterable[tuple[int, Inline]]:
        """Each run with text, with the offset in :attr:`text` at which it begins."""
        return zip(self._starts, self.runs, strict=True)

    def place(self, position: int) -> Span:
        """The source of one character: of an escape or an entity all of it, of a line break the white space, too."""
        if not self.runs:
            return self._otherwise
        index = max(bisect.bisect_right(self._starts, position) - 1, 0)
        return self.runs[index].place(position - self._starts[index])

    def span(self, start: int, end: int) -> Span:
        """The source of the characters ``[start, end)``; empty where they are none."""
        first = self.place(start)
        return Span(first.start, max(first.start, self.place(end - 1).end) if end > start else first.start)

    def is_literal(self, start: int, end: int) -> bool:
        """Whether the characters ``[start, end)`` stand in the source just so, no markup or escape among them."""
        index = bisect.bisect_right(self._starts, start) - 1
        if index < 0:
            return False
        run = self.runs[index]
        return end <= self._starts[index] + len(run.text) and run.is_literal
