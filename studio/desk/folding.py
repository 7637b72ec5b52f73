"""What of a script can be folded away: front matter, sections, and blocks of several lines that nobody hears."""

from __future__ import annotations

from collections.abc import Iterator

from studio.desk.analysis import Analysis
from studio.model.script import BlockKind
from studio.model.source import Span

_FOLDED = (BlockKind.CODE, BlockKind.DIAGRAM, BlockKind.TABLE, BlockKind.HTML, BlockKind.NOTES, BlockKind.COMMENT)


def folds(analysis: Analysis) -> Iterator[Span]:
    """Spans of more than one line, each from its first line to the last that is not blank."""
    script, source = analysis.script, analysis.source
    spans = [script.front_matter]
    sections = script.sections
    for index, section in enumerate(sections):
        if section.level:
            after = (other for other in sections[index + 1 :] if other.level <= section.level)
            end = next((other.span.start for other in after), len(source.text))
            spans.append(Span(section.title_span.start, end))
        spans += [block.span for block in section.blocks if block.kind in _FOLDED]
    for span in spans:
        filled = Span(span.start, span.start + len(source.slice(span).rstrip()))
        if source.location(filled.end).line > source.location(filled.start).line:
            yield filled
