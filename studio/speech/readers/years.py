"""Is a four-digit number a year or a count? "in 2024" against "2019 servers": its company decides."""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from studio.speech.passage import Passage
from studio.speech.readers.common import YEARS
from studio.speech.readers.nouns import is_plural_noun

_LIFE = re.compile(r"\b(?:(?:born|died|[bdc]|ca|al)\.? |c\.|A\.D\. |\bAD )\Z")
_PREFIX = re.compile(r"\b(?:pre|post|mid|early|late)-\Z", re.IGNORECASE)
_PAIR_AHEAD = re.compile(r" (?:and|to|through|or|until) (?:1[1-9]|20)\d\d\b")
_PAIR_BEHIND = re.compile(r"(?:1[1-9]|20)\d\d (?:to|and|through|or|until) \Z")
_AFTER_COMMA = re.compile(r"[^\W\d]\.?['’\")]?, \Z")
_AFTER_NAME_COMMA = re.compile(r"\b[A-Z]\w*, \Z")
_AFTER_DATE_COMMA = re.compile(r"\d['’\")]?, \Z")
_LIST_AHEAD = re.compile(r"(?:,? (?:and |or )?(?:19|20)\d\d){1,6}\b(?! [a-z]+s\b)")
_LISTED = re.compile(r"\b(?:in|the|of|since|for|from|during) (?:(?:19|20)\d\d,? (?:and |or )?){1,6}\Z", re.IGNORECASE)
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


_IT_IS = re.compile(r"\b(?:it(?: is| was|['’]s)|now) \Z", re.IGNORECASE)
_EARLY_YEAR_BEFORE = frozenset(("in", "since", "until", "circa", "year", "of"))
_MONEY_OF_A_YEAR = frozenset(("dollars", "euros", "pounds", "terms", "prices", "money"))
_BEGINS_LIST = frozenset(("in", "the", "of", "since", "for", "from", "during"))


def is_year(passage: Passage, start: int, end: int) -> bool:
    """Whether the four digits at ``[start, end)`` are to be read as a year.

    Only 1001 to 2099 can be; powers of two and what a unit or a plural noun follows are counts.
    """
    number = _Number(passage, start, end)
    value = number.value
    if start == 0 and value >= YEARS.start:
        if not passage.text[end : end + 3].strip(" .\n") and value % 1000:
            return value < 3000 or value % 100 == 0
        if passage.char(end) == ")" and value % 100:
            return True
    if not number.is_possible:
        return False
    if passage.char(end) == "-" and passage.is_wordy(end + 1):
        return number.is_modern and value % 100 != 0 and not _is_counted(passage, end + 1)
    if value < YEARS.start:
        dated = number.before in _EARLY_YEAR_BEFORE or _LIFE.search(number.behind) is not None
        return dated and not number.is_counted
    told = _told_by_words_before(number)
    return _told_by_company(number) if told is None else told


def may_be_year(passage: Passage, start: int, end: int) -> bool:
    """Whether four digits that were not taken for a year count nothing, either: the author should decide."""
    number = _Number(passage, start, end)
    if not number.is_modern or not number.is_possible or number.value % 100 == 0:
        return False
    before = passage.previous_word(start)
    named = passage.tables.is_a("numbered", number.before) or (len(before) > 1 and before.isupper())
    counted = number.is_counted or passage.tables.is_a("head", number.noun)
    free = passage.char(start - 1) in (" ", "") and passage.char(end) not in ("-", "/")
    return free and not named and not counted


@dataclass(frozen=True)
class _Number:
    """Four digits with their company: the words around them (``before``, ``noun``: in lower case)."""

    passage: Passage
    start: int
    end: int

    @cached_property
    def value(self) -> int:
        return int(self.passage.text[self.start : self.end])

    @cached_property
    def is_possible(self) -> bool:
        power_of_two = self.value & (self.value - 1) == 0
        free = self.passage.char(self.end) != "%" and not self.passage.is_wordy(self.end)
        return 1000 < self.value < YEARS.stop and not power_of_two and free

    @property
    def is_modern(self) -> bool:
        return self.value in _MODERN

    @cached_property
    def behind(self) -> str:
        return self.passage.text[max(0, self.start - 28) : self.start]

    @cached_property
    def before(self) -> str:
        return self.passage.previous_word(self.start).lower()

    @cached_property
    def following(self) -> str:
        return self.passage.next_word(self.end)

    @property
    def noun(self) -> str:
        return self.following.lower()

    @cached_property
    def is_counted(self) -> bool:
        return _is_counted(self.passage, self.end)

    @property
    def begins(self) -> bool:
        """Whether it begins its sentence."""
        return self.start == 0 or bool(_SENTENCE_START.search(self.behind))

    @property
    def is_after_name(self) -> bool:
        """Whether a word with a capital stands right before it that numbers nothing."""
        capital = bool(self.before) and self.passage.text[self.start - len(self.before) - 1].isupper()
        return self.is_modern and capital and not self.passage.tables.is_a("numbered", self.before)


def _told_by_words_before(number: _Number) -> bool | None:
    """What the words before it say: "born", "the year", "prior to", "between … and"; None where they say nothing."""
    passage, behind, before = number.passage, number.behind, number.before
    if _LIFE.search(behind) or _PREFIX.search(behind) or _RECENTLY.search(behind) or _LORD.search(behind):
        return True
    if before == "year" or _is_listed(number):
        return True
    if _PAIR_BEHIND.search(behind) or _PRIOR.search(behind):
        return not number.is_counted
    pair = _PAIR_AHEAD.match(passage.text, number.end)
    if pair and (before == "between" or number.begins or passage.tables.is_a("year", before)):
        return not _is_counted(passage, pair.end())
    if passage.char(number.start - 1) == "(":
        return passage.char(number.end) in (")", ",", ";") or number.noun in ("and", "to")
    return None


def _told_by_company(number: _Number) -> bool:
    """What both sides say: "2024 was", "the 2016 election", "in 1850", "Leeds, 1857."."""
    passage, noun, before, value = number.passage, number.noun, number.before, number.value
    tables = passage.tables
    if number.is_modern and tables.is_a("yearverb", noun) and number.begins:
        return True
    closes = passage.char(number.end) == "." and passage.ends_sentence(number.end + 1)
    if number.begins and not noun and value % 100 and closes:
        return True
    if number.is_counted:
        return _is_year_before_plural(number)
    name_follows = number.following[:1].isupper() and passage.char(number.end) == " "
    free = not before or before in _COUNTED_BY or tables.is_a("year", before) or number.begins
    if number.is_modern and value % 100 and name_follows and free:
        return True
    if tables.is_a("year", before) and before != "to":
        return value >= 1700 or not noun or before in ("in", "since", "circa")
    if before in _COUNTED_BY:
        return number.is_modern and bool(noun) and _names_a_year(number)
    return _stands_alone(number)


def _stands_alone(number: _Number) -> bool:
    """Whether it stands behind a name or a comma and nothing that it could count follows."""
    passage, noun, value, end = number.passage, number.noun, number.value, number.end
    tables = passage.tables
    after_comma = bool(_AFTER_COMMA.search(number.behind))
    if noun and not (tables.is_a("function", noun) and after_comma):
        plain = not tables.is_a("head", noun) and not tables.is_a("function", noun)
        return number.is_after_name and value % 50 != 0 and plain
    if after_comma:
        told = value % 100 != 0 or bool(_AFTER_NAME_COMMA.search(number.behind))
        return value >= 1500 and told and bool(_ALONE.match(passage.text, end) or noun)
    closes = passage.char(end) in (".", ")", "") and passage.ends_sentence(end + 1)
    if closes and _IT_IS.search(number.behind):
        return number.is_modern and value % 100 != 0
    if _AFTER_DATE_COMMA.search(number.behind):
        return number.is_modern and value % 100 != 0 and closes
    return number.is_after_name


def _is_year_before_plural(number: _Number) -> bool:
    """``in the 2008 elections``, ``in 2019 dollars``; other plurals are counted."""
    if number.passage.tables.is_a("event", number.noun) and number.before in _COUNTED_BY:
        return True
    if number.before == "in" and number.noun in _MONEY_OF_A_YEAR:
        return True
    return number.before in ("in", "since") and number.behind[-3:-2].isupper() and number.is_modern


def _is_counted(passage: Passage, end: int) -> bool:
    """Whether what follows is counted: a plural noun or a unit, and no name (``2015 Grammy Awards``)."""
    following = passage.next_word(end)
    noun = following.lower()
    if not noun or passage.tables.is_a("function", noun) or (following[0].isupper() and passage.char(end) == " "):
        return False
    tables = passage.tables
    return is_plural_noun(passage, noun) or noun in tables.units or tables.is_a("unitword", noun)


def _names_a_year(number: _Number) -> bool:
    """``the 2016 election``, ``a 2018 network partition``, but ``the 1950 node limit``."""
    tables, noun = number.passage.tables, number.noun
    if tables.is_a("function", noun):
        return False
    return tables.is_a("event", noun) or number.value % 50 != 0 or not tables.is_a("head", noun)


def _is_listed(number: _Number) -> bool:
    """Whether it stands in a list of years: ``the 1972, 1974 and 1980 elections``."""
    if not number.is_modern:
        return False
    if number.before in _BEGINS_LIST and _LIST_AHEAD.match(number.passage.text, number.end):
        return True
    text, start = number.passage.text, number.start
    return bool(_LIST_BEHIND.search(number.behind)) and bool(_LISTED.search(text[max(0, start - 52) : start]))
