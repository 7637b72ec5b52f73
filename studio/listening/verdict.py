"""Is this take what was to be said? The limits, and the words for what is over them.

The limits were chosen by measurement (``bench/listening.py``): on a good synthetic voice they find at least 95 of 100
planted faults and object to at most one clean take in a hundred.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.listening.compare import Comparison, Kind, Run


class FaultKind(StrEnum):
    """What is wrong with a take."""

    DROPPED = "dropped"
    REPEATED = "repeated"
    INVENTED = "invented"
    OTHER_WORDS = "other words"
    SILENCE = "silence"
    TOO_LONG = "too long"
    TOO_SHORT = "too short"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and ``message`` in words."""

    kind: FaultKind
    message: str

    def __str__(self) -> str:
        return self.message


#: How much may be missing, added or otherwise, in speech sounds: an article's worth, no more …
_MOST_MISSING, _MOST_ADDED, _MOST_OTHERWISE = 1.0, 1.5, 1.5
#: … unless it is a small part of the words in question and no word's worth: that is a matter of pronunciation.
_SMALL_SHARE, _WORDS_WORTH = 0.22, 3.0
_KINDS = {
    Kind.DROPPED: FaultKind.DROPPED,
    Kind.REPEATED: FaultKind.REPEATED,
    Kind.INVENTED: FaultKind.INVENTED,
    Kind.MISHEARD: FaultKind.OTHER_WORDS,
}
#: The longest pause that a voice makes within a sentence by itself is 0.8 s.
_MOST_SILENCE_S = 0.95
#: Longer by this much, and by this part of what the voice needs; a few words that take their time are no fault.
_MOST_SURPLUS_S, _MOST_SURPLUS_SHARE = 0.85, 0.17
#: Shorter likewise: words that are missing are mostly heard to be missing.
_MOST_DEFICIT_S, _MOST_DEFICIT_SHARE = 1.2, 0.25


def judge(comparison: Comparison, silence: tuple[float, float], length_s: float, surplus_s: float) -> tuple[Fault, ...]:
    """What is wrong with a take; nothing is a pass.

    Args:
        comparison: of its text and what was heard.
        silence: start and end in seconds of the longest silence in it.
        length_s: of the take.
        surplus_s: by how many seconds it is longer than its voice needs for the text.
    """
    faults = [_wrong_words(run) for run in comparison.runs if _is_fault(run)]
    start_s, end_s = silence
    needed_s = length_s - surplus_s
    if end_s - start_s > _MOST_SILENCE_S:
        message = f"{end_s - start_s:.1f} s of silence from {start_s:.1f} s on"
        faults.append(Fault(FaultKind.SILENCE, message))
    elif surplus_s > max(_MOST_SURPLUS_S, _MOST_SURPLUS_SHARE * needed_s):
        message = f"{surplus_s:.1f} s longer than this voice needs for the text"
        faults.append(Fault(FaultKind.TOO_LONG, message))
    elif -surplus_s > max(_MOST_DEFICIT_S, _MOST_DEFICIT_SHARE * needed_s):
        message = f"{-surplus_s:.1f} s shorter than this voice needs for the text"
        faults.append(Fault(FaultKind.TOO_SHORT, message))
    return tuple(faults)


def _is_fault(run: Run) -> bool:
    if run.share <= _SMALL_SHARE and abs(run.missing) < _WORDS_WORTH:
        return False
    return run.missing > _MOST_MISSING or -run.missing > _MOST_ADDED or run.sounds > _MOST_OTHERWISE


def _wrong_words(run: Run) -> Fault:
    kind = _KINDS[run.kind]
    if run.kind is Kind.MISHEARD:
        return Fault(kind, f"heard “{run.heard}” instead of “{run.said}”")
    return Fault(kind, f"{run.kind} “{run.said or run.heard}”")
