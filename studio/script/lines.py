"""Where the parser's text came from: Markdown blocks lose indentation and line endings, spans must not."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

from studio.model.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE_END = re.compile(r"\r\n?|\n")


class Lines:
    """The lines of a source, counted from 0, as the Markdown parser is to see them.

    ``text`` has ``\\n`` line endings, no byte-order mark, and U+FFFD for NUL; each line is as long as in the source.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        raw = source.text.replace("\0", "\ufffd")
        self.lines = _LINE_END.split(raw)
        self.starts: list[int] = [0, *(match.end() for match in _LINE_END.finditer(raw))]
        if raw.startswith("\ufeff"):
            self.lines[0] = self.lines[0][1:]
            self.starts[0] = 1
        self.text = "\n".join(self.lines)

    def span(self, first: int, end: int) -> Span:
        """Source span of the lines ``[first, end)``, without the white space around them."""
        while end > first + 1 and not self.lines[end - 1].strip():
            end -= 1
        while first < end - 1 and not self.lines[first].strip():
            first += 1
        head, tail = self.lines[first], self.lines[end - 1]
        start = self.starts[first] + len(head) - len(head.lstrip())
        return Span(start, max(start, self.starts[end - 1] + len(tail.rstrip())))


class Region:
    """A piece of text cut out of consecutive source lines, and the way from its offsets back to the source's."""

    def __init__(self, text: str, text_starts: Sequence[int], source_starts: Sequence[int]) -> None:
        self.text = text
        self._text_starts = text_starts
        self._source_starts = source_starts

    @classmethod
    def of_block(cls, text: str, lines: Lines, first: int) -> Region:
        """``text`` is a block's content, whose n-th line is the end of source line ``first + n``, stripped or not."""
        text_starts, source_starts = [], []
        at = 0
        head = text.split("\n", 1)[0].strip()
        # A first line of white space that Markdown does not know as such (U+2028) is no longer part of the text.
        last = min(first + 50, len(lines.lines) - text.count("\n") - 1)
        while first < last and not lines.lines[first].rstrip().endswith(head):
            first += 1
        for number, line in enumerate(text.split("\n"), first):
            source_line = lines.lines[number]
            cut = len(source_line.rstrip()) - len(line.rstrip())
            text_starts.append(at)
            # Negative where a tab became several spaces, which are not part of any run.
            source_starts.append(lines.starts[number] + cut)
            at += len(line) + 1
        return cls(text, text_starts, source_starts)

    @classmethod
    def of_heading(cls, text: str, lines: Lines, line: int) -> Region:
        """``text`` is an ATX heading's content: the line without its hashes."""
        source_line = lines.lines[line]
        after_hashes = source_line.find("#")
        while source_line[after_hashes : after_hashes + 1] == "#":
            after_hashes += 1
        return cls(text, [0], [lines.starts[line] + max(source_line.find(text, after_hashes), 0)])

    def source_offset(self, offset: int) -> int:
        """Offset into the source of an offset into :attr:`text`."""
        index = bisect.bisect_right(self._text_starts, offset) - 1
        return self._source_starts[index] + offset - self._text_starts[index]

    def span(self, start: int, end: int) -> Span:
        """Source span of ``[start, end)`` of :attr:`text`; the end never runs into the next line's indentation."""
        begin = self.source_offset(start)
        return Span(begin, begin if end <= start else self.source_offset(end - 1) + 1)

    def cut(self, start: int, end: int) -> Region:
        """The region of ``[start, end)``; ``start`` need not begin a line."""
        first = bisect.bisect_right(self._text_starts, start) - 1
        last = bisect.bisect_left(self._text_starts, end, lo=first + 1)
        text_starts = [0, *(at - start for at in self._text_starts[first + 1 : last])]
        source_starts = [self.source_offset(start), *self._source_starts[first + 1 : last]]
        return Region(self.text[start:end], text_starts, source_starts)

    def with_prefix(self, source: Source, pattern: re.Pattern[str]) -> Region:
        """The region with what stands right before it on its first line, where that matches ``pattern``."""
        start = self._source_starts[0]
        match = pattern.search(source.text, max(0, start - 20), start)
        if match is None:
            return self
        prefix = match[0]
        text_starts = [0, *(at + len(prefix) for at in self._text_starts[1:])]
        return Region(prefix + self.text, text_starts, [match.start(), *self._source_starts[1:]])

    def rstripped(self) -> Region:
        """The region without the white space at its end."""
        return self.cut(0, len(self.text.rstrip()))

    def lstripped(self) -> Region:
        """The region without the white space at its start."""
        return self.cut(len(self.text) - len(self.text.lstrip()), len(self.text))
