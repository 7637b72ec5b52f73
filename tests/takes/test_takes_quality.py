"""Bad takes are caught before a listener hears them, and made again where that may help."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.engines import Recording, Utterance, find_engine
from studio.kit.errors import StudioError
from studio.model.narration import Segment
from studio.model.show import Show, Voice
from studio.takes import TakeStore, make_takes, plan_takes
from studio.takes.quality import find_flaws

Samples = NDArray[np.float32]
TEXT = "The cache answers first, and the database answers last."


@pytest.fixture(scope="module")
def speech() -> Recording:
    engine = find_engine("espeak")
    return engine.synthesise(Utterance(TEXT), engine.options(Voice("n", "espeak"), Path()))


def _noise(like: Samples) -> Samples:
    return (0.1 * np.random.default_rng(1).standard_normal(len(like))).astype(np.float32)


def _with_click(samples: Samples) -> Samples:
    clicked = samples.copy()
    clicked[len(clicked) // 2] = 1.0
    return clicked


def _with_repeated_tail(samples: Samples) -> Samples:
    end = int(np.flatnonzero(np.abs(samples) > 0.01)[-1])
    tail = samples[end - 15_000 : end]
    return np.concatenate([samples[:end], tail, samples[end:]])


SPOILERS: dict[str, Callable[[Samples], Samples]] = {
    "clipped": lambda s: np.clip(8 * s, -1, 1),
    "DC offset": lambda s: s + np.float32(0.05),
    "noise instead": _noise,
    "steady sound": lambda s: (0.3 * np.sin(np.arange(len(s)) / 20)).astype(np.float32),
    "silence instead": lambda s: s * np.float32(1e-4),
    "too short": lambda s: s[: len(s) // 4],
    "too long": lambda s: np.concatenate([s, 0.3 * _noise(np.tile(s, 6))]),
    "cut off": lambda s: s[: int(np.abs(s[len(s) // 2 :]).argmax()) + len(s) // 2],
    "click": _with_click,
    "heard twice": _with_repeated_tail,
}


def test_good_speech_has_no_flaws(speech: Recording) -> None:
    assert find_flaws(speech, TEXT) == ()


@pytest.mark.parametrize("flaw", SPOILERS)
def test_each_flaw_is_named(speech: Recording, flaw: str) -> None:
    spoilt = dataclasses.replace(speech, samples=SPOILERS[flaw](speech.samples).astype(np.float32))
    assert any(flaw in found for found in find_flaws(spoilt, TEXT)), find_flaws(spoilt, TEXT)


def test_text_that_repeats_itself_may_be_heard_twice(speech: Recording) -> None:
    spoilt = dataclasses.replace(speech, samples=_with_repeated_tail(speech.samples))
    assert not any("heard twice" in found for found in find_flaws(spoilt, "Answers last. Answers last."))


@pytest.mark.parametrize(
    "text",
    [
        "Why?",
        "No, no, no.",
        "A, B, C, D, E, F, G, H.",
        "One hundred million messages a second, from eighteen thousand five hundred and seventy machines.",
        "It waits. And waits. And then, after a very long time, it answers.",
    ],
)
@pytest.mark.parametrize("engine", ["espeak", "silent"])
def test_unusual_texts_are_not_flaws(text: str, engine: str) -> None:
    speaker = find_engine(engine)
    assert find_flaws(speaker.synthesise(Utterance(text), speaker.options(Voice("n", engine), Path())), text) == ()


def test_a_bad_take_is_made_again_with_the_next_seed(
    store: TakeStore,
    segments: Callable[..., tuple[Segment, ...]],
    make_show_of: Callable[..., Show],
    faulty: None,
) -> None:
    wanted = segments("Please noise for once.", "Please nan for once.")
    show = make_show_of(Voice("n", "faulty", settings={"heal_at_seed": 2}))
    (made,) = make_takes([plan_takes(wanted, show, store)], show, store)
    assert made.made == 2
    assert [info.flaws for info in made.infos] == [(), ()]


def test_a_take_that_stays_bad_is_reported_and_can_be_allowed(
    store: TakeStore,
    segments: Callable[..., tuple[Segment, ...]],
    make_show_of: Callable[..., Show],
    faulty: None,
) -> None:
    wanted = segments("A good sentence.", "Please noise for ten minutes.", "Please hush now.")
    show = make_show_of(Voice("n", "faulty"))
    with pytest.raises(StudioError) as caught:
        make_takes([plan_takes(wanted, show, store)], show, store)
    assert "segment 2: too long for its text: 600.0 s" in str(caught.value)
    assert "segment 3: silence instead of speech" in str(caught.value)

    plans = plan_takes(wanted, show, store)
    assert [plan.reason for plan in plans] == [None, "the take is flawed", "the take is flawed"]
    allowed = plan_takes(wanted, show, store, allow_bad=True)
    assert [plan.present for plan in allowed] == [True, True, True]
    (made,) = make_takes([allowed], show, store, allow_bad=True)
    assert (made.made, [flaw.plan.segment.number for flaw in made.flawed]) == (0, [2, 3])
