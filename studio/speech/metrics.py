"""The quantified metrics of a written text, for audits and linter rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from studio.speech.speak import speak
from studio.speech.style import HOUSE, Style
from studio.speech.tables import tables_for

METRIC_RULES = frozenset(
    ("quantity", "rate", "percent", "multiplier", "currency", "bound", "approximate", "magnitude", "duration", "signed")
)

_NUMBER_RULES = frozenset(("cardinal", "decimal"))


@dataclass(frozen=True, slots=True)
class Metric:
    """Characters ``[start, end)`` of the written text that state a measured value; ``rule`` is what kind.

    Rules: ``quantity`` (with a unit), ``rate``, ``percent``, ``multiplier``, ``currency``, ``bound`` (``50+``,
    ``<10``), ``approximate`` (``~50``), ``magnitude`` (``2M``), ``duration``, ``signed`` (``+15``).
    """

    start: int
    end: int
    rule: str
    text: str


def metrics(text: str, style: Style = HOUSE) -> tuple[Metric, ...]:
    """Every quantified metric that a written text states, in order. A bare count ("5 nodes") is none.

    A number before a unit that is spelled out ("96 bytes", "128-bit") is a ``quantity`` as well.
    """
    found = []
    for piece in speak(text, style).pieces:
        start, end, rule = piece.written_start, piece.written_end, piece.rule
        if rule in _NUMBER_RULES and (unit := _spelled_units(style).match(text, end)):
            end, rule = unit.end(), "quantity"
        if rule in METRIC_RULES:
            found.append(Metric(start, end, rule, text[start:end]))
    return tuple(found)


@lru_cache(maxsize=8)
def _spelled_units(style: Style) -> re.Pattern[str]:
    units = tables_for(style).units.values()
    words = sorted(
        {word for unit in units for word in (unit.singular, unit.plural)}, key=lambda word: (-len(word), word)
    )
    return re.compile(rf"[ \u00a0\u202f-](?:{'|'.join(map(re.escape, words))})\b")
