"""A parsed script → its ledger: the one place that says what became of every character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from studio.model.ledger import Entry, Fate
from studio.model.script import Block, BlockKind, Inline, InlineKind
from studio.model.source import Source, Span
from studio.script.problems import UNREAD, Problems

if TYPE_CHECKING:
    from studio.model.script import Section

_UNREAD = "unread"
_SHOWN = 60
_BLOCK_FATES = {
    BlockKind.CUE: Fate.CUE,
    BlockKind.DIRECTION: Fate.DIRECTION,
    BlockKind.NOTES: Fate.NOTES,
    BlockKind.COMMENT: Fate.COMMENT,
    BlockKind.RULE: Fate.MARKUP,
}
_RUN_FATES = {
    InlineKind.DIRECTION: Fate.DIRECTION,
    InlineKind.COMMENT: Fate.COMMENT,
    InlineKind.FOOTNOTE: Fate.NOTES,
    InlineKind.HTML: Fate.MARKUP,
    InlineKind.STRUCK: Fate.LEFT_OUT,
}
_WORD_OR_MARKERS = re.compile(
    r"(?:\A|(?<=[\n\r]))[ \t]*(?:[>*+-][ \t]*|\d{1,9}[.)](?:[ \t]+|$)|\[[ xX]\][ \t]+)+|(?P<word>[^\W_]+)", re.MULTILINE
)


class Claims:
    """What the parser read that is no node of the script: names of speakers, attributes, addresses, fences."""

    def __init__(self) -> None:
        self.found: list[Entry] = []

    def add(self, span: Span, fate: Fate) -> None:
        """Note the fate of a stretch; what is read inside it has its own."""
        self.found.append(Entry(span, fate))


def make_ledger(source: Source, claims: Claims, sections: Iterable[Section], problems: Problems) -> tuple[Entry, ...]:
    """Every character of the source in exactly one entry, in order.

    Words that nothing accounts for are entries of their own, left out as ``unread``, each with a problem where the
    parser has not said already what is wrong there.
    """
    ledger: list[Entry] = []
    for entry in _laid_flat([*claims.found, *_nodes(sections)], len(source.text)):
        for piece in _checked(entry, source) if entry.reason == _UNREAD else (entry,):
            _append(ledger, piece)
    _report([entry.span for entry in ledger if entry.reason == _UNREAD], source, problems)
    return tuple(ledger)


def _nodes(sections: Iterable[Section]) -> Iterator[Entry]:
    for section in sections:
        for block in section.blocks:
            yield from _of_block(block)


def _of_block(block: Block) -> Iterator[Entry]:
    if block.kind.is_spoken:
        for run in block.inlines:
            yield _of_run(run, block.speaker)
    elif block.kind is BlockKind.IMAGE:
        for run in block.inlines:
            if run.kind is InlineKind.IMAGE:
                yield _of_run(run, None)
    else:
        fate = _BLOCK_FATES.get(block.kind, Fate.LEFT_OUT)
        yield Entry(block.span, fate, reason=block.kind.value if fate is Fate.LEFT_OUT else "")


def _of_run(run: Inline, speaker: str | None) -> Entry:
    if run.is_heard:
        return Entry(run.span, Fate.SPOKEN, run.text, speaker)
    fate = _RUN_FATES.get(run.kind, Fate.LEFT_OUT)
    return Entry(run.span, fate, reason=run.kind.value if fate is Fate.LEFT_OUT else "")


def _laid_flat(claimed: Sequence[Entry], end: int) -> Iterator[Entry]:
    """Nested entries as a row of them: of two that overlap, the inner or the later one counts."""
    nobody, nothing_more = Entry(Span(0, end), Fate.LEFT_OUT, reason=_UNREAD), Entry(Span(end, end), Fate.MARKUP)
    inside: list[Entry] = []
    at = 0
    for entry in (*sorted(claimed, key=lambda one: (one.span.start, -one.span.end)), nothing_more):
        until = entry.span.start
        while inside and inside[-1].span.end <= until:
            ended = inside.pop()
            yield from _piece(ended, at, ended.span.end)
            at = max(at, ended.span.end)
        yield from _piece(inside[-1] if inside else nobody, at, until)
        at = max(at, until)
        inside.append(entry)


def _piece(entry: Entry, start: int, end: int) -> Iterator[Entry]:
    if start < end:
        is_whole = start == entry.span.start and end == entry.span.end
        yield entry if is_whole else Entry(Span(start, end), entry.fate, entry.text, entry.speaker, entry.reason)


def _checked(gap: Entry, source: Source) -> Iterator[Entry]:
    """What nobody claimed: markup where no word stands in it, else words that are left out."""
    start, end = gap.span.start, gap.span.end
    words = [found for found in _WORD_OR_MARKERS.finditer(source.text, start, end) if found["word"]]
    first, last = (words[0].start(), words[-1].end()) if words else (end, end)
    markup = Entry(gap.span, Fate.MARKUP)
    yield from _piece(markup, start, first)
    yield from _piece(gap, first, last)
    yield from _piece(markup, last, end)


def _append(ledger: list[Entry], entry: Entry) -> None:
    """Add an entry; markup grows, and so do unread words that have nothing but markup between them."""
    if entry.reason == _UNREAD and len(ledger) > 1 and ledger[-2].reason == _UNREAD and ledger[-1].fate is Fate.MARKUP:
        del ledger[-1]
    last = ledger[-1] if ledger else None
    if last and last.fate is entry.fate and (entry.fate is Fate.MARKUP or last.reason == entry.reason == _UNREAD):
        ledger[-1] = replace(last, span=Span(last.span.start, entry.span.end))
    else:
        ledger.append(entry)


def _report(unread: Iterable[Span], source: Source, problems: Problems) -> None:
    for span in unread:
        if not problems.touch(span):
            words = " ".join(source.text[span.start : min(span.end, span.start + _SHOWN)].split())
            more = "…" if span.end > span.start + _SHOWN else ""
            message = f"“{words}{more}” is left out: nothing here says how to read it"
            problems.add(UNREAD, span, message, "write it as a paragraph of its own, or as a comment")
