"""The engine for tests: whatever it says passes the checks that every take passes."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from studio.engines.contract import Utterance
from studio.engines.silent import SilentEngine, SilentOptions
from studio.takes.quality import find_flaws

WORDS = """queue read team failure leader node when cache because system timeout design a the of lies politely server
client write replica quorum clock network partition is and not every shard key log term vote follow index
""".split()


@pytest.mark.parametrize(
    "options", [SilentOptions(), SilentOptions(speed=0.5), SilentOptions(speed=2.0), SilentOptions(pitch_hz=1000.0)]
)
def test_sentences_of_random_words_have_no_flaws(options: SilentOptions) -> None:
    chance = random.Random(35)
    texts = ["Queue read team failure leader node when cache when because read system node."]
    for _ in range(500):
        few = chance.choice((WORDS, WORDS[:8]))  # of few words, more are alike
        texts.append(" ".join(chance.choice(few) for _ in range(chance.randint(1, 9))).capitalize() + ".")
    engine = SilentEngine()
    flaws = {text: find_flaws(engine.synthesise(Utterance(text), options), text) for text in texts}
    assert {text: found for text, found in flaws.items() if found} == {}


def test_a_repeated_tail_is_still_heard() -> None:
    text = "Timeout leader design leader."
    recording = SilentEngine().synthesise(Utterance(text), SilentOptions())
    end = int(np.flatnonzero(recording.samples)[-1])
    spoilt = np.concatenate([recording.samples[:end], recording.samples[end - 15_000 :]])
    assert find_flaws(dataclasses.replace(recording, samples=spoilt), text) == ("the last 0.7 s are heard twice",)
