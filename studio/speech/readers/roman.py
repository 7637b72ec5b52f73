"""Roman numerals: ``World War II``, ``Henry VIII``, ``King David I``, ``II Corinthians``, a heading ``XIV.``"""

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.passage import Passage, Reading

_NUMERAL = re.compile(
    r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w|-\w|['’](?!s\b))(['’]s)?"
)
_NUMBERED = re.compile(
    r"(?:([A-Za-z]+)|([Vv]ol|VOL|[Cc]h|[Cc]hap|CHAP|Geo|Edw|Chas|Wm|No|[Ff]ig|[Ss]ec|[Pp]t|Art|Bk|[Ee]p|Mk)\.)\s\Z"
)
_EARLIER = re.compile(r"\b([A-Z][a-z]+) [IVX]{1,5}(?: and|,| or| to| &) \Z")
_HEADING = re.compile(r"(?:\A|\n)[ \t#*]*\Z")
_HEADS = re.compile(r"[.:)]?\s*(?:\Z|\n)|[.:] +[A-Z\"“][A-Za-z]{2}|[.:] +A [A-Z]|: +[A-Z]| +[–—-] ")
_INITIALS = re.compile(r" [A-Z](?![a-z])| triple")
_TITLED = re.compile(
    r"\b(?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Prince|Princess|Duke|Count|Sultan|Shah|Kaiser|Saint|St\.)"
    r" (?:[A-Z][a-zé]+ ){0,2}\Z"
)
_OF_A_REALM = re.compile(
    r" and\b| &| of [A-Z]|[,.;:)](?:\s|\Z)|\Z| \(|\s(?:was|is|had|died|ruled|reigned|became|married|founded)\b"
)
_REIGNS = re.compile(r" of (?!a\b|the\b)[A-Z]|[.;:)](?:\s|\Z)|\Z| & [IVX]")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
#: Numerals that are more often something else.
_NOT_NUMERALS = frozenset("CD DC MD MC CV DI LI MI CI MIX DIM MM CC MV XL LL DVI CI CL ML DL MIL LD".split())


_ORDINAL = re.compile(r"(?=[IVX])(X{0,3}(?:IX|IV|V?I{0,3}))(?:st|nd|rd|th)(?!\w)")
_SMALL = re.compile(r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})(?![\w'’]|-\w|\.\w)")


def read_roman_ordinal(passage: Passage, start: int) -> Reading | None:
    """``the XVIIIth century``: eighteenth."""
    found = _ORDINAL.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    return Reading(found.end(), numbers.ordinal(_value(found[1])), "ordinal")


def read_small_roman(passage: Passage, start: int) -> Reading | None:
    """``page xii``, ``Part ii``: small numerals behind what they number."""
    found = _SMALL.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    named = _NUMBERED.search(passage.text[max(0, start - 24) : start])
    before = (named[1] or named[2]).lower() if named else ""
    if not passage.tables.is_a("numbered", before):
        return None
    return Reading(found.end(), numbers.cardinal(_value(found[0].upper())), "roman")


def read_roman(passage: Passage, start: int) -> Reading | None:
    """A roman numeral behind what it numbers, before a book of the Bible, or alone as a heading."""
    found = _NUMERAL.match(passage.text, start)
    if (
        not found
        or found.end() == start
        or passage.is_wordy(start - 1)
        or passage.char(start - 1) in ("'", "’", "-", "/")
    ):
        return None
    possessive = found[1] or ""
    numeral = found[0].removesuffix(possessive)
    end = found.end()
    if not numeral:
        return None
    if passage.tables.is_a("biblebook", passage.next_word(end)) and numeral in ("I", "II", "III", "IV"):
        return Reading(end, numbers.ordinal(_value(numeral)).capitalize(), "roman")
    if _is_heading(passage, start, end, numeral):
        return Reading(end, numbers.cardinal(_value(numeral)), "roman")
    if not passage.char(start - 1).isspace():
        return None
    name_end = end - len(possessive)
    spoken = _behind_another(passage, start, numeral) or _behind_a_name(
        passage, start, name_end, numeral, bool(possessive)
    )
    if passage.char(end) == "." and not passage.ends_sentence(end + 1):
        end += 1  # "Chap. IX. of it"
    return Reading(end, spoken + ("'s" if possessive else ""), "roman") if spoken else None


def _behind_another(passage: Passage, start: int, numeral: str) -> str:
    """``World War I and II``, ``James I & VI``: what the numeral before it is, this one is, too."""
    earlier = _EARLIER.search(passage.text[max(0, start - 32) : start])
    if not earlier or numeral in "XLCDM":
        return ""
    if passage.tables.is_a("regnal", earlier[1].lower()):
        return f"the {numbers.ordinal(_value(numeral))}"
    return numbers.cardinal(_value(numeral)) if passage.tables.is_a("numbered", earlier[1].lower()) else ""


def _is_heading(passage: Passage, start: int, end: int, numeral: str) -> bool:
    """Whether the numeral opens its line and what follows is a title, or nothing."""
    if not _HEADING.search(passage.text[max(0, start - 8) : start]) or not _HEADS.match(passage.text, end, end + 24):
        return False
    if len(numeral) > 1:
        return numeral not in _NOT_NUMERALS and (len(numeral) > 3 or not set(numeral) & set("CDM"))
    return (
        numeral in "IVX"
        and passage.char(end) in (".", ":")
        and passage.text[end : end + 24].strip(". :").isprintable()
        and len(passage.text) > end + 1
        and passage.char(end + 1) == " "
    )


def _behind_a_name(passage: Passage, start: int, end: int, numeral: str, possessive: bool) -> str:
    named = _NUMBERED.search(passage.text[max(0, start - 24) : start])
    if not named or _INITIALS.match(passage.text, end, end + 8):
        return ""
    name = named[1] or named[2]
    before, capital, value = name.lower(), name[0].isupper(), _value(numeral)
    short = numeral in ("I", "V", "X", "L", "C", "D", "M")
    titled = bool(_TITLED.search(passage.text[max(0, start - 40) : start]))
    if capital and (titled or passage.tables.is_a("regnal", before)) and value <= 30:
        told = (_OF_A_REALM if titled else _REIGNS).match(passage.text, end, end + 16)
        sure = not short or possessive or numeral == "V" or bool(told)
        return f"the {numbers.ordinal(value)}" if sure and numeral not in "LCDM" else ""
    if before == "no" and numeral == "I":
        return ""
    if passage.tables.is_a("numbered", before):
        return (
            numbers.cardinal(value)
            if (capital or not short) and numeral not in _NOT_NUMERALS and numeral not in "LCDM"
            else ""
        )
    plain_name = (capital or numeral.count("I") > 1) and name[1:].islower()
    plain_name = plain_name and not passage.tables.is_a("function", before)
    if plain_name and not short and not set(numeral) & set("CDM") and numeral not in _NOT_NUMERALS:
        return numbers.cardinal(value)
    return ""


def _value(numeral: str) -> int:
    values = [_VALUES[letter] for letter in numeral]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))
