"""Numbers around a slash: fractions, days of a month, shares, lists. ``1/4`` is a quarter or the fourth of January."""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import math
import re

from studio.speech import numbers
from studio.speech.context import Sense, choose
from studio.speech.passage import Passage, Reading
from studio.speech.readers.amounts import leads, unit_after
from studio.speech.readers.common import EQUALS, operand
from studio.speech.tables import MONTHS

_FRACTION = re.compile(
    r"(?:(\d{1,4})[ \u00a0-])?(\d{1,4})[/⁄](\d{1,4})(?:ths?|TH|rds?|nds?|st)?(?![\w/^⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ]|[.,:]\d|-\d)"
)
_LIST = re.compile(r"\d{1,5}(?:\.\d{1,4})?(?:/\d{1,5}(?:\.\d{1,4})?){2,5}(?![\w/]|\.\d)")
VULGAR = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅚": (5, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
    "⅐": (1, 7),
    "⅑": (1, 9),
    "⅒": (1, 10),
}
_MIXED = re.compile(r"(\d{1,4})[ \u00a0]?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒])")
_OF = re.compile(r"(?: of\b|-)|(?: an?)? (?:cup|inch|mile|hour|turn|mark|point|share|pound|ounce|size|full|majority)")
_TIME_SIGNATURE = re.compile(r" (?:time|beat|meter|bars?)\b")
_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64, 100, 1000))
_EARLIER_DATE = re.compile(r"\d{1,2}/\d{1,2} ?(?:[-–—&]|to|and|or|until|through) ?\Z")
_LATER_DATE = re.compile(r" ?(?:[-–—]|to|and|or|until|through) ?\d{1,2}/\d{1,2}(?![\d/]| of\b)")


def read_fraction(passage: Passage, start: int) -> Reading | None:
    """``1/3`` one third, ``3 5/2`` three and five halves, ``80/20`` eighty twenty, ``on 3/20`` March twentieth."""
    if passage.is_joined(start) or passage.char(start - 1) in ("/", ".", ":"):
        return None
    if found := _MIXED.match(passage.text, start):
        part = say_fraction(*VULGAR[found[2]])
        return Reading(found.end(), f"{numbers.cardinal(found[1])} and {_a_half(part)}", "fraction")
    found = _FRACTION.match(passage.text, start)
    if not found or (found[1] and (int(found[2]) >= 10 or int(found[3]) < 2)):
        return None
    over, under = int(found[2]), int(found[3])
    if found[1]:
        spoken = f"{numbers.cardinal(found[1])} and {_a_half(say_fraction(over, under))}"
        unit, end = unit_after(passage, found.end())
        return Reading(end, spoken + unit, "quantity" if unit else "fraction")
    if over == 0 or under == 0:
        joint = "over" if under else "divided by"
        return Reading(found.end(), f"{numbers.cardinal(over)} {joint} {numbers.cardinal(under)}", "operator")
    if (over, under) in _IDIOMS or over + under == 100:
        return Reading(found.end(), f"{numbers.cardinal(over)} {numbers.cardinal(under)}", "ratio")
    unit, end = unit_after(passage, found.end(), is_one=over < under)
    if unit and not _is_part(over, under):
        listed, end = unit_after(passage, found.end())
        return Reading(end, f"{numbers.cardinal(over)}, {numbers.cardinal(under)}{listed}", "list")
    if unit:
        of = "" if over == 1 or over > under else f" of a{'n' if unit[1] in 'aeiou' or unit == ' hour' else ''}"
        return Reading(end, f"{say_fraction(over, under)}{of}{unit}", "quantity")
    return choose(passage, start, found.end(), _senses(passage, start, found, over, under), "fraction")


def _is_part(over: int, under: int) -> bool:
    """Whether a measure is divided so: by a usual denominator, in lowest terms."""
    return under in _DENOMINATORS and math.gcd(over, under) == 1


def read_signed_fraction(passage: Passage, start: int) -> Reading | None:
    """``-1/2`` minus one half, ``~3/4`` about three quarters: behind a sign it is neither a day nor a pair."""
    lead, kind, position = leads(passage, start)
    found = _FRACTION.match(passage.text, position) if position > start else None
    if not found or found[1] or not (int(found[2]) and int(found[3])):
        return None
    return Reading(found.end(), lead + say_fraction(int(found[2]), int(found[3])), kind)


def _senses(passage: Passage, start: int, found: re.Match[str], over: int, under: int) -> list[Sense]:
    """What two numbers around a slash may mean, by how usual that is for them."""
    text, end = passage.text, found.end()
    is_part = bool(_OF.match(text, end))
    simple = over < under <= 10 or (over == 1 and under in (12, 16, 20, 50, 100, 1000))
    beat = bool(_TIME_SIGNATURE.match(text, end))
    likely = 6 if beat else 2 if over > under > 5 else -2
    pair = Sense("pair", f"{numbers.cardinal(over)} {numbers.cardinal(under)}", likely, rule="ratio")
    # A numerator of one, or a small one below a small denominator, is a fraction to everybody
    fraction = Sense("fraction", say_fraction(over, under), (5 if is_part else 3 if simple else 1), "fraction")
    senses = [fraction, pair]
    if over > under:
        divided = f"{numbers.cardinal(over)} divided by {numbers.cardinal(under)}"
        senses.append(Sense("divided", divided, 6 if EQUALS.match(text, end) else -1, "math", "operator"))
    if day := _day(passage, found[2], found[3]):
        dated = bool(_EARLIER_DATE.search(text[max(0, start - 14) : start]) or _LATER_DATE.match(text, end))
        before = passage.previous_word(start).lower()
        told = 5 if passage.tables.is_a("dayword", before) else 2 if passage.tables.is_a("maybe-day", before) else 0
        senses.append(Sense("date", day, (told + 3 * dated) * (not is_part), "" if is_part else "date", "date"))
    return senses


def _day(passage: Passage, first: str, second: str) -> str:
    """``3/20`` as a day of the year in the house's order, "" where it cannot be one."""
    month, day = int(first), int(second)
    if passage.style.date_order != "month-day":
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31) or ("0" in (first[:1], second[:1]) and len(first) + len(second) < 4):
        return ""
    nth = numbers.ordinal(day)
    return (
        f"the {nth} of {MONTHS[month - 1]}" if passage.style.date_order != "month-day" else f"{MONTHS[month - 1]} {nth}"
    )


def read_vulgar(passage: Passage, start: int) -> Reading | None:
    """``½`` and its like on their own."""
    pair = VULGAR.get(passage.char(start))
    return Reading(start + 1, say_fraction(*pair), "fraction") if pair else None


def read_listed(passage: Passage, start: int) -> Reading | None:
    """``3/12/80 ms``: three or more figures, with the unit behind the last."""
    found = _LIST.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) in ("/", ".", ":"):
        return None
    if operand(passage, start, -1) and passage.char(start - 1) == "/":
        return None
    said = ", ".join(numbers.decimal(number) for number in found[0].split("/"))
    unit, end = unit_after(passage, found.end())
    return Reading(end, said + unit, "list")


_IDIOMS = frozenset(((24, 7), (20, 20), (50, 50), (9, 11), (7, 11)))


def _a_half(part: str) -> str:
    return "a half" if part == "one half" else part


def say_fraction(over: int, under: int) -> str:
    """``2, 3`` → "two thirds"."""
    if under == 1 or (under > 100 and under != 1000):
        return f"{numbers.cardinal(over)} over {numbers.cardinal(under)}"
    return f"{numbers.cardinal(over)} {numbers.denominator(under, plural=over != 1)}"
