"""Dates, decades and quarters. Years that stand alone are told from counts in :mod:`counts`."""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.context import Sense, choose
from studio.speech.passage import Passage, Reading
from studio.speech.readers.common import is_counted_down, is_month
from studio.speech.readers.nouns import is_adjunct, is_plural_noun
from studio.speech.tables import MONTHS

_NAMES = {name[:3].lower(): name for name in MONTHS}
_MONTH = r"(?P<month>[A-Za-z]{3,9})"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})(?![\d.,:/%-]{0,4}\d|[A-Za-z%])"
_ISO = re.compile(
    r"(?P<year>[12]\d{3})([-/.])(?P<month>0[1-9]|1[0-2]|[1-9](?=-))\2(?P<day>0[1-9]|[12]\d|3[01]|(?<=-)[1-9])(?![\d/-])"
)
_ISO_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?![\w-])")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2((?:1[5-9]|20|21)\d\d)(?![\d/]|\.\d)")
_NUMERIC_ANY = re.compile(r"\b(\d{1,2})([/.])(\d{1,2})\2\d{4}\b")
_DATES_REACH = 300
_DAY_FIRST = re.compile(rf"{_DAY}(?: of)? {_MONTH}(?:\.(?= ?\d))?(?:,? {_YEAR})?(?![\w])")
_MONTH_FIRST = re.compile(rf"{_MONTH}\.? {_DAY}(?:(?P<comma>,? ){_YEAR})?(?![\w%]|[.:/,-]\d)")
_MONTH_YEAR = re.compile(rf"{_MONTH}\.?,? {_YEAR}")
_DECADE = re.compile(
    r"((?:1[1-9]|20)\d0|['’‘]?[1-9]0)['’]?s(?:[-–](['’‘]?(?:1[1-9]|20)?\d0)['’]?s)?(?!\w)(?!-(?!era\b|style\b|inspired\b)\w)"
)
_SHORT_YEAR = re.compile(r"['’‘](\d\d)(?![\d\w'’%])")
_ERA = re.compile(r"(\d{1,4})[ \u00a0](A\.?D|B\.?C(?:\.?E)?|C\.?E)(?![A-Za-z0-9])\.?")
_PART_OF_DECADE = re.compile(r"\b(?:mid|late|early|pre|post)[- ]\Z", re.IGNORECASE)
_DECADE_BEHIND = re.compile(r"\d0['’]?s,? (?:and|or|to|through|&) (?:the )?\Z")
_DECADE_AHEAD = re.compile(r",? (?:and|or|to|through|&|-) (?:the |early |late )?['’‘]?(?:1[1-9]|20)?\d0['’]?s(?!\w)")
_UNITS_NEAR = re.compile(r"[,/]? (?:or |and |to )?\d+ ?(?:ms|m|h|min)\b")
_OWNERS = frozenset("her his their my your our early late mid swinging roaring".split())
_NINES = re.compile(r"9['’]?s(?!\w)")
_NEXT_YEAR = re.compile(r"[/–-](\d\d)(?![\w/]|\.\d)")
_QUARTER = re.compile(r"(Q[1-4]|H[12]|FY)(?:(?:(?<=Y)|[ -]?['’])(\d\d)|[ -]?((?:19|20)\d\d))(?!\w|\.\d)")
_QUARTER_LAST = re.compile(r"((?:19|20)\d\d)[ -]?(Q[1-4]|H[12])(?![\d\w])")


def read_date(passage: Passage, start: int) -> Reading | None:
    """A date that begins with a digit: ``2023-11-30``, ``10/06/2005``, ``25th July 2012``."""
    text, style = passage.text, passage.style
    if passage.is_joined(start) or passage.char(start - 1) in ("/", "."):
        return None
    if found := _ISO.match(text, start):
        if passage.char(found.end()) == "T" and passage.char(found.end() + 1).isdigit():
            return Reading(found.end() + 1, _say(int(found["month"]), found["day"], found["year"]) + ",", "date")
        return Reading(found.end(), _say(int(found["month"]), found["day"], found["year"]), "date")
    if found := _ISO_MONTH.match(text, start):
        return _year_and_month(passage, start, found)
    if found := _NUMERIC.match(text, start):
        first, second = int(found[1]), int(found[3])
        month_first = style.date_order == "month-day"
        month, day = (first, second) if (month_first and first <= 12) or second > 12 else (second, first)
        if 1 <= first <= 12 and 1 <= second <= 12 and first != second:
            return _ambiguous_date(passage, start, found)
        if 1 <= month <= 12 and 1 <= day <= 31:
            return Reading(found.end(), _say(month, str(day), found[4], day_first=first == day != month), "date")
    if (found := _DAY_FIRST.match(text, start)) and is_month(found["month"], bool(found["year"])):
        the = "" if passage.previous_word(start).lower() == "the" else "the "
        spoken = f"{the}{numbers.ordinal(found['day'])} of {_name(found['month'])}"
        if found["year"]:
            spoken += f"{',' if ',' in found[0] else ''} {numbers.year(found['year'])}"
        return Reading(found.end(), spoken, "date")
    if found := _QUARTER_LAST.match(text, start):
        return Reading(found.end(), f"{numbers.year(found[1])} {_quarter(found[2])}", "date")
    return None


def _year_and_month(passage: Passage, start: int, found: re.Match[str]) -> Reading:
    """``2024-11`` is a month; ``2007-08`` may be the two years of a season."""
    month = f"{MONTHS[int(found['month']) - 1]} {numbers.year(found['year'])}"
    if int(found["month"]) != int(found["year"][2:]) + 1:
        return Reading(found.end(), month, "date")
    years = f"{numbers.year(found['year'])} to {numbers.year(found['year'][:2] + found['month'])}"
    senses = [Sense("years", years, 2, "season"), Sense("month", month, 1, "date")]
    return choose(passage, start, found.end(), senses, "date")


def _ambiguous_date(passage: Passage, start: int, found: re.Match[str]) -> Reading:
    """``3/4/2024``: the house's order, unless another date of the text shows the other one."""
    first, second, year = int(found[1]), int(found[3]), found[4]
    around = passage.text[max(0, start - _DATES_REACH) : found.end() + _DATES_REACH]
    shown = {
        "day-month" if int(a) > 12 else "month-day"
        for a, _, b in _NUMERIC_ANY.findall(around)
        if int(a) > 12 or int(b) > 12
    }
    senses = [
        Sense(
            "month-day",
            _say(first, str(second), year),
            4 * ("month-day" in shown) + (passage.style.date_order == "month-day"),
        ),
        Sense(
            "day-month",
            _say(second, str(first), year, day_first=True),
            4 * ("day-month" in shown) + (passage.style.date_order != "month-day"),
        ),
    ]
    return choose(passage, start, found.end(), senses, "date")


def read_month(passage: Passage, start: int) -> Reading | None:
    """A date that begins with a month's name: ``Feb. 28, 2017``, ``May 10``, ``July 1506``, ``Sept. 2024``."""
    text = passage.text
    if passage.is_joined(start):
        return None
    if (found := _MONTH_FIRST.match(text, start)) and is_month(found["month"], bool(found["year"])):
        if not found["year"] and is_plural_noun(passage, passage.next_word(found.end()).lower()):
            return None
        spoken = f"{_name(found['month'])} {numbers.ordinal(found['day'])}"
        if found["year"]:
            spoken += f", {numbers.year(found['year'])}"
        return Reading(found.end(), spoken, "date")
    if (found := _MONTH_YEAR.match(text, start)) and is_month(found["month"], True):
        return Reading(found.end(), f"{_name(found['month'])} {numbers.year(found['year'])}", "date")
    return None


def read_quarter(passage: Passage, start: int) -> Reading | None:
    """``Q4 2023``, ``H1'24``, ``FY2024``, ``FY 2023/24``."""
    found = _QUARTER.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    later = _NEXT_YEAR.match(passage.text, found.end()) if found[3] else None
    if later and int(later[1]) == (int(found[3]) + 1) % 100:
        second = numbers.cardinal(later[1]) if later[1] >= "10" else numbers.year(str(int(found[3]) + 1))
        return Reading(later.end(), f"{_quarter(found[1])} {numbers.year(found[3])} to {second}", "date")
    year = numbers.year(found[3]) if found[3] else numbers.grouped(found[2])
    return Reading(found.end(), f"{_quarter(found[1])} {year}", "date")


def read_era(passage: Passage, start: int) -> Reading | None:
    """``340 A.D.``, ``44 BC``, ``1200 BCE``."""
    found = _ERA.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    end = found.end() - (1 if found[0].endswith(".") and passage.ends_sentence(found.end()) else 0)
    return Reading(end, f"{numbers.year(found[1])} {' '.join(found[2].replace('.', ''))}", "year")


def read_decade(passage: Passage, start: int) -> Reading | None:
    """``1980s``, ``'90s``, ``1960s-80s``."""
    if nines := _NINES.match(passage.text, start):
        counted = passage.tables.is_a("number", passage.previous_word(start).lower())
        return Reading(nines.end(), "nines", "cardinal") if counted and not passage.is_joined(start) else None
    if passage.text[start + 1 : start + 4] == "00s" and passage.char(start) in ("'", "’", "‘"):
        return Reading(start + 4, "two thousands", "decade")
    found = _DECADE.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    said = [numbers.decade(decade.lstrip("'’‘")) for decade in found.groups() if decade]
    decades = " to ".join(said)
    if len(found[1]) > 2:
        return Reading(found.end(), decades, "decade")
    is_one = is_adjunct(passage, start, found.end())
    seconds = f"{numbers.cardinal(found[1])} second{'' if is_one else 's'}"
    senses = [
        Sense("seconds", seconds, _seconds_weight(passage, start, found.end()), "seconds", "quantity"),
        Sense("decade", decades, _decade_weight(passage, start, found.end()) - 4 * ("10" in found[1]), "decade"),
    ]
    return choose(passage, start, found.end(), senses, "decade")


def _seconds_weight(passage: Passage, start: int, end: int) -> int:
    """How much the form of ``90s`` itself speaks for seconds: ``T+90s``, "90s or 2 min"."""
    return 1 + 3 * bool(is_counted_down(passage, start) or _UNITS_NEAR.match(passage.text, end))


def _decade_weight(passage: Passage, start: int, end: int) -> int:
    """How much the form of ``90s`` itself speaks for a decade: "mid-90s", "80s and 90s", "in her 30s"."""
    behind = passage.text[max(0, start - 16) : start]
    before, after = passage.previous_word(start).lower(), passage.next_word(end)
    weight = 0
    if _PART_OF_DECADE.search(behind) or _DECADE_BEHIND.search(behind) or _DECADE_AHEAD.match(passage.text, end):
        weight += 3
    if _PART_OF_DECADE.search(behind):
        weight += 3
    if before in _OWNERS:
        weight += 4
    if before == "the" and passage.tables.is_a("yearverb", after.lower()):
        weight += 3
    if before == "the" or (before in ("from", "of", "in") and not after):
        weight += 2 + (not after)
    return weight


def read_short_year(passage: Passage, start: int) -> Reading | None:
    """``'99`` as a year."""
    found = _SHORT_YEAR.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    return Reading(
        found.end(), f"oh {numbers.ONES[int(found[1])]}" if found[1] < "10" else numbers.grouped(found[1]), "year"
    )


def _name(month: str) -> str:
    return _NAMES[month[:3].lower()]


def _quarter(written: str) -> str:
    return "F Y" if written == "FY" else f"{written[0]} {numbers.ONES[int(written[1])]}"


def _say(month: int, day: str, year: str, *, day_first: bool = False) -> str:
    name, nth = MONTHS[month - 1], numbers.ordinal(day)
    return f"the {nth} of {name} {numbers.year(year)}" if day_first else f"{name} {nth}, {numbers.year(year)}"
