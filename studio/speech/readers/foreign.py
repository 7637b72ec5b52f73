"""Numbers as other countries write them: ``1.234.567``, ``123.500 €``, ``3,14``, ``1'000'000``, ``₹1,00,000``."""

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.context import Sense, choose
from studio.speech.passage import Passage, Reading

_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,5}(?:,\d{1,2})?(?![\w]|[.,-]\d)")
_COMMA = re.compile(r"(?<![\d.,])(?:(\d{1,6}),(\d{1,2})(?![\d\w]|[,.]\d)|(0),(\d{3,6})(?![\d\w]|[,.]\d))")
_EUROS = re.compile(r"([1-9]\d{0,2}(?:\.\d{3}){1,4}|\d{1,6})(?:,(\d\d))?[ \u00a0]?€(?![\d\w])")
_THOUSANDS = re.compile(r"(\d{1,3}),(\d{3})(?![\d\w]|[,.]\d)")
_APOSTROPHES = re.compile(r"([1-9]\d{0,2}(?:['’]\d{3})+)(?:\.(\d+))?(?![\w'’]|[.,]\d)")
_RELEASE = re.compile(r"\b(?:version|release|build|OID|section|chapter|firmware|v)\.? ?\Z", re.IGNORECASE)
_LISTED = re.compile(
    r"[(\[{]\Z|\b(?:pages|figures|sections|steps|items|ports|lines|chapters|verses|numbers|rows|nodes|tables|rooms) \Z"
    r"|\d,? (?:and|or) \Z"
)


def read_dotted(passage: Passage, start: int) -> Reading | None:
    """``1.234.567``: one million two hundred thirty-four thousand five hundred sixty-seven, unless it is a version."""
    found = _DOTTED.match(passage.text, start)
    if not found or not _is_free(passage, start):
        return None
    whole, _, fraction = found[0].partition(",")
    said = numbers.cardinal(whole.replace(".", ""), use_and=passage.style.use_and)
    said += f" point {numbers.spell_digits(fraction)}" if fraction else ""
    version = " point ".join(numbers.cardinal(part) for part in whole.split("."))
    told = bool(_RELEASE.search(passage.text[max(0, start - 12) : start]))
    senses = [Sense("number", said, 2), Sense("version", version, 5 if told else 0)]
    return choose(passage, start, found.end(), senses, "cardinal")


def read_apostrophes(passage: Passage, start: int) -> Reading | None:
    """``1'000'000``, as the Swiss write it: one million."""
    found = _APOSTROPHES.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) in ("'", "’", ".", ","):
        return None
    said = numbers.cardinal(re.sub("['’]", "", found[1]), use_and=passage.style.use_and)
    return Reading(found.end(), said + (f" point {numbers.spell_digits(found[2])}" if found[2] else ""), "cardinal")


def read_euros(passage: Passage, start: int) -> Reading | None:
    """``123.500 €`` and ``3,50 €``: where the sign stands behind, the comma is the decimal one."""
    found = _EUROS.match(passage.text, start)
    if not found or not _is_free(passage, start) or ("." not in found[1] and not found[2]):
        return None
    whole = found[1].replace(".", "")
    said = f"{numbers.cardinal(whole, use_and=passage.style.use_and)} euro{'' if whole == '1' else 's'}"
    if found[2] and int(found[2]):
        joint = " and " if passage.style.cents_and else " "
        said += f"{joint}{numbers.cardinal(found[2])} cent{'' if int(found[2]) == 1 else 's'}"
    return Reading(found.end(), said, "currency")


def read_decimal_comma(passage: Passage, start: int) -> Reading | None:
    """``3,14``: a decimal or two numbers of a list; ``1,234``: thousands, in a text that has no decimal commas."""
    text = passage.text
    if not _is_free(passage, start):
        return None
    if found := _THOUSANDS.match(text, start):
        decimal = f"{numbers.cardinal(found[1])} point {numbers.spell_digits(found[2])}"
        thousands = numbers.cardinal(found[1] + found[2], use_and=passage.style.use_and)
        european = bool(
            _COMMA.search(text, max(0, start - 80), start) or _EUROS.search(text, max(0, start - 80), start)
        )
        senses = [Sense("number", thousands, 3), Sense("decimal", decimal, 2 if european else 0)]
        if found[1] == "0":
            senses = senses[1:]
        return choose(passage, start, found.end(), senses, "cardinal")
    found = _COMMA.match(text, start)
    if not found:
        return None
    whole, fraction = found[1] or found[3], found[2] or found[4]
    decimal = f"{numbers.cardinal(whole)} point {numbers.spell_digits(fraction)}"
    several = f"{numbers.cardinal(whole)}, {numbers.cardinal(fraction)}"
    behind = text[max(0, start - 24) : start]
    listed = bool(_LISTED.search(behind)) and (whole != "0" or behind.endswith("{"))
    senses = [
        Sense("decimal", decimal, 2 + 3 * (whole == "0" and not listed)),
        Sense("list", several, 4 if listed else 1),
    ]
    return choose(passage, start, found.end(), senses, "decimal")


def _is_free(passage: Passage, start: int) -> bool:
    """Whether nothing is joined to the number at its left."""
    return not passage.is_joined(start) and passage.char(start - 1) not in (
        ".",
        ",",
        "$",
        "£",
        "€",
        "-",
        "/",
        ":",
        "₹",
        "=",
        "#",
    )
