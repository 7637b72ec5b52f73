"""Is an amount used like an adjective? "a two terabyte disk", but "two terabytes of disk"."""

from __future__ import annotations

import re

from studio.speech.passage import Passage

_LY_NOUNS = frozenset("assembly family daily weekly monthly yearly hourly quarterly early".split())
_TWO_WORDS = re.compile(r" ([a-z]{3,}) ([a-z]{3,})\b")


def is_plural_noun(passage: Passage, word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    tables = passage.tables
    if tables.is_a("plural", word):
        return True
    return len(word) > 3 and word[-1] == "s" and word[-2] not in "sui'’" and not tables.is_a("function", word)


def is_noun(passage: Passage, word: str) -> bool:
    """Whether a lower-case word is a noun that amounts describe: a plural, or one that the tables list."""
    return passage.tables.is_a("head", word) or is_plural_noun(passage, word)


def _is_described_noun(passage: Passage, end: int) -> bool:
    """Whether an adjective and then such a noun follow: "4GB sliding window"."""
    words = _TWO_WORDS.match(passage.text, end, end + 40)
    return words is not None and not passage.tables.is_a("function", words[1]) and is_noun(passage, words[2])


def is_adjunct(passage: Passage, start: int, end: int) -> bool:
    """Whether the amount at ``[start, end)`` stands before the noun that it describes."""
    noun = passage.next_word(end).lower()
    tables = passage.tables
    if not noun or tables.is_a("function", noun) or (noun.endswith("ly") and noun not in _LY_NOUNS):
        return False
    before, second = passage.previous_words(start)
    if is_noun(passage, noun) or _is_described_noun(passage, end):
        return True
    if tables.is_a("article", before):
        return True
    if tables.is_a("determiner", before):
        return not noun.endswith("ed")
    return bool(before) and not tables.is_a("function", before) and tables.is_a("article", second)
