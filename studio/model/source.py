"""Text files and places in them."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cached_property

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file, as an editor shows it: line and column count from 1, columns in code points."""

    path: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range ``[start, end)`` of code-point offsets into :attr:`Source.text`."""

    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """A text file as read, with line endings kept; ``path`` is the one to show to a person."""

    path: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of each line; a line ends at ``\\n``, ``\\r\\n`` or a lone ``\\r``."""
        return (0, *(match.end() for match in _LINE_END.finditer(self.text)))

    def location(self, offset: int) -> Location:
        """Line and column of a code-point offset."""
        line = bisect.bisect_right(self.line_starts, offset)
        return Location(self.path, line, offset - self.line_starts[line - 1] + 1)

    def line_text(self, line: int) -> str:
        """Text of a line (counted from 1) without its line ending."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def slice(self, span: Span) -> str:
        """The characters that a span covers."""
        return self.text[span.start : span.end]
