"""Sentences that fixes write: they begin and end like sentences, and stand in paragraphs of their own."""

from __future__ import annotations

import re
from collections.abc import Collection

from studio.model.diagnostics import Edit
from studio.model.source import Source, Span

_FUNCTION_WORDS = frozenset(
    "a an the each every all any some no one when if as in on at to for from by with it its they their this that these "
    "those you your we our use make keep never always do don't avoid let".split()
)
_FIRST_WORDS = re.compile(r"(?P<first>[A-Z][a-z'’-]+|A)(?=[\s.,;:!?]|\Z)(?:\s+(?P<second>\S+))?")
_LINE = re.compile(r"[^\r\n]*")
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


def as_paragraph(source: Source, span: Span, text: str) -> Edit:
    """The edit that puts a paragraph in place of some lines, parted by blank lines from what touches them."""
    before, after = source.text[: span.start], source.text[span.end :]
    line_before = before.removesuffix("\n").removesuffix("\r").rpartition("\n")[2]
    rest = after.removeprefix("\r").removeprefix("\n")
    next_line = _LINE.match(rest)
    head = "\n" if line_before.strip() else ""
    tail = "\n" if rest != after and next_line and next_line[0].strip() else ""
    return Edit(span, f"{head}{text}{tail}")
