"""Two things around a dash: ``35-20`` (to or minus), ``1939–45``, ``Mon-Fri``, ``Q1-Q3``, ``2017-present``, ``K-8``."""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.context import Sense, choose, evidence
from studio.speech.passage import Passage, Reading
from studio.speech.readers.common import EQUALS, YEARS, is_asked, is_month
from studio.speech.readers.nouns import is_plural_noun
from studio.speech.readers.serials import say_groups
from studio.speech.tables import MONTHS

_DASH = "[-–—−‐‑]"
_PAIR = re.compile(rf"(\d{{1,6}})( ?){_DASH}\2['’]?(\d{{1,6}})(?![\d\w%]|[.,:/]\d|{_DASH}\w)")
_SUM_BEHIND = re.compile(r"= ?\Z")
_OPEN_YEAR = re.compile(rf"((?:1[5-9]|20)\d\d)( ?){_DASH}\2(present|now|today|date|ongoing)\b", re.IGNORECASE)
_WORD_SPAN = re.compile(rf"([A-Za-z]{{3,9}})\.?{_DASH}([A-Za-z]{{3,9}})(?![\w])(\.?)")
_QUARTER_SPAN = re.compile(rf"([QH])([1-4]){_DASH}(?:\1)?([1-4])(?!\w|\.\d)(?:[ -]?((?:19|20)\d\d)(?!\d))?")
_DAY_SPAN = re.compile(
    rf"([A-Za-z]{{3,9}})\.? (\d{{1,2}}) ?{_DASH} ?(\d{{1,2}})(?:,? ((?:1[5-9]|20)\d\d))?(?![\w:%]|[.,]\d|{_DASH}\d)"
)
_GRADES = re.compile(rf"(?:([Kk]){_DASH}(\d{{1,2}})|(\d{{1,2}}){_DASH}([KQ]))(?![\w.]{{0,4}}\d|\w)")
_YEAR_AHEAD = re.compile(r",? ((?:19|20)\d\d)(?![\d\w-]|[.,]\d)")
_SEASON = re.compile(r"((?:19|20)\d\d)/(\d\d|(?:19|20)\d\d)(?![\w/]|[.,-]\d)")
_COUNT_OFF = re.compile(r"\d{1,2}(?:-\d{1,2}){2,6}(?![\w-]|[.,/:]\d)")
_NO_PAIR_BEFORE = ("-", "/", ".", ",", "$", "€", "£", "#", ":")
_WEEKDAY = re.compile(
    r"(Mon|Tues?|Weds?|Thu|Thurs?|Fri|Sat|Sun)"
    r"(?:\.(?=,? |\s*\Z)|(?=,? \d{1,2}(?:st|nd|rd|th|:\d\d|[ap]m)?(?:[,;)]| [A-Z]|\Z))"
    r"|(?=,? [A-Z][a-z]{2,8}\.? \d))"
)
_DAY_BEFORE = re.compile(
    r"\b(?:on|by|until|till|every|each|next|last|this|before|after|since)\W\Z"
    r"|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*\.?(?:,| and| or| to|,? and)? \Z"
)
_DAYS = {
    **{day[:3].lower(): day for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")},
    "tues": "Tuesday",
    "thur": "Thursday",
    "thurs": "Thursday",
    "weds": "Wednesday",
}
_MONTHS = {**{month[:3].lower(): month for month in MONTHS}, "sept": "September"}


def read_pair(passage: Passage, start: int) -> Reading | None:
    """Two numbers around a dash: years, two equal shares, digits of a number, a range, a score, or a difference."""
    if passage.is_joined(start) or passage.char(start - 1) in _NO_PAIR_BEFORE:
        return None
    if open_end := _OPEN_YEAR.match(passage.text, start):
        return Reading(open_end.end(), f"{numbers.year(open_end[1])} to {open_end[3]}", "range")
    found = _PAIR.match(passage.text, start)
    if not found:
        return None
    first, second, end = found[1], found[3], found.end()
    if years := _years(passage, first, second, end):
        return Reading(end, years, "range")
    if passage.char(found.start(3) - 1) in ("'", "’"):
        return None
    if passage.tables.is_a("model", passage.previous_word(start).lower()):
        return Reading(end, f"{numbers.grouped(first)} {numbers.grouped(second)}", "name")
    if any(len(digits) > 1 and digits[0] == "0" for digits in (first, second)):
        return Reading(end, say_groups(f"{first}-{second}"), "digits")
    if not found[2] and (first == second or (first, second) == ("24", "7")):
        return Reading(end, f"{numbers.cardinal(first)} {numbers.cardinal(second)}", "ratio")
    return _range_or_difference(passage, start, found)


def _range_or_difference(passage: Passage, start: int, found: re.Match[str]) -> Reading | None:
    """``35-20``: to or minus; None where the dash between them is one of the sentence."""
    behind, end = passage.text[max(0, start - 3) : start], found.end()
    is_sum = bool(EQUALS.match(passage.text, end) or _SUM_BEHIND.search(behind))
    asked, falls = is_asked(passage, start), int(found[1]) > int(found[3])
    told = is_sum or asked or any(evidence(passage, start, end, topic) for topic in ("math", "score"))
    if found[2] and falls and not told:
        return None
    left, right = (numbers.cardinal(digits, use_and=passage.style.use_and) for digits in (found[1], found[3]))
    senses = [
        Sense("range", f"{left} to {right}", 1 if falls else 3, "score" if falls else ""),
        Sense("minus", f"{left} minus {right}", 6 if is_sum else 3 * asked, "math", "operator"),
    ]
    if not found[2] and int(found[1]) + int(found[3]) == 100:
        senses.insert(0, Sense("pair", f"{left} {right}", 4, rule="ratio"))
    return choose(passage, start, end, senses, "range")


def read_season(passage: Passage, start: int) -> Reading | None:
    """``2023/24``: a year and the next one."""
    found = _SEASON.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) in _NO_PAIR_BEFORE:
        return None
    first, second = int(found[1]), int(found[1][:2] + found[2]) if len(found[2]) == 2 else int(found[2])
    if second != first + 1:
        return None
    joint = " " if len(found[2]) == 2 else " to "
    later = numbers.cardinal(found[2]) if len(found[2]) == 2 and found[2] >= "10" else numbers.year(str(second))
    return Reading(found.end(), f"{numbers.year(found[1])}{joint}{later}", "season")


def read_count_off(passage: Passage, start: int) -> Reading | None:
    """``3-2-1``: three or more small numbers, one by one."""
    found = _COUNT_OFF.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) in ("-", ".", "/", ":", "#", "$"):
        return None
    return Reading(found.end(), ", ".join(numbers.cardinal(number) for number in found[0].split("-")), "list")


def _years(passage: Passage, first: str, second: str, end: int) -> str:
    """``1939–45`` and ``1998-2004`` in words; "" where they count something."""
    if len(first) != 4 or int(first) not in YEARS:
        return ""
    if len(second) == 2 and (int(second) > int(first[2:]) or (second == "00" and first[2:] == "99")):
        century = int(first[:2]) + (second == "00")
        tail = numbers.year(f"{century}{second}") if second < "10" else numbers.cardinal(second)
        return f"{numbers.year(first)} to {tail}"
    if len(second) == 1 and int(second) == int(first[3]) + 1:
        return f"{numbers.year(first)} to {numbers.cardinal(first[2] + second)}"
    if len(second) != 4 or not int(first) < int(second) < YEARS.stop:
        return ""
    noun = passage.next_word(end).lower()
    round_numbers = first.endswith("00") and second.endswith("00")
    if noun and round_numbers and (is_plural_noun(passage, noun) or noun in passage.tables.units):
        return ""
    return f"{numbers.year(first)} to {numbers.year(second)}"


def read_word_span(passage: Passage, start: int) -> Reading | None:
    """``Mon-Fri``, ``Oct-Dec 2024``, ``Q1-Q3``, ``May 3–10``, ``K-8``: from one to the other."""
    text = passage.text
    if passage.is_joined(start):
        return None
    if found := _QUARTER_SPAN.match(text, start):
        half = f"{found[1]} {numbers.ONES[int(found[2])]} to {found[1]} {numbers.ONES[int(found[3])]}"
        return Reading(found.end(), half + (f" {numbers.year(found[4])}" if found[4] else ""), "range")
    if (found := _DAY_SPAN.match(text, start)) and is_month(found[1], True) and found[1][0].isupper():
        if int(found[2]) < int(found[3]) < 32:
            name = _MONTHS[found[1][:3].lower()]
            in_year = f", {numbers.year(found[4])}" if found[4] else ""
            spoken = f"{name} {numbers.ordinal(found[2])} to {numbers.ordinal(found[3])}{in_year}"
            return Reading(found.end(), spoken, "range")
        return None
    if found := _GRADES.match(text, start):
        return _grades(passage, start, found)
    found = _WORD_SPAN.match(text, start)
    if not found or not found[1][0].isupper() or not found[2][0].isupper():
        return None
    for names in (_DAYS, _MONTHS):
        first, last = _full(names, found[1]), _full(names, found[2])
        if first and last:
            end = found.end(2) if found[3] and passage.ends_sentence(found.end()) else found.end()
            year = _YEAR_AHEAD.match(text, end)
            tail = f" {numbers.year(year[1])}" if year else ""
            return Reading(year.end() if year else end, f"{first} to {last}{tail}", "range")
    return None


def read_weekday(passage: Passage, start: int) -> Reading | None:
    """``Fri, Jan 5`` and ``Tue.``: a day's short name where a date or a full stop shows that it is one."""
    found = _WEEKDAY.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.is_wordy(found.end()):
        return None
    if passage.previous_word(start).lower() in ("the", "our", "a"):
        return None  # the Sun, 150 million kilometers away
    end = found.end()
    if found[0].endswith(".") and passage.ends_sentence(end):
        if found[1] in ("Sat", "Sun") and not _DAY_BEFORE.search(passage.text[max(0, start - 24) : start]):
            return None
        end -= 1
    return Reading(end, _DAYS[found[1].lower()], "date")


def _full(names: dict[str, str], written: str) -> str:
    """The full name behind a short or full one, "" for other words."""
    name = names.get(written.lower()) or names.get(written[:3].lower(), "")
    return name if written.lower() in names or name == written else ""


def _grades(passage: Passage, start: int, found: re.Match[str]) -> Reading | None:
    """``K-8`` schools: K to eight; a ``10-K`` filing: ten K."""
    if found[1]:
        if found[1] == "k" or not 1 <= int(found[2]) <= 16:
            return None
        return Reading(found.end(), f"K to {numbers.cardinal(found[2])}", "range") if found[2] != "1" else None
    if passage.char(found.end()) in (")", "=") or passage.char(start - 1) in ("(", "=", "+"):
        return None
    return Reading(found.end(), f"{numbers.cardinal(found[3])} {found[4]}", "name")
