"""A recogniser hears the takes and the worst come first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio.engines import Utterance, find_engine
from studio.model.narration import Segment
from studio.model.show import Show, Voice
from studio.takes import TakeStore, make_takes, plan_takes
from studio.takes.listening import listen, pocketsphinx_recogniser, word_error


def test_word_error_counts_wrong_missing_and_added_words() -> None:
    assert word_error("Caches lie, politely.", "caches lie politely") == 0
    assert word_error("caches lie politely", "caches die politely") == pytest.approx(1 / 3)
    assert word_error("caches lie politely", "lie") == pytest.approx(2 / 3)
    assert word_error("caches lie", "the caches they lie") == 1
    assert word_error("caches", "") == 1


def test_the_worst_take_comes_first(
    store: TakeStore, segments: Callable[..., tuple[Segment, ...]], make_show_of: Callable[..., Show]
) -> None:
    show = make_show_of(Voice("n", "silent"))
    wanted = segments("Caches lie.", "Clocks lie too.")
    make_takes([plan_takes(wanted, show, store)], show, store)
    answers = iter(["caches lie", "socks fly too"])

    def recogniser(samples: Any, rate_hz: int) -> str:
        assert samples.ndim == 1
        assert rate_hz == 22_050
        return next(answers)

    heard = listen(plan_takes(wanted, show, store), store, recogniser)
    assert [(item.plan.segment.number, item.text) for item in heard] == [(2, "socks fly too"), (1, "caches lie")]
    assert [item.word_error for item in heard] == [pytest.approx(2 / 3), 0]


def test_pocketsphinx_hears_words_in_speech() -> None:
    pytest.importorskip("pocketsphinx", reason="the extra asr is not installed")
    engine = find_engine("espeak")
    speech = engine.synthesise(Utterance("Go forward ten meters."), engine.options(Voice("n", "espeak"), Path()))
    assert pocketsphinx_recogniser(speech.samples, speech.rate_hz).islower()
