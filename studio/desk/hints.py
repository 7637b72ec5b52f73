"""What will be said where it is not what is written: ``p99`` “p ninety-nine”."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.desk.analysis import Analysis
from studio.model.source import Span

_MOST_CHARACTERS = 60
#: What the author has worded is there to be read.
_WORDED = "say"


@dataclass(frozen=True, slots=True)
class Hint:
    """``text`` is said for what stands before the place ``offset``, by the normaliser's ``rule``."""

    offset: int
    text: str
    rule: str


def hints(analysis: Analysis, span: Span) -> Iterator[Hint]:
    """The hints for a stretch of the script, in order."""
    for passage in analysis.passages:
        segment = passage.segment
        if segment.span.end < span.start or segment.span.start > span.end:
            continue
        for piece in segment.pieces:
            said = segment.spoken[piece.start : piece.end].strip()
            written = segment.written[piece.written_start : piece.written_end].strip()
            if piece.rule == _WORDED or not said or said.casefold() == written.casefold():
                continue
            shown = said if len(said) <= _MOST_CHARACTERS else f"{said[:_MOST_CHARACTERS]}…"
            at = passage.span(piece.written_start, piece.written_end).end
            if span.start <= at <= span.end:
                yield Hint(at, shown, piece.rule)
