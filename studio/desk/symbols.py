"""The outline of a script: its sections, one in another, with their lengths, and the cues in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from studio.desk.analysis import Analysis
from studio.desk.lengths import last_below, section_lengths
from studio.model.source import Span


class SymbolKind(StrEnum):
    """What an entry of the outline is."""

    SECTION = "section"
    CUE = "cue"


@dataclass(slots=True)
class Symbol:
    """An entry of the outline; ``name_span`` lies within ``span``, which holds all that belongs to it."""

    kind: SymbolKind
    name: str
    detail: str
    span: Span
    name_span: Span
    children: list[Symbol] = field(default_factory=list)


def symbols(analysis: Analysis) -> list[Symbol]:
    """The entries at the top of the outline, in order."""
    sections = analysis.script.sections
    lengths = {one.index: one for one in section_lengths(analysis)}
    top: list[Symbol] = []
    open_ones: list[tuple[int, Symbol]] = []
    for index, section in enumerate(sections):
        cues = [
            Symbol(SymbolKind.CUE, analysis.source.slice(block.span).strip(), "", block.span, block.span)
            for block in section.blocks
            if block.cue
        ]
        if not section.level:
            top += cues
            continue
        length = lengths.get(index)
        end = sections[last_below(sections, index)].span.end
        span = Span(min(section.span.start, section.title_span.start), max(end, section.title_span.end))
        detail = length.text if length and length.length_s else ""
        name = section.title.strip() or analysis.source.slice(section.title_span).strip() or "(no title)"
        symbol = Symbol(SymbolKind.SECTION, name, detail, span, section.title_span, cues)
        while open_ones and open_ones[-1][0] >= section.level:
            open_ones.pop()
        (open_ones[-1][1].children if open_ones else top).append(symbol)
        open_ones.append((section.level, symbol))
    return top
