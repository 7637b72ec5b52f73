"""Hibari passes the conformance checks, says the lexicon's words, and cuts long text without losing any."""

from __future__ import annotations

from typing import ClassVar

import pytest

from studio.engines.contract import Utterance
from studio.engines.hibari import HibariEngine, HibariOptions
from studio.engines.misaki import misaki_phonemes
from studio.engines.words import word_spans
from studio.kit.errors import StudioError
from studio.model.narration import Pronunciation

pytest.importorskip("hibari")

from studio.engines.conformance import EngineConformance


class TestHibari(EngineConformance):
    engine = "hibari"


class TestHibariShaped(EngineConformance):
    engine = "hibari"
    settings: ClassVar = {"pitch": 0.6, "tract": 1.15}


@pytest.mark.parametrize(
    ("ipa", "misaki"),
    [
        ("ˈkɑːfkə", "kˈɑfkə"),
        ("ˌɛtsiːˈdiː", "ˌɛtsidˈi"),
        ("ˈkaʊtʃˌbeɪs", "kˈWʧbˌAs"),
        ("ˈɡlʌstɚ ˌɛf ˈɛs", "ɡlˈʌstəɹ ˌɛf ˈɛs"),
        ("/pɑːɹˈkeɪ/", "pɑɹkˈA"),
        ("ˈæʒɚ", "ˈæʒəɹ"),
    ],
)
def test_ipa_is_written_in_the_models_alphabet(ipa: str, misaki: str) -> None:
    assert misaki_phonemes(ipa) == (misaki, "")


def test_a_sound_that_the_voice_does_not_have_is_named_with_its_word() -> None:
    with pytest.raises(StudioError, match="cannot say 'ǃ' in the pronunciation /ˈǃa/ of 'Kafka'"):
        HibariEngine().synthesise(Utterance("Kafka logs.", (Pronunciation(0, 5, "ˈǃa", None),)), HibariOptions())


def test_long_text_is_cut_and_every_word_has_its_time() -> None:
    text = " ".join(f"and then there was clause number {word}," for word in "one two three four five six seven".split())
    text = f"{text * 4} and that was the end."
    recording = HibariEngine().synthesise(Utterance(text), HibariOptions())
    assert tuple((mark.start, mark.end) for mark in recording.marks) == word_spans(text)
    starts = [mark.start_samples for mark in recording.marks]
    assert starts == sorted(starts)
    assert len(set(starts)) > 0.95 * len(starts)
