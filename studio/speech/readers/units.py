"""Which unit a symbol behind a number names, if it is one."""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from studio.speech.context import Sense, is_sure, ranked
from studio.speech.passage import Passage
from studio.speech.readers.amount_words import Amount
from studio.speech.readers.common import is_counted_down
from studio.speech.tables import Unit, UnitSense

_TOWARDS_STREET = re.compile(r"\.? (?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+ (?:St|Street|Ave|Avenue|Rd|Road|Dr|Blvd))\b")


def find_unit(passage: Passage, token: re.Match[str], gap: int, hyphen: bool) -> Unit | None:
    """The unit that a token names here, if it is one and not a word or letter that merely follows."""
    symbol, stop = token[0], token.end()
    unit = passage.tables.units.get(symbol)
    if unit is None or (passage.is_wordy(stop) and passage.char(stop) not in "23²³"):
        return None
    if passage.char(stop) in ("'", "’", "_") or (passage.char(stop) == "-" and passage.is_wordy(stop + 1) and gap):
        return None
    if len(symbol) == 1 and passage.char(stop) == "." and passage.is_wordy(stop + 1):
        return None
    if symbol in ("N", "S", "E", "W") and _TOWARDS_STREET.match(passage.text, stop):
        return None
    if hyphen:
        return unit if len(symbol) > 1 and symbol not in ("in", "op", "bit") else None
    if gap and symbol == "in" and passage.char(stop) == "." and not passage.ends_sentence(stop + 1):
        return unit
    if gap and symbol == "in" and passage.tables.is_a("size", passage.next_word(stop)):
        return unit
    if gap and symbol in ("in", "deg", "t", "op", "l", "w", "y"):
        return None
    if gap and len(symbol) == 1 and symbol.isalpha() and symbol != "B" and not _stands_alone(passage, symbol, stop):
        return None
    return unit


def _stands_alone(passage: Passage, symbol: str, end: int) -> bool:
    """Whether a lone letter after a blank is a unit here: what follows is no noun that it could name."""
    word = passage.next_word(end)
    topics = (passage.tables.topics.get(sense.topic, frozenset()) for sense in passage.tables.senses.get(symbol, ()))
    if any(word.lower() in topic for topic in topics):
        return True
    return not word or passage.tables.is_a("function", word.lower()) or passage.char(end) == "/"


def unit_senses(
    passage: Passage, start: int, amount: Amount, token: re.Match[str], gap: int
) -> tuple[list[UnitSense], bool]:
    """The units that a symbol may stand for at ``[start, token end)``, likeliest first, and whether that is sure."""
    possible = [
        sense
        for sense in passage.tables.senses.get(token[0], ())
        if "." not in amount.number or sense.kind != "millicores"
        if float(amount.number) <= sense.most
    ]
    if len(possible) < 2:
        return possible, True
    favoured = {"length": 3} if gap else {}
    if is_counted_down(passage, start):
        favoured = {"time": 4}
    by_kind = {sense.kind: sense for sense in possible}
    scored = ranked(
        passage,
        start,
        token.end(),
        (Sense(s.kind, "", s.weight + favoured.get(s.unit.kind, 0), s.topic) for s in possible),
    )
    return [by_kind[sense.kind] for _, sense in scored], is_sure([score for score, _ in scored])
