"""The sentence by which the narrator says that voices are synthetic: a paragraph that the script does not hold."""

from __future__ import annotations

from dataclasses import replace

from studio.episode.disclosure import asked_for, sentence_of
from studio.model.publishing import SpokenAt
from studio.model.script import Block, BlockKind, Inline, InlineKind, Script
from studio.model.show import Show
from studio.model.source import Span


def with_sentence(script: Script, show: Show) -> Script:
    """The script with that paragraph before its first words or behind its last ones; unchanged where none is wanted."""
    sentence = sentence_of(script.episode, show)
    spoken = [
        (at, index)
        for at, section in enumerate(script.sections)
        for index, block in enumerate(section.blocks)
        if block.kind.is_spoken
    ]
    if not sentence or not spoken:
        return script
    at_start = asked_for(script.episode, show).spoken is SpokenAt.START
    at, index = spoken[0] if at_start else spoken[-1]
    section = script.sections[at]
    beside = section.blocks[index].span
    span = Span(beside.start, beside.start) if at_start else Span(beside.end, beside.end)
    said = Block(BlockKind.PARAGRAPH, span, (Inline(InlineKind.TEXT, sentence, span),))
    cut = index if at_start else index + 1
    blocks = (*section.blocks[:cut], said, *section.blocks[cut:])
    sections = (*script.sections[:at], replace(section, blocks=blocks), *script.sections[at + 1 :])
    return replace(script, sections=sections)
