"""Is an amount used like an adjective? "a two terabyte disk", but "two terabytes of disk"."""

from __future__ import annotations

from studio.speech.context import Context


def is_plural_noun(context: Context, word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    tables = context.tables
    if tables.is_a("plural", word):
        return True
    return len(word) > 3 and word[-1] == "s" and word[-2] not in "sui'’" and not tables.is_a("function", word)


def is_adjunct(context: Context, start: int, end: int) -> bool:
    """Whether the amount at ``[start, end)`` stands before the noun that it describes."""
    noun = context.next_word(end).lower()
    tables = context.tables
    if not noun or tables.is_a("function", noun) or (noun.endswith("ly") and noun not in ("assembly", "family")):
        return False
    before, second = context.previous_words(start)
    if tables.is_a("article", before) or tables.is_a("head", noun) or is_plural_noun(context, noun):
        return True
    if tables.is_a("determiner", before):
        return not noun.endswith("ed")
    return bool(before) and not tables.is_a("function", before) and tables.is_a("article", second)
