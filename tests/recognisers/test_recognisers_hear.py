"""The real recogniser hears the real voice: clean takes pass, takes with planted faults do not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.engines import Recording, Utterance, find_engine
from studio.listening.compare import compare
from studio.listening.silence import longest_silence
from studio.listening.sounds import pronouncing
from studio.listening.verdict import Fault, FaultKind, judge
from studio.model.narration import Pronunciation
from studio.model.show import Voice
from studio.recognisers import find_recogniser

pytest.importorskip("moonshine_voice", reason="the extra asr is not installed")
pytest.importorskip("hibari", reason="the engine hibari is not installed")

TEXTS = (
    "A cache that nobody empties grows until the machine runs out of memory.",
    "The writer waits for the slowest of three replicas, and then it answers.",
    "Every message carries a number, so that the reader can put them in order.",
)


def _spoken(text: str, *pronunciations: Pronunciation) -> Recording:
    engine = find_engine("hibari")
    return engine.synthesise(Utterance(text, pronunciations), engine.options(Voice("n", "hibari"), Path()))


def _faults(samples: NDArray[np.float32], rate_hz: int, text: str) -> tuple[Fault, ...]:
    heard = find_recogniser("moonshine").hear(samples, rate_hz)
    with pronouncing() as pronounce:
        return judge(compare(text, heard, pronounce), longest_silence(samples, rate_hz), 0.0, 0.0)


@pytest.fixture(scope="module")
def takes() -> dict[str, Recording]:
    return {text: _spoken(text) for text in TEXTS}


def test_clean_takes_pass(takes: dict[str, Recording]) -> None:
    assert [_faults(take.samples, take.rate_hz, text) for text, take in takes.items()] == [(), (), ()]


def test_a_word_that_is_cut_out_is_missed(takes: dict[str, Recording]) -> None:
    for text, word in zip(TEXTS, ("empties", "slowest", "number"), strict=True):
        take = takes[text]
        mark = next(mark for mark in take.marks if text[mark.start : mark.end].startswith(word))
        rest = np.concatenate([take.samples[: mark.start_samples], take.samples[mark.end_samples :]])
        assert _faults(rest, take.rate_hz, text), word


def test_a_phrase_that_is_said_twice_is_heard_twice(takes: dict[str, Recording]) -> None:
    take = takes[TEXTS[1]]
    start, end = take.marks[3].start_samples, take.marks[8].start_samples
    twice = np.concatenate([take.samples[:end], take.samples[start:end], take.samples[end:]])
    assert FaultKind.REPEATED in [fault.kind for fault in _faults(twice, take.rate_hz, TEXTS[1])]


def test_gibberish_silence_and_another_sentence_are_noticed(takes: dict[str, Recording]) -> None:
    first, second, third = (takes[text] for text in TEXTS)
    rate_hz, at = first.rate_hz, first.marks[5].start_samples
    hush = np.zeros(round(1.3 * rate_hz), np.float32)
    for added in (second.samples[::-1], hush):
        spoilt = np.concatenate([first.samples[:at], added, first.samples[at:]])
        assert _faults(spoilt, rate_hz, TEXTS[0])
    assert _faults(third.samples, rate_hz, TEXTS[0])


def test_numbers_and_initialisms_are_understood_as_they_are_spoken() -> None:
    text = "The L two cache answers at p ninety-nine in one hundred and fifty milliseconds, and the LRU list is full."
    start = text.index("LRU")
    take = _spoken(text, Pronunciation(start, start + 3, ipa="ˌɛl ˌɑːɹ ˈjuː"))
    assert _faults(take.samples, take.rate_hz, text) == ()


def test_it_hears_the_same_every_time_and_nothing_in_silence(takes: dict[str, Recording]) -> None:
    recogniser = find_recogniser("moonshine")
    take = takes[TEXTS[0]]
    assert len({recogniser.hear(take.samples, take.rate_hz) for _ in range(3)}) == 1
    assert not recogniser.hear(np.zeros(take.rate_hz, np.float32), take.rate_hz)
    assert not recogniser.hear(np.zeros(0, np.float32), take.rate_hz)
