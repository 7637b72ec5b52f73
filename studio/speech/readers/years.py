"""Is a four-digit number a year or a count? "in 2024" against "2019 servers": its company decides."""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from studio.speech.passage import Passage
from studio.speech.readers.common import YEARS
from studio.speech.readers.nouns import is_plural_noun

_LIFE = re.compile(r"\b(?:(?:born|died|[bdc]|ca|al)\.? |c\.)\Z")
_PREFIX = re.compile(r"\b(?:pre|post|mid|early|late)-\Z", re.IGNORECASE)
_PAIR_AHEAD = re.compile(r" (?:and|to|through|or|until) (?:1[1-9]|20)\d\d\b")
_PAIR_BEHIND = re.compile(r"(?:1[1-9]|20)\d\d (?:to|and|through|or|until) \Z")
_AFTER_COMMA = re.compile(r"[^\W\d]['’\")]?, \Z")
_AFTER_DATE_COMMA = re.compile(r"\d['’\")]?, \Z")
_LIST_AHEAD = re.compile(r"(?:,? (?:and |or )?(?:19|20)\d\d){1,6}\b(?! [a-z]+s\b)")
_LIST_BEHIND = re.compile(r"\b(?:19|20)\d\d,? (?:and |or )?\Z")
_RECENTLY = re.compile(r"\b(?:as|so) (?:early|late|recently|far back|long ago|soon) as (?:the year )?\Z", re.IGNORECASE)
_PRIOR = re.compile(
    r"\b(?:prior|previous|up|back|dating|dated|dates|returned|fast-forward|forward) to \Z", re.IGNORECASE
)
_LORD = re.compile(r"\byear of (?:our|the) Lord \Z", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:\A|[.!?]['\")”’]? |\n)\Z")
_ALONE = re.compile(r"[.,;:!?)\]\"'”’]{0,3}(?:\s|\Z)")
_COUNTED_BY = frozenset(("the", "our", "their", "this", "its", "a", "an", "his", "her", "my", "your", "last"))
_MODERN = range(1900, 2036)


def is_year(passage: Passage, start: int, end: int) -> bool:
    """Whether the four digits at ``[start, end)`` are to be read as a year.

    Only 1000 to 2099 can be; powers of two and what a unit or a plural noun follows are counts.
    """
    text, tables = passage.text, passage.tables
    value = int(text[start:end])
    if start == 0 and not text[end : end + 3].strip(" .\n") and value >= YEARS.start and value % 1000:
        return value < 3000 or value % 100 == 0
    if start == 0 and text[end : end + 1] == ")" and value >= YEARS.start and value % 100:
        return True
    power_of_two = value & (value - 1) == 0
    if not 1000 < value < YEARS.stop or power_of_two or text[end : end + 1] in ("%",) or passage.is_wordy(end):
        return False
    if text[end : end + 1] == "-" and passage.is_wordy(end + 1):
        return value in _MODERN and value % 100 != 0 and not _is_counted(passage, passage.next_word(end + 1), end + 1)
    behind = text[max(0, start - 28) : start]
    before, following = passage.previous_word(start).lower(), passage.next_word(end)
    noun = following.lower()
    if value < YEARS.start:
        return before in ("in", "since", "until", "circa", "year", "of") and not _is_counted(passage, following, end)
    if _LIFE.search(behind) or _PREFIX.search(behind):
        return True
    if _is_listed(passage, start, end, behind, before):
        return True
    if _PAIR_BEHIND.search(behind):
        return not _is_counted(passage, following, end)
    if before == "year" or _RECENTLY.search(behind) or _LORD.search(behind):
        return True
    if _PRIOR.search(behind):
        return not _is_counted(passage, following, end)
    if (pair := _PAIR_AHEAD.match(text, end)) and (before == "between" or tables.is_a("year", before)):
        return not _is_counted(passage, passage.next_word(pair.end()), pair.end())
    if passage.char(start - 1) == "(":
        return passage.char(end) in (")", ",", ";") or noun in ("and", "to")
    return _stands_as_year(passage, value, start, end, behind, before, following)


def _stands_as_year(
    passage: Passage, value: int, start: int, end: int, behind: str, before: str, following: str
) -> bool:
    tables, noun = passage.tables, following.lower()
    modern = value in _MODERN
    begins = start == 0 or bool(_SENTENCE_START.search(behind))
    if modern and tables.is_a("yearverb", noun) and begins:
        return True
    if (
        begins
        and not following
        and value % 100
        and passage.text[end : end + 1] == "."
        and passage.ends_sentence(end + 1)
    ):
        return True
    if noun and _is_counted(passage, following, end):
        if tables.is_a("event", noun) and before in _COUNTED_BY:
            return True
        if before == "in" and noun in ("dollars", "euros", "pounds", "terms", "prices", "money"):
            return True
        return before in ("in", "since") and behind[-3:-2].isupper() and modern
    if (
        modern
        and value % 100
        and following[:1].isupper()
        and passage.char(end) == " "
        and not tables.is_a("numbered", before)
    ):
        return not before[:1].isupper() or before in _COUNTED_BY or tables.is_a("year", before) or begins
    if tables.is_a("year", before) and before != "to":
        return value >= 1700 or not noun or before in ("in", "since", "circa")
    if before in _COUNTED_BY:
        return modern and bool(noun) and _names_a_year(passage, value, before, noun)
    capital = bool(before) and passage.text[start - len(before) - 1].isupper()
    named = modern and capital and not tables.is_a("numbered", before)
    if noun and not (tables.is_a("function", noun) and _AFTER_COMMA.search(behind)):
        return named and value % 50 != 0 and not tables.is_a("head", noun) and not tables.is_a("function", noun)
    if _AFTER_COMMA.search(behind):
        return value >= 1500 and bool(_ALONE.match(passage.text, end) or noun)
    if _AFTER_DATE_COMMA.search(behind):
        return (
            modern
            and value % 100 != 0
            and passage.text[end : end + 1] in (".", ")", "")
            and passage.ends_sentence(end + 1)
        )
    return named


def _is_counted(passage: Passage, following: str, end: int) -> bool:
    """Whether what follows is counted: a plural noun or a unit, and no name (``2015 Grammy Awards``)."""
    noun = following.lower()
    if not noun or passage.tables.is_a("function", noun):
        return False
    if following[0].isupper() and passage.char(end) == " ":
        return False
    tables = passage.tables
    return is_plural_noun(passage, noun) or noun in tables.units or tables.is_a("unitword", noun)


def _names_a_year(passage: Passage, value: int, before: str, noun: str) -> bool:
    """``the 2016 election``, ``a 2018 network partition``, but ``the 1950 node limit``."""
    tables = passage.tables
    if tables.is_a("function", noun):
        return False
    if tables.is_a("event", noun):
        return True
    return value % 50 != 0 or not tables.is_a("head", noun)


def _is_listed(passage: Passage, start: int, end: int, behind: str, before: str) -> bool:
    """Whether it stands in a list of years: ``the 1972, 1974 and 1980 elections``."""
    if int(passage.text[start:end]) not in _MODERN:
        return False
    if before in ("in", "the", "of", "since", "for", "from", "during") and _LIST_AHEAD.match(passage.text, end):
        return True
    return bool(_LIST_BEHIND.search(behind)) and _list_begins_as_years(passage, start)


_LISTED = re.compile(r"\b(in|the|of|since|for|from|during) (?:(?:19|20)\d\d,? (?:and |or )?){1,6}\Z", re.IGNORECASE)


def _list_begins_as_years(passage: Passage, start: int) -> bool:
    return bool(_LISTED.search(passage.text[max(0, start - 52) : start]))


def may_be_year(passage: Passage, start: int, end: int) -> bool:
    """Whether four digits that were not taken for a year count nothing, either: the author should decide."""
    value, following = int(passage.text[start:end]), passage.next_word(end)
    if value not in _MODERN or value & (value - 1) == 0 or value % 100 == 0 or passage.is_wordy(end):
        return False
    before = passage.previous_word(start)
    named = passage.tables.is_a("numbered", before.lower()) or (len(before) > 1 and before.isupper())
    counted = _is_counted(passage, following, end) or passage.tables.is_a("head", following.lower())
    return (
        passage.char(start - 1) in (" ", "") and passage.text[end : end + 1] not in "-/%" and not named and not counted
    )
