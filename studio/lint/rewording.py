"""What fixes write: sentences that begin and end like sentences, in paragraphs of their own; and notes."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from studio.model.diagnostics import Edit, Fix
from studio.model.script import Block
from studio.model.source import Source, Span

if TYPE_CHECKING:
    from studio.lint.context import Context

_FUNCTION_WORDS = frozenset(
    "a an the each every all any some no one when if as in on at to for from by with it its they their this that these "
    "those you your we our use make keep never always do don't avoid let".split()
)
_FIRST_WORDS = re.compile(r"(?P<first>[A-Z][a-z'’-]+|A)(?=[\s.,;:!?]|\Z)(?:\s+(?P<second>\S+))?")
_MARKUP_AT_END = re.compile(r"[*_`\"”’')\]]*\Z")


def lowered(text: str, lower_case_words: Collection[str]) -> str:
    """A text with a small first letter, where that is large only for standing at the beginning; names stay."""
    match = _FIRST_WORDS.match(text)
    if match is None:
        return text
    word, second = match["first"].lower(), match["second"] or ""
    is_plain = word in _FUNCTION_WORDS or (word in lower_case_words and not second[:1].isupper())
    return text[:1].lower() + text[1:] if is_plain else text


def ended(text: str) -> str:
    """A text that ends as a sentence does; a comma, a semicolon or an “and” at its end goes."""
    text = re.sub(r"(?:[,;:]|,? (?:and|or))+\Z", "", text.rstrip())
    bare = _MARKUP_AT_END.sub("", text)
    return text if bare[-1:] in (".", "!", "?", "…") else f"{text}."


def into_notes(context: Context, block: Block) -> Fix | None:
    """The fix that keeps a block for the eye, in the show notes; none within a list, a quote or another container."""
    source = context.script.source
    start = source.line_starts[source.location(block.span.start).line - 1]
    written = source.text[start : block.span.end].replace("\r\n", "\n")
    if block.depth or context.is_in_container(start) or written.lstrip().startswith(">"):
        return None
    edit = as_paragraph(source, Span(start, block.span.end), f"::: notes\n{written}\n:::")
    return Fix("Move it into the show notes", (edit,), safe=False)


def as_paragraph(source: Source, span: Span, text: str) -> Edit:
    """The edit that puts a paragraph in place of some lines, parted by blank lines from what touches them."""
    first, last = source.location(span.start).line, source.location(span.end).line
    above = source.line_text(first - 1) if first > 1 else ""
    below = source.line_text(last + 1) if last < len(source.line_starts) else ""
    return Edit(span, "\n" * bool(above.strip()) + text + "\n" * bool(below.strip()))
