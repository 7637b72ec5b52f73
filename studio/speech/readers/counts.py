"""Numbers that count or name: ordinals, fractions, ratios, years, versions, plain cardinals and decimals."""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.passage import Alternative, Passage, Reading
from studio.speech.readers.amounts import unit_after
from studio.speech.readers.common import EQUALS, NUMBER_AT, bare, is_asked, say_number
from studio.speech.readers.nouns import is_adjunct
from studio.speech.readers.years import is_year, may_be_year

_ORDINAL = re.compile(r"(\d{1,3}(?:,\d{3}){1,7}|\d{1,18})(\.\d{1,4})?(st|nd|rd|th|ST|ND|RD|TH)(?![A-Za-z0-9])")
_RATIO = re.compile(r"(\d{1,4}(?:\.\d{1,6})?):(\d{1,4})((?::\d{1,4})?)(?![\w:.]{0,8}\d|:\w)")
_DIMENSION = re.compile(
    r"(\d{1,5}(?:\.\d{1,6})?)( ?)[x×]\2(\d{1,5}(?:\.\d{1,6})?)(?:\2[x×]\2(\d{1,5}))?(?![\w.]{0,8}[\d⁰-⁹^])"
)
_VERSION = re.compile(
    r"(\d{1,6}(?:\.\d{1,6}){1,5}|\d{1,4})((?:\.[xX*])?)(?:-(alpha|beta|rc|RC)[.-]?(\d{0,3}))?(t?)(?![\w]|\.\d)"
)
_V = re.compile(r"[vV](?:er)?\.? ?(?=\d)")
_SPLIT = re.compile(r"(\d{1,4})\. (\d{1,4})(?![\w.,]{0,3}\d|\w)")
_MILITARY = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d(?= hours\b)")
_NAMED = re.compile(r"([\w.+#]+)[ \u00a0]v?\Z")


def read_ordinal(passage: Passage, start: int) -> Reading | None:
    """``21st`` → "twenty-first"; a suffix that does not fit its number is left to others."""
    found = _ORDINAL.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    digits = bare(found[1])
    if found[2]:
        whole = f"{numbers.cardinal(digits)} point {numbers.spell_digits(found[2][1:-1])}".rstrip()
        return Reading(found.end(), f"{whole} {numbers.ordinal(found[2][-1])}", "ordinal")
    spoken = numbers.ordinal(digits, use_and=passage.style.use_and)
    fits = {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th") if digits[-2:-1] != "1" else "th"
    return Reading(found.end(), spoken, "ordinal") if fits == found[3].lower() else None


def read_ratio(passage: Passage, start: int) -> Reading | None:
    """``2:1`` two to one, ``16:9`` sixteen to nine; clock times are longer and win."""
    found = _RATIO.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) in (":", "."):
        return None
    parts = [part for part in found[0].split(":") if part]
    return Reading(found.end(), " to ".join(numbers.decimal(part) for part in parts), "ratio")


def read_dimension(passage: Passage, start: int) -> Reading | None:
    """``1920x1080``, ``3×3``: "by" between the sides."""
    found = _DIMENSION.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    if found[2] and "×" in found[0] and "=" in passage.text[found.end() : found.end() + 3]:
        return None
    sides = [side for side in (found[1], found[3], found[4]) if side]
    say = numbers.grouped if all(len(side) in (3, 4) and side.isdigit() for side in sides) else numbers.decimal
    end = found.end()
    if (found[2] and is_asked(passage, start)) or (found[1].isdigit() and EQUALS.match(passage.text, end)):
        return Reading(end, " times ".join(say(side) for side in sides), "operator")
    unit, end = unit_after(passage, end)
    if unit and is_adjunct(passage, start, end):
        unit, end = unit_after(passage, found.end(), is_one=True)
    return Reading(end, " by ".join(say(side) for side in sides) + unit, "dimension")


def read_version(passage: Passage, start: int) -> Reading | None:
    """``v2.3.1``, ``2.3.1``, ``version 3.11``, ``Python 3.11``: each component is a number of its own."""
    prefix = _V.match(passage.text, start)
    found = _VERSION.match(passage.text, prefix.end() if prefix else start)
    if not found or passage.is_joined(start) or passage.char(start - 1) in (".", "-", "$"):
        return None
    if (
        prefix
        and prefix[0][0] == "V"
        and "." not in found[1]
        and passage.previous_word(start) not in ("version", "Version")
    ):
        return None
    named = bool(prefix) or found[1].count(".") > 1 or bool(found[2] or found[3]) or _is_product(passage, start)
    if not named or ("." not in found[0] and not prefix):
        return None
    if found[5] and passage.previous_word(start) not in ("Python", "CPython"):
        return None
    said = f"{_components(found[1])}{' point x' if found[2] else ''}"
    if found[3]:
        said += f" {'R C' if found[3].lower() == 'rc' else found[3]}"
        said += f" {numbers.cardinal(found[4])}" if found[4] else ""
    said += " T" if found[5] else ""  # built without the global lock
    if prefix and passage.previous_word(start).lower() not in ("version", "versions"):
        said = f"{passage.style.version} {said}"
    return Reading(found.end(), said, "version")


def _components(version: str) -> str:
    first, *rest = version.split(".")
    return " point ".join(
        [numbers.cardinal(first)]
        + [
            f"oh {numbers.cardinal(p)}" if len(p) == 2 and p[0] == "0" and p != "00" else numbers.cardinal(p)
            for p in rest
        ]
    )


def _is_product(passage: Passage, start: int) -> bool:
    before = _NAMED.search(passage.text[max(0, start - 24) : start])
    return before is not None and passage.tables.is_a("product", before[1])


def read_number(passage: Passage, start: int) -> Reading | None:
    """Any number nothing better is known about: a year where the context says so, else a cardinal or decimal."""
    found = NUMBER_AT.match(passage.text, start)
    if not found:
        return None
    if found[0][0] != "." and (passage.is_joined(start) or passage.char(start - 1) == "_"):
        digits = re.compile(r"\d+").match(passage.text, start)
        assert digits is not None
        return Reading(digits.end(), numbers.grouped(digits[0]), "digits")
    if found[0].startswith(".") and passage.char(start - 1).isalnum():
        return None
    if len(found[0]) == 4 and found[0].isdigit() and is_year(passage, start, found.end()):
        return Reading(found.end(), numbers.year(found[0]), "year")
    if len(found[0]) == 4 and found[0].isdigit() and may_be_year(passage, start, found.end()):
        number = Alternative("number", say_number(passage, found[0]))
        either = (number, Alternative("year", numbers.year(found[0])))
        return Reading(found.end(), number.spoken, "cardinal", either, is_sure=False)
    told = passage.previous_word(start).lower() in ("at", "by", "until", "from", "since", "to", "around")
    if (told or found[0][0] == "0") and _MILITARY.match(passage.text, start):
        zero = "zero " if found[0][0] == "0" else ""
        return Reading(found.end(), zero + numbers.grouped(found[0].lstrip("0") or "0"), "time")
    if len(found[0]) == 3 and found[0].isdigit() and _is_named(passage, start):
        return Reading(found.end(), numbers.grouped(found[0]), "name")
    if (split := _SPLIT.match(passage.text, start)) and passage.tables.is_a(
        "decimalword", passage.previous_word(start).lower()
    ):
        return Reading(split.end(), numbers.decimal(f"{split[1]}.{split[2]}"), "decimal")
    if len(found[0]) == 4 and found[0].isdigit() and _is_model(passage, start, found.end()):
        return Reading(found.end(), numbers.grouped(found[0]), "name")
    return Reading(found.end(), say_number(passage, found[0]), "decimal" if "." in found[0] else "cardinal")


def _is_named(passage: Passage, start: int) -> bool:
    """Whether three digits are the name of a flight, a room or a machine: ``Boeing 707``, ``Room 404``."""
    return passage.tables.is_a("model", passage.previous_word(start).lower())


def _is_model(passage: Passage, start: int, end: int) -> bool:
    """Whether four digits are part of a name in capitals (``RTX 4090``) and count nothing."""
    before = passage.previous_word(start)
    return len(before) > 1 and before.isupper() and passage.char(start - 1) == " " and not passage.next_word(end)
