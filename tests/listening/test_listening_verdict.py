"""Where the limits are: what fails a take, and what is only reported."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from studio.listening.advice import advise
from studio.listening.compare import compare
from studio.listening.sounds import Pronounce, pronouncing
from studio.listening.verdict import FaultKind, judge
from studio.model.narration import Pronunciation

SPOKEN = "The writer moves one of them, and the reader moves the other."


@pytest.fixture(scope="module")
def pronounce() -> Iterator[Pronounce]:
    with pronouncing() as function:
        yield function


@pytest.mark.parametrize(
    ("heard", "kind"),
    [
        ("The writer moves one, and the reader moves the other.", FaultKind.DROPPED),
        ("The writer moves one of them and the reader moves.", FaultKind.DROPPED),
        ("Moves one of them and the reader moves the other.", FaultKind.DROPPED),
        ("The writer moves one of them, one of them, and the reader moves the other.", FaultKind.REPEATED),
        ("The writer moves one of them, and the reader moves the other. Thank you.", FaultKind.INVENTED),
        ("Sixteen shards answer at once, and nobody waits.", FaultKind.OTHER_WORDS),
        ("", FaultKind.DROPPED),
    ],
)
def test_words_that_are_missing_added_or_others_fail_a_take(pronounce: Pronounce, heard: str, kind: FaultKind) -> None:
    faults = judge(compare(SPOKEN, heard, pronounce), (0.0, 0.0), 4.0, 0.0)
    assert kind in [fault.kind for fault in faults]


@pytest.mark.parametrize(
    "heard",
    [
        SPOKEN,
        "The rider moves one of them and the reader moves the other",
        "The writer moves one of them, and a reader moves the other.",
        "The right are moves one of them and the reader moves the other.",
    ],
)
def test_a_word_taken_for_one_that_sounds_like_it_passes(pronounce: Pronounce, heard: str) -> None:
    assert judge(compare(SPOKEN, heard, pronounce), (0.5, 1.2), 4.0, 0.4) == ()


def test_silence_and_length_fail_a_take_whose_words_are_all_there(pronounce: Pronounce) -> None:
    same = compare(SPOKEN, SPOKEN, pronounce)
    assert [str(fault) for fault in judge(same, (2.1, 3.5), 5.4, 1.4)] == ["1.4 s of silence from 2.1 s on"]
    assert [fault.kind for fault in judge(same, (0.0, 0.0), 6.0, 2.0)] == [FaultKind.TOO_LONG]
    assert [fault.kind for fault in judge(same, (0.0, 0.0), 2.0, -2.0)] == [FaultKind.TOO_SHORT]
    assert judge(same, (0.0, 0.0), 12.0, 1.2) == ()  # a long take may be longer by more


def test_words_that_are_not_understood_come_with_a_line_for_the_lexicon(pronounce: Pronounce) -> None:
    heard = [
        compare("Kafka's log is long.", "Calf cause log is long.", pronounce),
        compare("We ask Kafka twice.", "We ask cough car twice.", pronounce),
        compare("Then etcd answers.", "Then edge candy answers.", pronounce, (Pronunciation(5, 9, "ˈɛtsidi"),)),
        compare("All is well.", "All was well.", pronounce),
    ]
    kafka, etcd = advise(heard)
    assert (kafka.word, kafka.heard, kafka.times) == ("Kafka", ("Calf cause", "cough car"), 2)
    assert yaml.safe_load(kafka.line) == {"Kafka": {"ipa": "kˈæfkə"}}
    assert (etcd.word, etcd.line) == ("etcd", "")  # the lexicon has it already
