"""Is a four-digit number a year or a count? "in 2024" against "2019 servers": its company decides."""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from studio.speech.passage import Passage
from studio.speech.readers.common import YEARS
from studio.speech.readers.nouns import is_plural_noun

_LIFE = re.compile(r"\b(?:born|died|[bdc]|ca|al)\.? \Z")
_PREFIX = re.compile(r"\b(?:pre|post|mid|early|late)-\Z", re.IGNORECASE)
_PAIR_AHEAD = re.compile(r" (?:and|to|through|or|until) (?:1[1-9]|20)\d\d\b")
_PAIR_BEHIND = re.compile(r"(?:1[1-9]|20)\d\d (?:to|and|through|or|until) \Z")
_AFTER_COMMA = re.compile(r"[^\W\d], \Z")
_THE = frozenset(("the", "our", "their", "this", "its", "a", "an"))


def is_year(passage: Passage, start: int, end: int) -> bool:
    """Whether the four digits at ``[start, end)`` are to be read as a year.

    Only 1100 to 2099 can be; powers of two and what a unit or a plural noun follows are counts.
    """
    text, tables = passage.text, passage.tables
    value = int(text[start:end])
    if start == 0 and not text[end : end + 3].strip(" .\n") and value >= 1100 and value % 1000:
        return value < 3000 or value % 100 == 0
    power_of_two = value & (value - 1) == 0
    if value not in YEARS or power_of_two or passage.char(end) in ("-", "%") or passage.is_wordy(end):
        return False
    behind = text[max(0, start - 16) : start]
    before, noun = passage.previous_word(start).lower(), passage.next_word(end).lower()
    if _LIFE.search(behind) or _PAIR_BEHIND.search(behind) or _PREFIX.search(behind):
        return True
    if _PAIR_AHEAD.match(text, end) and (before == "between" or tables.is_a("year", before)):
        return True
    if passage.char(start - 1) == "(":
        return passage.char(end) in (")", ",", ";") or noun in ("and", "to")
    modern = value >= 1900
    if (
        modern
        and tables.is_a("yearverb", noun)
        and not before
        and (start == 0 or behind[-2:-1] in (".", "!", "?", "\n"))
    ):
        return True
    if noun and (is_plural_noun(passage, noun) or noun in tables.units):
        if tables.is_a("event", noun) and before in _THE:
            return True
        return before in ("in", "since") and behind[-3:-2].isupper() and 1900 <= value <= 2035
    if tables.is_a("year", before) and before != "to":
        return value >= 1700 or not noun or before in ("in", "since", "circa")
    if before in _THE:
        counted = tables.is_a("head", noun) or tables.is_a("function", noun)
        return modern and bool(noun) and (not counted or tables.is_a("event", noun))
    if noun or not modern:
        return False
    named = bool(before) and text[start - len(before) - 1].isupper() and not tables.is_a("numbered", before)
    return named or bool(_AFTER_COMMA.search(behind))
