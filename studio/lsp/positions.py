"""Offsets in code points ↔ positions of the protocol: lines from 0, columns in the units that were agreed upon.

Lines end at ``\\n``, ``\\r\\n`` and ``\\r`` and nowhere else, as the protocol has it.
"""

from __future__ import annotations

import bisect

from lsprotocol.types import Position, PositionEncodingKind, Range

from studio.model.source import Source, Span

UTF_16, UTF_32 = PositionEncodingKind.Utf16, PositionEncodingKind.Utf32


class Positions:
    """The places of one text.

    Args:
        text: with its line ends.
        encoding: in whose units columns count.
    """

    def __init__(self, text: str, encoding: PositionEncodingKind | str = UTF_16) -> None:
        self._source = Source("", text)
        self._encoding = encoding
        # Where each character is one unit, which most texts are, columns are the difference of offsets.
        self._is_plain = encoding == UTF_32 or text.isascii() or (encoding == UTF_16 and max(text) <= "\uffff")

    def position(self, offset: int) -> Position:
        """Where a character stands; behind the last one for what is beyond."""
        starts = self._source.line_starts
        offset = min(max(offset, 0), len(self._source.text))
        line = bisect.bisect_right(starts, offset) - 1
        before = self._source.text[starts[line] : offset]
        return Position(line, len(before) if self._is_plain else sum(map(self._units, before)))

    def range(self, span: Span) -> Range:
        """Where the characters of a span stand."""
        return Range(self.position(span.start), self.position(span.end))

    def offset(self, position: Position) -> int:
        """The character at a position; the line's end for what is beyond it, the text's for a line beyond.

        In the middle of a character that takes several units it is that character.
        """
        starts = self._source.line_starts
        if position.line >= len(starts):
            return len(self._source.text)
        line = self._source.line_text(position.line + 1)
        start = starts[position.line]
        if self._is_plain:
            return start + min(position.character, len(line))
        at = 0
        for index, char in enumerate(line):
            at += self._units(char)
            if at > position.character:
                return start + index
        return start + len(line)

    def span(self, place: Range) -> Span:
        """The characters of a range; empty where its ends are the wrong way round."""
        start = self.offset(place.start)
        return Span(start, max(start, self.offset(place.end)))

    def units(self, span: Span) -> int:
        """How long the characters of a span on one line are, in units."""
        return span.end - span.start if self._is_plain else sum(map(self._units, self._source.slice(span)))

    def _units(self, char: str) -> int:
        if self._encoding == UTF_16:
            return 2 if char > "\uffff" else 1
        return 1 if char < "\x80" else 2 if char < "\u0800" else 3 if char <= "\uffff" else 4
