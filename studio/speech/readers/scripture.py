"""Books and verses of scripture: ``John 3:16``, ``Romans 8:28-30``, ``1 Corinthians 13:4``."""

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.passage import Passage, Reading

_VERSE = re.compile(r"(\d{1,3}):(\d{1,3})(?:[-–](\d{1,3}))?(?![\d:]|[.,]\d| ?[ap]\.?m\b)")
_CITED = re.compile(r" [A-Z][a-z]+ \d{1,3}:\d")


def read_verse(passage: Passage, start: int) -> Reading | None:
    """``John 3:16`` three sixteen, ``Romans 8:28-30`` eight twenty-eight to thirty."""
    found = _VERSE.match(passage.text, start)
    if not found or passage.is_joined(start) or not passage.tables.is_a("scripture", passage.previous_word(start)):
        return None
    last = f" to {numbers.cardinal(found[3])}" if found[3] else ""
    return Reading(found.end(), f"{numbers.cardinal(found[1])} {numbers.cardinal(found[2])}{last}", "verse")


def read_book(passage: Passage, start: int) -> Reading | None:
    """``1 Corinthians``: First Corinthians; books that are also names need a verse (``1 John 4:8``)."""
    number = passage.text[start]
    if number not in "123" or passage.is_joined(start) or passage.char(start + 1) != " ":
        return None
    word = passage.next_word(start + 1)
    if not passage.tables.is_a("biblebook", word):
        return None
    if passage.tables.is_a("regnal", word.lower()) and not _CITED.match(passage.text, start + 1, start + 26):
        return None
    return Reading(start + 1, numbers.ordinal(number).capitalize(), "ordinal")
