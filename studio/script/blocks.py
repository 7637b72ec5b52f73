"""markdown-it's block tokens → a flat list of headings and blocks, in source order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studio.model.diagnostics import Edit, Fix
from studio.model.ledger import Fate
from studio.model.script import Block, BlockKind, Inline, InlineKind, Mark
from studio.model.source import Span
from studio.script.attributes import Attributes, parse_attributes
from studio.script.code import kind_of_code
from studio.script.cues import parse_cue
from studio.script.folds import SUMMARY, unfolded
from studio.script.inlines import Claim, InlineText, read_inlines
from studio.script.ledger import Claims
from studio.script.lines import Lines, Region
from studio.script.lists import MARKER, NumberedLists
from studio.script.markdown import is_comment, script_markdown
from studio.script.notes import notes_markdown
from studio.script.problems import (
    BAD_ATTRIBUTE,
    BAD_CONTAINER,
    CLOSE_HEADING,
    TOO_LONG,
    ProblemKind,
    Problems,
    did_you_mean,
)
from studio.script.speakers import Label
from studio.script.turns import Turns
from studio.speech import speak

if TYPE_CHECKING:
    from markdown_it.token import Token

_DEEPEST = 18
_FIRST_YEAR = 1000  # “2008. Netflix grows.” is two sentences, whatever Markdown makes of it
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_CALLOUT = re.compile(r"(?P<marker>\[![A-Za-z][\w-]*\][+-]?)[ \t]*(?P<title>[^\n]*)\n?")
_ADMONITION = re.compile(
    r"(?P<marker>(?:!!!|\?\?\?)\+?[ \t]+[a-z][\w-]*(?:[ \t]+[a-z][\w-]*){0,3})"
    r"(?:[ \t]+\"(?P<title>[^\"\n]*)\")?[ \t]*(?:\n|$)"
)
_NUMBER = re.compile(r"\d{4,9}[.)][ \t]+$")


_LEAF_KINDS = {
    "hr": BlockKind.RULE,
    "math_block": BlockKind.FORMULA,
    "footnote_line": BlockKind.NOTES,
    "comment_lines": BlockKind.COMMENT,
}


@dataclass
class _List:
    """A list that is open, and the number of its latest item."""

    ordered: bool
    number: int
    is_year: bool
    is_counted: bool


@dataclass(frozen=True)
class Heading:
    """A heading on its way to becoming a section."""

    level: int
    region: Region
    span: Span


class BlockReader:
    """Reads one script; speakers carry over from block to block until a heading."""

    def __init__(
        self,
        lines: Lines,
        turns: Turns,
        numbered: NumberedLists,
        *,
        classes: Collection[str],
        problems: Problems,
        claims: Claims,
    ) -> None:
        self._lines = lines
        self._claims = claims
        self._classes = classes
        self._turns = turns
        self._problems = problems
        self._speaker: str | None = None
        self._lists: list[_List] = []
        self._numbered = numbered
        self._item_is_new = False
        self._quotes = 0
        self._notes = 0
        self._container_marks: list[Mark] = []
        self._containers: list[bool] = []
        self.notes: list[str] = []
        self._references: dict[str, Any] = {}

    def read(self, first_line: int) -> Iterator[Heading | Block]:
        """Headings and blocks from ``first_line`` on."""
        blank = "\n" * first_line
        env: dict[str, Any] = {}
        tokens = script_markdown().parse(blank + "\n".join([*self._lines.lines[first_line:], ""]), env)
        self._references = env.get("references", {})
        for first, end in env.get("definitions", ()):
            self._claims.add(self._lines.span(first, end), Fate.NOTES)
        self._check_depth(tokens)
        skip_to: int | None = None
        for index, token in enumerate(tokens):
            if skip_to is not None:
                if token.type == "table_close" and token.level == skip_to:
                    skip_to = None
                continue
            if token.type == "table_open":
                skip_to = token.level
                yield self._plain(BlockKind.TABLE, token)
            elif token.type == "inline":
                yield from self._inline(tokens[index - 1], token)
            elif token.nesting:
                self._enter_or_leave(token)
            else:
                block = self._leaf(token)
                if block is not None:
                    yield block

    def _check_depth(self, tokens: list[Token]) -> None:
        deep = next((token for token in tokens if token.level >= _DEEPEST and token.map), None)
        if deep is not None and deep.map:
            span = self._lines.span(deep.map[0], deep.map[0] + 1)
            self._problems.add(TOO_LONG, span, "Lists or quotes are nested too deeply; the text inside is left out")

    def _leaf(self, token: Token) -> Block | None:
        if token.type in ("fence", "code_block"):
            info = token.info.strip()
            return replace(self._plain(kind_of_code(info, token.content), token), info=info)
        if token.type == "html_block":
            return self._plain(BlockKind.COMMENT if is_comment(token.content) else BlockKind.HTML, token)
        if token.type == "cue":
            region = Region.of_block(token.content, self._lines, _first_line(token))
            return replace(self._plain(BlockKind.CUE, token), cue=parse_cue(region, self._problems))
        if token.type == "footnote_lines" and not self._notes:
            self.notes.append(token.content)
        kind = _LEAF_KINDS.get(token.type)
        return self._plain(kind, token) if kind else None

    def _enter_or_leave(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                start = int(token.attrs.get("start", 1))
                is_ordered = token.type == "ordered_list_open"
                is_counted = is_ordered and self._numbered.are_spoken(_first_line(token))
                self._lists.append(_List(is_ordered, start - 1, start >= _FIRST_YEAR, is_counted))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._lists[-1].number += 1
                self._item_is_new = True
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting
            case "container_block_open":
                self._open_container(token)
            case "container_block_close":
                self._notes -= self._containers.pop()

    def _plain(self, kind: BlockKind, token: Token) -> Block:
        """A block that is not text: its kind and its lines."""
        first, end = token.map or (0, 1)
        # A list item's code begins on the marker's line, whose marker is not part of it.
        span = self._lines.span(first, end)
        kind = BlockKind.NOTES if self._notes else kind
        speaker = self._speaker if kind is BlockKind.FORMULA else None
        return Block(kind, span, speaker=speaker, depth=len(self._lists))

    # ---------------------------------------------------------------------------------------- text

    def _inline(self, opening: Token, token: Token) -> Iterator[Heading | Block]:
        first, end = opening.map or (0, 1)
        if opening.type == "heading_open" and opening.markup.startswith("#"):
            region = Region.of_heading(token.content, self._lines, first)
        else:
            region = Region.of_block(token.content, self._lines, first)
        if opening.type == "heading_open" and opening.level == 0 and not self._containers:
            self._speaker = None
            span = self._lines.span(first, end)
            self._claims.add(span, Fate.HEADING)
            if opening.meta.get("close"):
                self._problems.add(*_close_heading(span, len(opening.markup)))
            yield Heading(int(opening.tag[1:]), region, span)
        else:
            yield from self._paragraph(region)

    def _paragraph(self, region: Region) -> Iterator[Block]:
        if self._lists and self._item_is_new:
            task = _TASK.match(region.text)
            if self._lists[-1].is_year:
                region = region.with_prefix(self._lines.source, _NUMBER)
                self._item_is_new = False
            elif task:
                region = region.cut(task.end(), len(region.text))
        for piece in unfolded(region):
            if piece.is_tag:
                self._claims.add(piece.region.span(0, len(piece.region.text)), Fate.MARKUP)
                continue
            for block in self._callout(piece.region):
                yield replace(block, info=SUMMARY) if piece.is_summary else block

    def _callout(self, region: Region) -> Iterator[Block]:
        """A paragraph; of ``[!NOTE] A title`` in a quote, and of ``!!! note "A title"``, the title alone is text, and a
        thought of its own."""
        marker = (_CALLOUT if self._quotes else _ADMONITION).match(region.text)
        if marker is None:
            yield from self._text(region)
            return
        self._claims.add(region.span(0, marker.end()), Fate.MARKUP)
        if marker["title"]:
            yield from self._text(region.cut(*marker.span("title")))
        if marker.end() < len(region.text):
            yield from self._text(region.cut(marker.end(), len(region.text)).lstripped())

    def _text(self, region: Region) -> Iterator[Block]:
        attributes, region = self._block_attributes(region)
        for cut in self._turns.cut(region, self._references):
            part, label = cut.region, cut.label
            if cut.direction is not None:
                yield self._direction(cut.direction, part)
                continue
            speech = part
            if label is not None:
                self._speaker = label.name
                self._claims.add(part.span(0, label.end), Fate.SPEAKER)
                speech = part.cut(label.end, len(part.text)).lstripped()
                if not speech.text:
                    continue
            text = read_inlines(speech, self._classes, self._problems, self._references)
            self._claims.found += text.claims
            if attributes is not None:
                seen = "".join(inline.text for inline in text.inlines)
                self._claim(text.marks, attributes, region, seen)
                attributes = None
            block = self._text_block(part, text, label)
            yield block
            if label is not None and label.is_quoted:
                self._speaker = None

    def _text_block(self, region: Region, text: InlineText, label: Label | None) -> Block:
        kind, ordinal = BlockKind.PARAGRAPH, None
        if self._lists and self._item_is_new:
            kind = BlockKind.LIST_ITEM
            if self._lists[-1].is_counted:
                text.inlines[:0] = self._number(region)
            ordinal = self._lists[-1].number if self._lists[-1].ordered else None
            self._item_is_new = False
        elif self._quotes:
            kind = BlockKind.QUOTE
        if self._notes:
            kind = BlockKind.NOTES
        elif text.inlines and all(run.kind in (InlineKind.COMMENT, InlineKind.BREAK) for run in text.inlines):
            kind = BlockKind.COMMENT
        elif any(run.kind is InlineKind.IMAGE for run in text.inlines) and not any(
            r.text.strip() for r in text.inlines
        ):
            kind = BlockKind.IMAGE
        elif any(map(_is_silent_formula, text.inlines)) and all(
            _is_silent_formula(run) or not run.text.strip() for run in text.inlines
        ):
            kind = BlockKind.FORMULA
        marks, self._container_marks = [*self._container_marks, *text.marks], []
        return Block(
            kind,
            region.span(0, len(region.text.rstrip())),
            tuple(text.inlines),
            tuple(marks),
            speaker=self._speaker if kind.is_spoken else None,
            direction=label.direction if label else None,
            depth=max(sum(not one.is_year for one in self._lists), self._quotes),
            ordinal=ordinal,
        )

    def _number(self, region: Region) -> list[Inline]:
        """The number in front of a list item, as something to be said."""
        marked = region.with_prefix(self._lines.source, MARKER)
        length = len(marked.text) - len(region.text)
        if not length:
            return []
        words = speak(str(self._lists[-1].number)).text
        return [Inline(InlineKind.TEXT, marked.text[:length], marked.span(0, length), say=f"{words.capitalize()}. ")]

    def _direction(self, kind: str, region: Region) -> Block:
        span = region.span(0, len(region.text))
        run = Inline(InlineKind.TEXT, region.text, span)
        return Block(BlockKind.NOTES if self._notes else BlockKind.DIRECTION, span, (run,), info=kind)

    # ---------------------------------------------------------------------------------------- attributes, containers

    def _block_attributes(self, region: Region) -> tuple[Attributes | None, Region]:
        """``{.class}`` on the first line of a paragraph, or at its very end."""
        text = region.text
        if text.startswith("{"):
            attributes = parse_attributes(text)
            if attributes is not None and text[attributes.end : attributes.end + 1] == "\n":
                self._claims.add(region.span(0, attributes.end), Fate.MARKUP)
                return attributes, region.cut(attributes.end + 1, len(text)).lstripped()
            if attributes is not None and attributes.end == len(text) and not attributes.is_one_word:
                self._problems.add(
                    BAD_ATTRIBUTE,
                    region.span(0, len(text)),
                    "These attributes belong to nothing",
                    "put them on the line right above a paragraph",
                )
                return None, region.cut(0, 0)
        elif text.endswith("}"):
            start = text.rfind("{")
            attributes = parse_attributes(text, start) if start > 0 and text[start - 1].isspace() else None
            if attributes is not None and attributes.classes and attributes.end == len(text):
                self._claims.add(region.span(start, attributes.end), Fate.MARKUP)
                return attributes, region.cut(0, start).rstripped()
        return None, region

    def _claim(self, marks: list[Mark], attributes: Attributes, region: Region, text: str) -> None:
        marks += Claim(attributes, region, (0, len(region.text.rstrip())), text).marks(self._classes, self._problems)

    def _open_container(self, token: Token) -> None:
        first, end = token.map or (0, 1)
        span = self._lines.span(first, first + 1)
        self._claims.add(span, Fate.MARKUP)
        info = token.info.strip()
        attributes = parse_attributes(info) if info.startswith("{") else None
        is_notes = info == "notes"
        if not info:
            self._problems.add(BAD_CONTAINER, span, "This ::: closes nothing", "remove it, or write ::: notes above")
        elif not is_notes and (attributes is None or attributes.end != len(info)):
            self._problems.add(
                BAD_CONTAINER, span, f"“{info[:40]}” is no kind of block", did_you_mean(info, ["notes", "{.class}"])
            )
        elif end >= len(self._lines.lines) or not self._lines.lines[end].strip(" \t>").startswith(":::"):
            self._problems.add(BAD_CONTAINER, span, f"This ::: {info[:40]} block is never closed", "end it with :::")
        if attributes is not None:
            region = Region.of_block(self._lines.lines[first], self._lines, first)
            shifted = attributes.shifted(region.text.find("{"))
            self._claim(self._container_marks, shifted, region, "")
        if is_notes and not self._notes:
            self.notes.append(notes_markdown(self._lines.lines[first + 1 : end]))
        self._containers.append(is_notes)
        self._notes += is_notes


def _close_heading(span: Span, level: int) -> tuple[ProblemKind, Span, str, str, Fix]:
    behind = Span(span.start + level, span.start + level)
    fix = Fix("Put a space behind the hashes", (Edit(behind, " "),), safe=True)
    return CLOSE_HEADING, span, "This heading has no space behind its hashes", "put one there", fix


def _is_silent_formula(run: Inline) -> bool:
    return run.kind is InlineKind.FORMULA and run.say is None


def _first_line(token: Token) -> int:
    return token.map[0] if token.map else 0
