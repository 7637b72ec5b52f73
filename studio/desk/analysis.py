"""One state of a script's text and everything that is known about it, each part when it is first asked for."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from functools import cached_property

from studio.audit.measure import Audit, audit_script
from studio.desk.documents import Document
from studio.desk.shows import OpenShow
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.text_map import TextMap
from studio.model.diagnostics import Diagnostic, Severity
from studio.model.narration import Narration, Segment
from studio.model.script import Script
from studio.model.show import Show
from studio.model.source import Source, Span
from studio.narration.narrate import narrate
from studio.narration.read import parse_source, read_lexicons
from studio.settings.episodes import relative_path
from studio.settings.text import require_text, text_of_file
from studio.speech import Lexicon
from studio.speech.length import speaking_s

#: The code of a finding about the show, not about the script.
SHOW_FAULT = "show"


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment and where its characters were written; ``start`` is where its text begins in that of its block."""

    segment: Segment
    visible: TextMap
    start: int

    @property
    def length_s(self) -> float:
        """How long it will last, without the pause after it: estimated from its spoken text, before a take is made."""
        return speaking_s(self.segment.spoken)

    def span(self, written_start: int, written_end: int) -> Span:
        """The source of some characters of the segment's written text."""
        return self.visible.span(self.start + written_start, self.start + written_end)


class Analysis:
    """A script as it stands in the editor, in its show."""

    def __init__(self, document: Document, open_show: OpenShow) -> None:
        self.document = document
        self.open = open_show
        self.source = Source(relative_path(open_show.show, document.path), document.text)

    @property
    def show(self) -> Show:
        """The script's show."""
        return self.open.show

    @cached_property
    def script(self) -> Script:
        """The parsed script."""
        return parse_source(self.show, self.source)

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What ``studio lint`` would say if the text were saved, and why the show's settings cannot be used."""
        found = [_of_show(self.source, self.open.fault)] if self.open.fault else []
        found += self.open.linter.of_file(self.document.path, self._unreadable())
        if self.source.text.strip("\ufeff \t\r\n"):
            try:
                found += self.open.linter.lint(self.script)
            except ConfigurationError as error:  # a lexicon; nothing of the script can be judged without it
                found.append(_of_show(self.source, error))
        return tuple(dict.fromkeys(found))

    def _unreadable(self) -> StudioError | None:
        """Why a render could not read the script: as it stands here, or as it stands on disk until it is saved."""
        try:
            require_text(self.source.text, self.source.path)
            if self.document.path.is_file():
                text_of_file(self.document.path, self.source.path)
        except StudioError as error:
            return error
        return None

    def lint(self, source: Source) -> tuple[Diagnostic, ...]:
        """What the rules find in another text of the same script."""
        return self.open.linter.lint_source(source)

    @cached_property
    def narration(self) -> Narration:
        """What is to be heard, less what cannot be spoken; empty of pronunciations where a lexicon cannot be read."""
        return narrate(self.script, self.show, self.lexicons)

    @cached_property
    def lexicons(self) -> dict[str, Lexicon]:
        """How each voice says words; nothing where a lexicon cannot be read."""
        try:
            return read_lexicons(self.show, self.script)
        except ConfigurationError:  # the linter has found it
            return {}

    @cached_property
    def audit(self) -> Audit | None:
        """Lengths and shares; None where nothing is said, or a target is for nothing countable: the linter tells."""
        try:
            segments = self.narration.segments
            return audit_script(self.script, segments, self.show) if segments else None
        except ConfigurationError:
            return None

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The segments, in order, with the way back to their source."""
        found: list[Passage] = []
        segments = self.narration.segments
        index = 0
        for section in self.script.sections:
            for block in section.blocks:
                if not block.kind.is_spoken:
                    continue
                visible = TextMap((run for run in block.inlines if run.is_heard), block.span)
                at = 0
                while index < len(segments) and segments[index].span.start < block.span.end:
                    at = visible.text.find(segments[index].written, at)
                    found.append(Passage(segments[index], visible, at))
                    at += len(segments[index].written)
                    index += 1
        return tuple(found)

    def passage_at(self, offset: int) -> Passage | None:
        """The segment whose source holds a place; None where nothing is spoken."""
        index = bisect.bisect_right(self._starts, offset) - 1
        if index < 0 or self.passages[index].segment.span.end < offset:
            return None
        return self.passages[index]

    @cached_property
    def _starts(self) -> list[int]:
        return [passage.segment.span.start for passage in self.passages]


def _of_show(source: Source, fault: ConfigurationError) -> Diagnostic:
    """Why findings may be wrong: the show's settings cannot be used, so that earlier ones, or the house's, hold."""
    message = f"The show's settings cannot be used: {fault}"
    line_end = len(source.line_text(1))
    return Diagnostic(
        SHOW_FAULT, fault.code, Severity.ERROR, message, source.location(0), Span(0, line_end), fault.hint
    )
