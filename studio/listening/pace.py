"""How long a take is against what its voice needs for such a text: what is left over is not the text.

A voice's pace is fitted to its own takes: so much for each speech sound, so much for each pause that punctuation asks
for, and a constant. Takes that fall out of line are left out of the fit, so that faults do not set the pace.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

#: Fewer takes do not show a voice's pace.
LEAST_TAKES = 24
_ROUNDS = 3
#: Median absolute deviations, about 2.7 standard deviations, up to which a take is in line.
_IN_LINE = 4.0
#: Less than this is no matter of pace.
_LEAST_S = 0.05
_CLAUSE_END, _SENTENCE_END = re.compile(r"[,;:—–](?=\s)"), re.compile(r"[.!?…](?=\s)")
#: A pause between sentences is about as long as three within one.
_SENTENCE_PAUSES = 3


class Length(NamedTuple):
    """A take as its pace sees it: how much there was to say in speech sounds, how many pauses, and what it took."""

    sounds: float
    pauses: int
    length_s: float


def pauses_in(text: str) -> int:
    """How many pauses punctuation asks for within a text, in pauses between clauses."""
    return len(_CLAUSE_END.findall(text)) + _SENTENCE_PAUSES * len(_SENTENCE_END.findall(text))


def surplus_s(takes: Sequence[Length]) -> list[float]:
    """By how many seconds each take is longer (or, negative, shorter) than its voice needs; 0 where that is not known.

    Args:
        takes: of one voice.
    """
    import numpy as np

    if len(takes) < LEAST_TAKES:
        return [0.0] * len(takes)
    asked = np.array([(take.sounds, take.pauses, 1.0) for take in takes])
    lengths_s = np.array([take.length_s for take in takes])
    in_line = np.ones(len(takes), bool)
    surplus = np.zeros(len(takes))
    for _ in range(_ROUNDS):
        pace = np.linalg.lstsq(asked[in_line], lengths_s[in_line], rcond=None)[0]
        surplus = lengths_s - asked @ pace
        apart = np.abs(surplus - np.median(surplus))
        in_line = apart <= max(_IN_LINE * float(np.median(apart)), _LEAST_S)
    return [round(float(value), 3) for value in surplus]
