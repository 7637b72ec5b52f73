"""Paragraphs cut where a line is a direction or begins somebody's turn."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.model.script import Doubt
from studio.model.source import Span
from studio.script.cast import MOST_CHARACTERS, find_cast
from studio.script.directions import direction_of
from studio.script.header import header_lines

if TYPE_CHECKING:
    from studio.script.lines import Lines, Region
    from studio.script.speakers import Label


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a paragraph: a direction of some kind, or text, which a label may stand before."""

    region: Region
    label: Label | None = None
    direction: str | None = None


class Turns:
    """Knows who speaks in a script, and cuts its paragraphs.

    Args:
        lines: the script.
        first_line: where its front matter is over.
        known: names of speakers that the script or its show declares, case-folded.
    """

    def __init__(self, lines: Lines, first_line: int, known: Collection[str]) -> None:
        self._lines = lines
        self._cast = find_cast(lines.lines, first_line, known)
        self._headers = header_lines(lines.lines, first_line)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The names that may be those of speakers, and are read as text."""
        starts = [self._lines.starts[turn.line] + turn.column for turn in self._cast.doubts]
        return tuple(
            Doubt(turn.label.name, Span(start, start + turn.label.end))
            for start, turn in zip(starts, self._cast.doubts, strict=True)
        )

    def cut(self, region: Region, references: Collection[str]) -> Iterator[Part]:
        """The parts of a paragraph; ``references`` are the labels of link definitions, in capitals."""
        start = at = 0
        label: Label | None = None
        for line in region.text.split("\n"):
            end = at + len(line)
            first = at + len(line) - len(line.lstrip())
            direction = direction_of(line, references) or self._metadata(region, at)
            next_label = None if direction else self._cast.label(region.text[first : first + MOST_CHARACTERS])
            if direction or next_label:
                if label is not None or region.text[start:at].strip():
                    yield Part(region.cut(start, at).rstripped(), label)
                label, start = next_label, first
            if direction:
                yield Part(region.cut(start, end).rstripped(), direction=direction)
                start = end + 1
            at = end + 1
        if start < len(region.text) or label is not None:
            yield Part(region.cut(start, len(region.text)), label)

    def _metadata(self, region: Region, at: int) -> str | None:
        if not self._headers:
            return None
        line = bisect.bisect_right(self._lines.starts, region.source_offset(at)) - 1
        return "metadata" if line in self._headers else None
