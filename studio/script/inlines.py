"""Inline text of a block → runs of characters, each with its span, and the marks inside."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from studio.model.ledger import Entry, Fate
from studio.model.script import Inline, InlineKind, Mark
from studio.model.source import Span
from studio.script.attributes import Attribute, Attributes
from studio.script.directions import silent_stretches
from studio.script.markdown import is_comment, script_markdown
from studio.script.problems import BAD_ATTRIBUTE, TOO_LONG, UNKNOWN_CLASS, Problems, did_you_mean
from studio.script.tags import readings

if TYPE_CHECKING:
    from markdown_it.token import Token

    from studio.script.lines import Region

MOST_CHARACTERS = 50_000
_READING_KEYS = ("say", "as")
_READING_WORDS = ("spell",)
_TOKEN_KINDS = {
    "code_inline": InlineKind.CODE,
    "html_inline": InlineKind.HTML,
    "shortcode": InlineKind.SHORTCODE,
    "address": InlineKind.ADDRESS,
    "footnote": InlineKind.FOOTNOTE,
    "citation": InlineKind.CITATION,
    "comment": InlineKind.COMMENT,
    "formula": InlineKind.FORMULA,
    "image": InlineKind.IMAGE,
    "softbreak": InlineKind.BREAK,
    "hardbreak": InlineKind.BREAK,
}
_TEXTS = {"softbreak": " ", "hardbreak": "\n"}
_ADDRESS = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
# What a reader sees of them is not text.
_WITHOUT_TEXT = (
    InlineKind.HTML,
    InlineKind.SHORTCODE,
    InlineKind.COMMENT,
    InlineKind.FOOTNOTE,
    InlineKind.CITATION,
    InlineKind.IMAGE,
)
_PLACED = (InlineKind.CODE, InlineKind.FORMULA)
_STRUCK = re.compile(r"<(?P<closing>/?)(?:del|s|strike)\b", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_JOINS = re.compile(r"[\s.,;:!?…)]")


@dataclass
class InlineText:
    """The runs and marks of one stretch of text, and the fates of the markup around them."""

    inlines: list[Inline] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    claims: list[Entry] = field(default_factory=list)


def read_inlines(
    region: Region, classes: Collection[str], problems: Problems, references: Mapping[str, Any] | None = None
) -> InlineText:
    """Parse a region's text.

    Args:
        region: the text.
        classes: the marks (and pillars) that ``{.class}`` may name.
        problems: takes what makes no sense.
        references: the parser's own record of the link definitions of the script.
    """
    if len(region.text) > MOST_CHARACTERS:
        problems.add(
            TOO_LONG,
            region.span(0, len(region.text)),
            f"This paragraph has {len(region.text):,} characters and is left out",
            "put blank lines between paragraphs",
        )
        return InlineText()
    reader = _InlineReader(region, classes, problems)
    reader.read(_tokens_among(region.text, references) if references else _tokens(region.text))
    _close_gaps(reader.found.inlines)
    return reader.found


@lru_cache(maxsize=512)
def _tokens(text: str) -> Sequence[Token]:
    """The tokens of a stretch of text; while one paragraph is written, all others are asked for again and again."""
    return _tokens_among(text, {})


def _tokens_among(text: str, references: Mapping[str, Any]) -> Sequence[Token]:
    md = script_markdown()
    return md.inline.parse(text, md, {"references": references}, [])


def _close_gaps(runs: list[Inline]) -> None:
    """Where a comment or a footnote stood between two spaces, or before a full stop, one space too many is left."""
    last: int | None = None  # the latest run with text
    silent = False
    for index, run in enumerate(runs):
        if not run.text and run.say is None:
            silent = True
            continue
        if silent and last is not None and _JOINS.match(run.text) and run.say is None:
            before = runs[last]
            if before.text.endswith(" ") and before.is_literal and before.say is None:
                runs[last] = replace(before, text=before.text[:-1], span=Span(before.span.start, before.span.end - 1))
        last, silent = index, False


class _InlineReader:
    def __init__(self, region: Region, classes: Collection[str], problems: Problems) -> None:
        self.found = InlineText()
        self._region = region
        self._classes = classes
        self._problems = problems
        self._emphasis = {"em": 0, "strong": 0}
        self._href: str | None = None
        self._open: list[tuple[Token, int]] = []
        self._struck = 0
        self._struck_from = 0

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if step := _strikes(token):
                self._strike(token, step)
            elif not self._struck or token.nesting:
                self._token(token)
        if self._struck:
            self._struck = 1
            self._strike(tokens[-1], -1)

    def _token(self, token: Token) -> None:
        if token.type in ("text", "text_special"):
            if token.content:
                self._text(token)
        elif token.tag in self._emphasis:
            self._emphasis[token.tag] += token.nesting
        elif token.type == "link_open":
            self._href = str(token.attrs["href"])
            self._claim(token, Fate.NOTES)
        elif token.type == "link_close":
            self._href = None
        elif token.type == "span_open":
            self._open.append((token, len(self.found.inlines)))
            self._claim(token, Fate.MARKUP)
        elif token.type == "span_close":
            opening = self._open.pop()
            if not self._struck:
                self._close_span(*opening)
        elif token.type == "wiki_link":
            self._claim(token, Fate.MARKUP)
        elif token.type == "reading":
            span, say = self._region.span(*token.meta["span"]), token.meta["say"]
            self.found.inlines.append(Inline(InlineKind.TEXT, token.content, span, self._href, self._level(), say))
        elif token.type in _TOKEN_KINDS:
            self._other(token)

    def _strike(self, token: Token, step: int) -> None:
        """Begin or end what is struck out; of strokes within strokes the outer ones count."""
        start, end = token.meta["span"]
        if step > 0 and not self._struck:
            self._struck_from = start
        elif step < 0 and self._struck == 1:
            self.found.inlines.append(Inline(InlineKind.STRUCK, "", self._region.span(self._struck_from, end)))
        self._struck = max(0, self._struck + step)

    def _claim(self, token: Token, fate: Fate) -> None:
        self.found.claims.append(Entry(self._region.span(*token.meta["span"]), fate))

    def _level(self) -> int:
        return (1 if self._emphasis["em"] else 0) + (2 if self._emphasis["strong"] else 0)

    def _text(self, token: Token) -> None:
        start, end = token.meta["span"]
        if token.content != self._region.text[start:end]:  # an escape, an entity, a decoded address
            self._append(token.content, start, end)
            return
        at = start
        for begin, stop, is_address in sorted(silent_stretches(self._region.text, start, end)):
            if begin < at:
                continue
            self._append(self._region.text[at:begin], at, begin)
            kind, text = (
                (InlineKind.ADDRESS, self._region.text[begin:stop]) if is_address else (InlineKind.DIRECTION, "")
            )
            href = f"https://{text}" if is_address else None
            self.found.inlines.append(
                Inline(kind, text, self._region.span(begin + (self._region.text[begin] == " "), stop), href)
            )
            at = stop
        self._append(self._region.text[at:end], at, end)

    def _append(self, text: str, start: int, end: int) -> None:
        if not text:
            return
        span, level = self._region.span(start, end), self._level()
        kind = InlineKind.TEXT if self._href is None else InlineKind.LINK
        if self._href is not None and _ADDRESS.match(text):
            kind = InlineKind.ADDRESS
        last = self.found.inlines[-1] if self.found.inlines else None
        literal = len(text) == span.end - span.start
        if (
            last
            and literal
            and (last.kind, last.emphasis, last.href, last.span.end) == (kind, level, self._href, span.start)
            and len(last.text) == last.span.end - last.span.start
            and not (self._open and self._open[-1][1] == len(self.found.inlines))
            and not (last.say or last.spell or last.read_as)
        ):
            merged = replace(last, text=last.text + text, span=replace(last.span, end=span.end))
            self.found.inlines[-1] = merged
        else:
            self.found.inlines.append(Inline(kind, text, span, self._href, level))

    def _other(self, token: Token) -> None:
        kind = _TOKEN_KINDS[token.type]
        if kind is InlineKind.HTML and is_comment(token.content):
            kind = InlineKind.COMMENT
        text = _TEXTS.get(token.type) or ("" if kind in _WITHOUT_TEXT else token.content)
        href = str(token.attrs["src"]) if kind is InlineKind.IMAGE else self._href
        if kind is InlineKind.ADDRESS:
            href = href or token.content
        span = self._region.span(*token.meta["span"])
        apart = kind in _PLACED and (len(text) != span.end - span.start or "\n" in text)
        places = self._places(token) if apart else None
        run = Inline(kind, text, span, href, self._level(), places=places)
        self.found.inlines += self._with_readings(run) if kind is InlineKind.CODE and "<" in text else [run]
        if kind is InlineKind.HTML and _LINE_BREAK.match(token.content):
            self.found.inlines.append(Inline(InlineKind.BREAK, "\n", span))

    def _with_readings(self, run: Inline) -> Iterator[Inline]:
        """A run of code, in which words in angle brackets are runs of their own."""
        at = 0
        for start, end, say in readings(run.text):
            if at < start:
                yield _piece(run, at, start)
            yield replace(_piece(run, start, end), say=say)
            at = end
        if at < len(run.text):
            yield _piece(run, at, len(run.text)) if at else run

    def _places(self, token: Token) -> tuple[Span, ...]:
        """The source of each character of a code span or formula, which stand in it less what delimits them."""
        start, end = token.meta["span"]
        first = start + len(token.markup)
        if first + len(token.content) + len(token.markup) < end:
            first += 1  # one space on either side belongs to the backticks
        return tuple(self._region.span(at, at + 1) for at in range(first, first + len(token.content)))

    def _close_span(self, token: Token, first: int) -> None:
        attributes: Attributes = token.meta["attributes"]
        runs = self.found.inlines[first:]
        text = "".join(run.text for run in runs)
        say = read_as = None
        spell = False
        for item in attributes.items:
            if item.kind == "pair" and item.key == "say":
                say = item.value
            elif item.kind == "pair" and item.key == "as":
                read_as = item.value
            elif item.kind == "word" and item.key == "spell":
                spell = True
            elif item.kind == "word":
                known = (*_READING_WORDS, *(f'{key}="…"' for key in _READING_KEYS), ".class")
                self._refuse(item, f"“{item.key}” means nothing here", did_you_mean(item.key, known))
            elif item.kind == "pair" and not attributes.classes:
                self._refuse(item, f"“{item.key}” means nothing here", did_you_mean(item.key, _READING_KEYS))
            elif item.kind == "id":
                self._refuse(item, "Only headings have ids", None)
        if say is not None:
            head = runs[0] if runs else Inline(InlineKind.TEXT, "", self._region.span(*token.meta["span"]))
            inner = self._region.span(token.meta["span"][0] + 1, attributes.start - 1)
            places = tuple(run.place(index) for run in runs for index in range(len(run.text)))
            literal = all(run.is_literal for run in runs) and len(text) == inner.end - inner.start
            runs = [replace(head, text=text, span=inner, say=say, places=None if literal else places)]
        elif spell or read_as:
            runs = [replace(run, spell=spell, read_as=read_as) for run in runs]
        self.found.inlines[first:] = runs
        claim = Claim(attributes, self._region, token.meta["span"], text)
        self.found.marks += claim.marks(self._classes, self._problems)

    def _refuse(self, item: Attribute, message: str, hint: str | None) -> None:
        self._problems.add(BAD_ATTRIBUTE, self._region.span(item.start, item.end), message, hint)


def _strikes(token: Token) -> int:
    """1 where something begins to be struck out, -1 where that ends, 0 elsewhere."""
    if token.tag == "s":
        return int(token.nesting)
    tag = _STRUCK.match(token.content) if token.type == "html_inline" else None
    return 0 if tag is None else -1 if tag["closing"] else 1


def _piece(run: Inline, start: int, end: int) -> Inline:
    places = tuple(run.place(index) for index in range(start, end))
    span = Span(places[0].start, places[-1].end)
    is_literal = span.end - span.start == end - start
    return replace(run, text=run.text[start:end], span=span, places=None if is_literal else places)


@dataclass(frozen=True, slots=True)
class Claim:
    """Attributes with classes, and the characters ``[start, end)`` of a region that they are about."""

    attributes: Attributes
    region: Region
    bounds: tuple[int, int]
    text: str

    def marks(self, classes: Collection[str], problems: Problems) -> Iterator[Mark]:
        """A mark for each class; a class that the show does not know is a problem."""
        rest = tuple(pair for pair in self.attributes.pairs if pair[0] not in _READING_KEYS)
        for item in self.attributes.items:
            if item.kind != "class":
                continue
            if item.key in classes:
                yield Mark(item.key, self.region.span(*self.bounds), self.text, rest)
            else:
                span = self.region.span(item.start, item.end)
                message = f"“.{item.key}” is no mark of this show"
                problems.add(UNKNOWN_CLASS, span, message, did_you_mean(item.key, classes))
