"""What a sentence is about: the evidence by which one of several readings is chosen.

A written form that means several things has a sense for each of them. Every sense names a topic of ``topics.tsv``;
each word of that topic in the sentence speaks for it, a near word twice, the next word six times. The best sense is
said. Where another comes close, the reading is in doubt, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from studio.speech.passage import Alternative, Passage, Reading

_REACH = 110
_NEAR = 28
_NEXT = 2
_WORD = re.compile(r"[A-Za-z]{2,24}|(?<=\d)[hs](?![A-Za-z])")  # a lone letter is evidence as a unit
_SENTENCE_END = re.compile(r"[.!?][\"')”’]?\s+(?=[A-Z])|\n\n")
#: By how much the best sense has to lead for its reading to be sure.
_SURE = 2
_PINNED = 1000


@dataclass(frozen=True, slots=True)
class Sense:
    """One way to read a form: ``weight`` is how usual it is, ``topic`` what speaks for it ("" for nothing).

    ``rule`` is the rule of its reading where it is another than that of the form's other senses.
    """

    kind: str
    spoken: str
    weight: int = 0
    topic: str = ""
    rule: str = ""


def evidence(passage: Passage, start: int, end: int, topic: str) -> int:
    """How much the sentence around ``[start, end)`` speaks for a topic: one for each of its words, more if near."""
    words = passage.tables.topics.get(topic)
    if not words:
        return 0
    left, right = _sentence(passage.text, start, end)
    total = 0
    for found in _WORD.finditer(passage.text, left, start):
        if found[0].lower() in words:
            total += _weight(start - found.end())
    for found in _WORD.finditer(passage.text, end, right):
        if found[0].lower() in words:
            total += _weight(found.start() - end)
    return total


def _weight(distance: int) -> int:
    return 6 if distance <= _NEXT else 2 if distance <= _NEAR else 1


def ranked(passage: Passage, start: int, end: int, senses: Iterable[Sense]) -> list[tuple[int, Sense]]:
    """The senses with their scores, best first; the earlier one on a tie. What the author pinned is beyond doubt.

    Far-fetched senses that nothing in the sentence speaks for are left out.
    """
    scored = [
        (_PINNED if sense.kind == passage.pinned else sense.weight + evidence(passage, start, end, sense.topic), sense)
        for sense in senses
    ]
    best, *others = sorted(scored, key=lambda pair: -pair[0])
    return [best, *(pair for pair in others if pair[0] >= 0)]


def choose(passage: Passage, start: int, end: int, senses: Iterable[Sense], rule: str) -> Reading:
    """The reading of ``[start, end)`` that the sentence speaks for, with its alternatives."""
    scored = ranked(passage, start, end, senses)
    readings = tuple(Alternative(sense.kind, sense.spoken) for _, sense in scored)
    others = readings if len(readings) > 1 else ()
    return Reading(
        end, readings[0].spoken, scored[0][1].rule or rule, others, is_sure=is_sure([score for score, _ in scored])
    )


def is_sure(scores: list[int]) -> bool:
    """Whether the first of these scores leads by enough."""
    return len(scores) < 2 or scores[0] - scores[1] >= _SURE


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence around a form, within reach."""
    left = max(0, start - _REACH)
    for stop in _SENTENCE_END.finditer(text, left, start):
        left = stop.end()
    stop_after = _SENTENCE_END.search(text, end, min(len(text), end + _REACH))
    return left, stop_after.start() if stop_after else min(len(text), end + _REACH)
