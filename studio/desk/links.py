"""Names of sounds in cues, and paths in the show's settings, as ways to their files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.desk.analysis import Analysis
from studio.desk.documents import Document
from studio.model.show import Show
from studio.model.source import Span

_VALUE = re.compile(r"[\w./-]+\.\w{2,5}\b")


@dataclass(frozen=True, slots=True)
class Link:
    """A span that leads to a file, which is there."""

    span: Span
    path: Path


def script_links(analysis: Analysis) -> Iterator[Link]:
    """The sounds that a script's cues name."""
    for section in analysis.script.sections:
        for block in section.blocks:
            if block.cue is None or block.cue.name not in analysis.show.assets:
                continue
            text = analysis.source.slice(block.span)
            at = text.find(block.cue.name, text.find("{"))
            path = analysis.show.assets[block.cue.name].path
            if at >= 0 and path.is_file():
                yield Link(Span(block.span.start + at, block.span.start + at + len(block.cue.name)), path)


def settings_links(document: Document, show: Show) -> Iterator[Link]:
    """The files of the show that its settings name."""
    for match in _VALUE.finditer(document.text):
        path = show.root / match[0]
        if path.is_file():
            yield Link(Span(*match.span()), path)
