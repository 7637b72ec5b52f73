"""Is an amount used like an adjective? "a two terabyte disk", but "two terabytes of disk"."""

from __future__ import annotations

import re

from studio.speech.context import Context

_LY_NOUNS = frozenset("assembly family daily weekly monthly yearly hourly quarterly early".split())
_TWO_WORDS = re.compile(r" ([a-z]{3,}) ([a-z]{3,})\b")


def is_plural_noun(context: Context, word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    tables = context.tables
    if tables.is_a("plural", word):
        return True
    return len(word) > 3 and word[-1] == "s" and word[-2] not in "sui'’" and not tables.is_a("function", word)


def is_noun(context: Context, word: str) -> bool:
    """Whether a lower-case word is a noun that amounts describe: a plural, or one that the tables list."""
    return context.tables.is_a("head", word) or is_plural_noun(context, word)


def _is_described_noun(context: Context, end: int) -> bool:
    """Whether an adjective and then such a noun follow: "4GB sliding window"."""
    words = _TWO_WORDS.match(context.text, end, end + 40)
    return words is not None and not context.tables.is_a("function", words[1]) and is_noun(context, words[2])


def is_adjunct(context: Context, start: int, end: int) -> bool:
    """Whether the amount at ``[start, end)`` stands before the noun that it describes."""
    noun = context.next_word(end).lower()
    tables = context.tables
    if not noun or tables.is_a("function", noun) or (noun.endswith("ly") and noun not in _LY_NOUNS):
        return False
    before, second = context.previous_words(start)
    if is_noun(context, noun) or _is_described_noun(context, end):
        return True
    if tables.is_a("article", before):
        return True
    if tables.is_a("determiner", before):
        return not noun.endswith("ed")
    return bool(before) and not tables.is_a("function", before) and tables.is_a("article", second)
