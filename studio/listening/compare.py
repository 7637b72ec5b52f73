"""What should have been said against what was heard: which words differ, and where they differ longest.

Words are aligned by their sounds (:mod:`studio.listening.sounds`), several against several where word borders differ
("database", "data base"), so that only what sounds otherwise counts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from studio.listening.sounds import Pronounce, distance, sounds, weight
from studio.speech import normalise_text

if TYPE_CHECKING:
    from studio.model.narration import Pronunciation

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: "One hundred and fifty" is 150 as well as "one hundred fifty" is.
_BEFORE_AND = frozenset(("hundred", "thousand", "million", "billion"))
#: Words against words that may stand for each other as a whole; an initialism is up to four letters against one word.
_GROUPS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1), (3, 3))
#: Keeps groups as small as they can be.
_PER_WORD_MORE = 0.2
#: Up to this part of their sounds words may be heard otherwise and still be the same: one vowel in a long word.
_TOLERANCE = 0.08
#: Words that are added are a repetition when this part of them is in the text.
_REPEATED_SHARE = 0.6


class Kind(StrEnum):
    """What happened to words."""

    MISHEARD = "misheard"
    DROPPED = "dropped"
    REPEATED = "repeated"
    INVENTED = "invented"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its place ``[start, end)`` in the text that was to be spoken or that was heard, and its sounds."""

    text: str
    start: int
    end: int
    sounds: str
    in_lexicon: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words that were heard otherwise.

    Attributes:
        kind: what happened to them.
        said: the words that were to be heard; empty where words were added.
        heard: what was heard for them; empty where they were dropped.
        start, end: characters of the spoken text; an addition has the place where it stands.
        sounds: how much differs, in speech sounds.
        share: the same as a part of what was said or heard, whichever is more.
        missing: by how much less was heard than said, in speech sounds; negative where more was heard.
        in_lexicon: whether the lexicon says how one of these words is spoken.
    """

    kind: Kind
    said: str
    heard: str
    start: int
    end: int
    sounds: float
    share: float
    missing: float
    in_lexicon: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A text and what was heard of it.

    Attributes:
        words: how many were to be heard.
        wrong: how many of them were heard otherwise or not at all, or were added.
        runs: where, the longest divergence first.
        sounds: how much there was to hear, in speech sounds.
    """

    words: int
    wrong: int
    runs: tuple[Run, ...]
    sounds: float

    @property
    def word_error(self) -> float:
        """Wrong, missing and added words by the number of words spoken."""
        return self.wrong / max(1, self.words)


@dataclass(frozen=True, slots=True)
class _Step:
    """Some words against some words, and how far they are apart."""

    said: tuple[Word, ...]
    heard: tuple[Word, ...]
    apart: float

    @property
    def agrees(self) -> bool:
        if not self.said or not self.heard:
            return False
        if _spelling(self.said) == _spelling(self.heard):
            return True
        return self.apart <= _TOLERANCE * max(_weight(self.said), _weight(self.heard))


def compare(spoken: str, heard: str, pronounce: Pronounce, pronunciations: Sequence[Pronunciation] = ()) -> Comparison:
    """Hold what was heard against a spoken text.

    Args:
        spoken: in spoken form.
        heard: as a recogniser wrote it down, with its digits and symbols.
        pronounce: how a word sounds.
        pronunciations: how words of the spoken text are to be said, where that is not as they are written.
    """
    said = _said(spoken, pronunciations, pronounce)
    got = _words(normalise_text(heard), pronounce)
    steps = _align(said, got)
    runs = tuple(_runs(steps))
    wrong = sum(max(len(step.said), len(step.heard)) for step in steps if not step.agrees)
    return Comparison(len(said), wrong, tuple(sorted(runs, key=lambda run: -run.sounds)), _weight(said))


def _words(text: str, pronounce: Pronounce) -> list[Word]:
    words: list[Word] = []
    for found in _WORD.finditer(text):
        if not (found[0].lower() == "and" and words and words[-1].text.lower() in _BEFORE_AND):
            words.append(Word(found[0], found.start(), found.end(), pronounce(found[0].replace("’", "'"))))
    return words


def _said(spoken: str, pronunciations: Sequence[Pronunciation], pronounce: Pronounce) -> list[Word]:
    """The words of the spoken text; what the lexicon pronounces as a whole is one word."""
    words: list[Word] = []
    at = 0
    for item in sorted(pronunciations, key=lambda item: item.start):
        if item.start < at:
            continue
        words += _shifted(_words(spoken[at : item.start], pronounce), at)
        text = spoken[item.start : item.end]
        said = sounds(item.ipa) if item.ipa else "".join(w.sounds for w in _words(item.respelling or text, pronounce))
        words.append(Word(text, item.start, item.end, said, in_lexicon=True))
        at = item.end
    return words + _shifted(_words(spoken[at:], pronounce), at)


def _shifted(words: Sequence[Word], by: int) -> list[Word]:
    return [replace(word, start=word.start + by, end=word.end + by) for word in words]


def _align(said: Sequence[Word], heard: Sequence[Word]) -> list[_Step]:
    """The steps of the cheapest alignment; equal beginnings and ends, which is nearly everything, are not searched."""
    shorter = min(len(said), len(heard))
    head = next((i for i in range(shorter) if not _same(said[i], heard[i])), shorter)
    tail = next((i for i in range(shorter - head) if not _same(said[-1 - i], heard[-1 - i])), shorter - head)
    middle = _search(said[head : len(said) - tail], heard[head : len(heard) - tail])
    pairs = [*zip(said[:head], heard[:head], strict=True)]
    ends = zip(said[len(said) - tail :], heard[len(heard) - tail :], strict=True)
    return [*(_Step((a,), (b,), 0.0) for a, b in pairs), *middle, *(_Step((a,), (b,), 0.0) for a, b in ends)]


def _search(said: Sequence[Word], heard: Sequence[Word]) -> list[_Step]:
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {(0, 0): (0.0, None)}
    for i, j in itertools.product(range(len(said) + 1), range(len(heard) + 1)):
        if i == j == 0:
            continue
        ways = [(best[i - a, j - b][0] + cost, (a, b)) for a, b, cost in _ways(said[:i], heard[:j])]
        best[i, j] = min(ways)
    steps: list[_Step] = []
    i, j = len(said), len(heard)
    while move := best[i, j][1]:
        a, b = move
        before, after = tuple(said[i - a : i]), tuple(heard[j - b : j])
        steps.append(_Step(before, after, _apart(before, after)))
        i, j = i - a, j - b
    return steps[::-1]


def _ways(said: Sequence[Word], heard: Sequence[Word]) -> Iterator[tuple[int, int, float]]:
    """How the last words of both may be taken: how many of each, and at what cost."""
    if said:
        yield 1, 0, weight(said[-1].sounds)
    if heard:
        yield 0, 1, weight(heard[-1].sounds)
    for a, b in _GROUPS:
        if a <= len(said) and b <= len(heard):
            yield a, b, _apart(said[-a:], heard[-b:]) + _PER_WORD_MORE * (a + b - 2)


def _apart(said: Sequence[Word], heard: Sequence[Word]) -> float:
    if _spelling(said) == _spelling(heard):
        return 0.0
    return distance("".join(word.sounds for word in said), "".join(word.sounds for word in heard))


def _same(said: Word, heard: Word) -> bool:
    return said.sounds == heard.sounds or _spelling([said]) == _spelling([heard])


def _spelling(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words).lower().replace("’", "'")


def _weight(words: Sequence[Word]) -> float:
    return sum(weight(word.sounds) for word in words)


def _runs(steps: Sequence[_Step]) -> Iterator[Run]:
    """Stretches of steps that do not agree."""
    at = 0
    for agrees, group in itertools.groupby(steps, key=lambda step: step.agrees):
        run = list(group)
        said = [word for step in run for word in step.said]
        if not agrees:
            heard = [word for step in run for word in step.heard]
            start, end = (said[0].start, said[-1].end) if said else (at, at)
            kind = _kind(said, heard, steps)
            before, after = (" ".join(word.text for word in words) for words in (said, heard))
            apart = sum(step.apart for step in run)
            wanted, got = _weight(said), _weight(heard)
            share = apart / max(wanted, got, 1.0)
            in_lexicon = any(word.in_lexicon for word in said)
            yield Run(kind, before, after, start, end, apart, share, wanted - got, in_lexicon)
        at = said[-1].end if said else at


def _kind(said: Sequence[Word], heard: Sequence[Word], steps: Sequence[_Step]) -> Kind:
    if not heard:
        return Kind.DROPPED
    if said:
        return Kind.MISHEARD
    everything = {word.sounds for step in steps for word in step.said}
    known = sum(word.sounds in everything for word in heard)
    return Kind.REPEATED if known >= _REPEATED_SHARE * len(heard) else Kind.INVENTED
