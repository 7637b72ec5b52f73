"""What becomes of each stretch of a script: what is heard, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.desk.analysis import Analysis
from studio.model.ledger import Fate
from studio.model.source import Span


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch on one line, without white space around it, and its fate."""

    span: Span
    fate: Fate


def tokens(analysis: Analysis, span: Span | None = None) -> Iterator[Token]:
    """The tokens of a stretch of the script, or of all of it, in order and without overlap."""
    text = analysis.source.text
    for entry in analysis.script.ledger:
        if span is not None and (entry.span.end <= span.start or entry.span.start >= span.end):
            continue
        at = entry.span.start
        for line in analysis.source.slice(entry.span).splitlines(keepends=True):
            start = at + len(line) - len(line.lstrip())
            end = at + len(line.rstrip())
            if start < end and text[start:end].strip("\ufeff"):
                yield Token(Span(start, end), entry.fate)
            at += len(line)
