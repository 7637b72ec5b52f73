"""Words that a recogniser takes for others, as lines that are ready for a lexicon."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from studio.listening.compare import Comparison, Kind, Run
from studio.listening.sounds import VOICE

_POSSESSIVE = re.compile(r"['’]s?$")
#: Shorter words are misheard for their neighbours' sake, not for their own.
_LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Advice:
    """A word that was not understood.

    Attributes:
        word: as it is to be spoken, without a possessive ending.
        heard: what was heard for it, each once.
        times: how often it was not understood.
        line: for a lexicon file: the sound by rule, to be mended by ear; empty where the lexicon has the word already.
    """

    word: str
    heard: tuple[str, ...]
    times: int
    line: str


def advise(comparisons: Iterable[Comparison]) -> tuple[Advice, ...]:
    """Single words that were misheard, the most frequent first."""
    from studio.engines.espeak_library import reading

    misheard: dict[str, list[Run]] = defaultdict(list)
    for comparison in comparisons:
        for run in comparison.runs:
            if run.kind is Kind.MISHEARD and not re.search(r"\s", run.said) and len(run.said) >= _LEAST_LETTERS:
                misheard[_POSSESSIVE.sub("", run.said)].append(run)
    if not misheard:
        return ()
    with reading(VOICE) as ipa_of:
        found = [
            Advice(
                word,
                tuple(dict.fromkeys(run.heard for run in runs)),
                len(runs),
                "" if any(run.in_lexicon for run in runs) else _line(word, ipa_of(word)),
            )
            for word, runs in misheard.items()
        ]
    return tuple(sorted(found, key=lambda one: (-one.times, one.word.lower())))


def _line(word: str, ipa: str) -> str:
    import yaml

    return yaml.safe_dump({word: {"ipa": ipa}}, allow_unicode=True, default_flow_style=None).strip()
