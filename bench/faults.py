"""Faults as speech synthesis makes them, planted in good takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.model.takes import Take

Samples = NDArray[np.float32]

#: Added stretches last this long, spread evenly over their logarithm.
SHORTEST_S, LONGEST_S = 1.0, 20.0
_FADE = 120


@dataclass(frozen=True)
class Planting:
    """A good take and its text, other takes of the same voice, and the chance that decides what becomes of it."""

    random: np.random.Generator
    take: Take
    text: str
    others: Sequence[Take]


@dataclass(frozen=True)
class Bad:
    """A take with a fault: its samples, and what was done to it."""

    samples: Samples
    what: str


def dropped(here: Planting) -> Bad:
    """One word, any one, is not spoken."""
    mark = here.take.marks[int(here.random.integers(len(here.take.marks)))]
    rest = _joined(here.take.samples[: mark.start_samples], here.take.samples[mark.end_samples :])
    return Bad(rest, here.text[mark.start : mark.end])


def repeated(here: Planting) -> Bad:
    """A phrase of two to six words is spoken twice."""
    count = min(len(here.take.marks), int(here.random.integers(2, 7)))
    first = int(here.random.integers(len(here.take.marks) - count + 1))
    last = first + count - 1
    start, end = here.take.marks[first].start_samples, here.take.marks[last].end_samples
    phrase = here.text[here.take.marks[first].start : here.take.marks[last].end]
    return Bad(_joined(here.take.samples[:end], here.take.samples[start:end], here.take.samples[end:]), phrase)


def garbage(here: Planting) -> Bad:
    """A stretch of something else before, in or after the sentence, as loud as the speech is."""
    kind = here.random.choice(sorted(_GARBAGE))
    seconds = _seconds(here)
    count = round(seconds * here.take.rate_hz)
    sound = _GARBAGE[kind](here, count)
    sound = (sound * _level(here.take.samples) / _level(sound)).astype(np.float32)
    at = int(here.random.choice([0, _between_words(here), len(here.take.samples)]))
    return Bad(_joined(here.take.samples[:at], sound, here.take.samples[at:]), f"{kind}, {seconds:.1f} s")


def silence(here: Planting) -> Bad:
    """The voice falls silent in mid-sentence."""
    seconds = _seconds(here)
    at = _between_words(here)
    quiet = np.zeros(round(seconds * here.take.rate_hz), np.float32)
    return Bad(_joined(here.take.samples[:at], quiet, here.take.samples[at:]), f"{seconds:.1f} s")


def wrong_sentence(here: Planting) -> Bad:
    """The voice says something else altogether."""
    others = [take for take in here.others if take.key != here.take.key]
    return Bad(others[int(here.random.integers(len(others)))].samples, "")


FAULTS: dict[str, Callable[[Planting], Bad]] = {
    "word dropped": dropped,
    "phrase repeated": repeated,
    "garbage of 1–20 s": garbage,
    "silence of 1–20 s": silence,
    "wrong sentence": wrong_sentence,
}


def _noise(here: Planting, count: int) -> Samples:
    return here.random.standard_normal(count).astype(np.float32)


def _breath(here: Planting, count: int) -> Samples:
    """Soft noise that comes and goes three times a second."""
    dull = np.convolve(here.random.standard_normal(count), np.ones(6) / 6, "same")
    return (dull * (0.55 + 0.45 * np.sin(6 * np.pi * np.arange(count) / here.take.rate_hz))).astype(np.float32)


def _hum(here: Planting, count: int) -> Samples:
    turns = here.random.uniform(60, 400) * np.arange(count) / here.take.rate_hz
    return np.sign(np.sin(2 * np.pi * turns)).astype(np.float32)


def _stuck(here: Planting, count: int) -> Samples:
    """A syllable, or less, over and over."""
    size = round(here.random.uniform(0.03, 0.25) * here.take.rate_hz)
    start = int(here.random.integers(max(1, len(here.take.samples) - size)))
    return np.resize(here.take.samples[start : start + size], count)


def _backwards(here: Planting, count: int) -> Samples:
    return _speech(here, count)[::-1]


def _babble(here: Planting, count: int) -> Samples:
    """Tenths of a second of speech in any order."""
    size = here.take.rate_hz // 10
    grains = _speech(here, math.ceil(count / size) * size).reshape(-1, size) * np.hanning(size)
    return here.random.permutation(grains.astype(np.float32)).ravel()[:count]


_GARBAGE = {
    "noise": _noise, "breath": _breath, "hum": _hum, "stuck": _stuck, "backwards": _backwards, "babble": _babble,
}  # fmt: skip


def _speech(here: Planting, count: int) -> Samples:
    parts: list[Samples] = []
    while sum(map(len, parts)) < count:
        parts.append(here.others[int(here.random.integers(len(here.others)))].samples)
    return np.concatenate(parts)[:count]


def _seconds(here: Planting) -> float:
    return float(math.exp(here.random.uniform(math.log(SHORTEST_S), math.log(LONGEST_S))))


def _between_words(here: Planting) -> int:
    return int(
        here.random.choice([mark.start_samples for mark in here.take.marks[1:]] or [len(here.take.samples) // 2])
    )


def _joined(*parts: Samples) -> Samples:
    """The parts in a row, with short fades, so that no cut gives a fault away."""
    faded = []
    for part in parts:
        size = min(_FADE, len(part) // 2)
        ramp = np.linspace(0, 1, size, dtype=np.float32)
        copy = part.copy()
        copy[:size] *= ramp
        copy[len(copy) - size :] *= ramp[::-1]
        faded.append(copy)
    return np.concatenate(faded)


def _level(samples: Samples) -> float:
    return float(np.sqrt((samples.astype(np.float64) ** 2).mean())) + 1e-9
