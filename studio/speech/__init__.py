"""Spoken normalisation of technical English: "O(n²) at p99" → "O of n squared at p ninety-nine".

A library of its own: it knows no show and reads no files but its package data.
"""

from studio.speech.entries import Entry, Scope, Sound
from studio.speech.lexicon import Lexicon
from studio.speech.metrics import Metric, metrics
from studio.speech.readas import READ_AS
from studio.speech.speak import Doubt, Spoken, normalise_text, speak, unreadable
from studio.speech.style import HOUSE, Style

__all__ = [
    "HOUSE",
    "READ_AS",
    "Doubt",
    "Entry",
    "Lexicon",
    "Metric",
    "Scope",
    "Sound",
    "Spoken",
    "Style",
    "metrics",
    "normalise_text",
    "speak",
    "unreadable",
]
