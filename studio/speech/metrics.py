"""The quantified metrics of a written text, for audits and linter rules."""

from __future__ import annotations

from dataclasses import dataclass

from studio.speech.speak import speak
from studio.speech.style import HOUSE, Style

METRIC_RULES = frozenset(
    ("quantity", "rate", "percent", "multiplier", "currency", "bound", "approximate", "magnitude", "duration", "signed")
)


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
    """Every quantified metric that a written text states, in order. A bare count ("5 nodes") is none."""
    return tuple(
        Metric(p.written_start, p.written_end, p.rule, text[p.written_start : p.written_end])
        for p in speak(text, style).pieces
        if p.rule in METRIC_RULES
    )
