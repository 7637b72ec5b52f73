"""Hibari passes the conformance checks, says the lexicon's words, and cuts long text without losing any."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.engines.conformance import EngineConformance
from studio.engines.contract import Utterance
from studio.engines.hibari import HibariEngine, HibariOptions
from studio.engines.hibari_g2p import load_g2p
from studio.engines.misaki import misaki_phonemes
from studio.engines.pronounced import Origin, pronounced
from studio.engines.words import word_spans
from studio.kit.errors import StudioError
from studio.model.narration import Pronunciation


class TestHibari(EngineConformance):
    engine = "hibari"


class TestHibariShaped(EngineConformance):
    engine = "hibari"
    settings: ClassVar = {"pitch": 0.55, "tract": 1.15}


@pytest.mark.parametrize(
    ("ipa", "misaki"),
    [
        ("ˈkɑːfkə", "kˈɑfkə"),
        ("ˌɛtsiːˈdiː", "ˌɛtsidˈi"),
        ("ˈkaʊtʃˌbeɪs", "kˈWʧbˌAs"),
        ("ˈɡlʌstɚ ˌɛf ˈɛs", "ɡlˈʌstəɹ ˌɛf ˈɛs"),
        ("/pɑːɹˈkeɪ/", "pɑɹkˈA"),
        ("ˈæʒɚ", "ˈæʒəɹ"),
        ("ˈdʒɪtɚ", "ʤˈɪTəɹ"),
        ("ˌæsɪmpˈtɑːtɪk", "ˌæsɪmptˈɑTɪk"),
        ("ˌaɪdɛmˈpoʊtənt", "ˌIdɛmpˈOtᵊnt"),
        ("ˈtʌpəl", "tˈʌpᵊl"),
        ("təˈlɛmətɹi", "təlˈɛmətɹi"),
    ],
)
def test_ipa_is_written_in_the_models_alphabet(ipa: str, misaki: str) -> None:
    assert misaki_phonemes(ipa) == (misaki, "")


def test_a_sound_that_the_voice_does_not_have_is_named_with_its_word() -> None:
    with pytest.raises(StudioError, match="cannot say 'ǃ' in the pronunciation /ˈǃa/ of 'Kafka'"):
        HibariEngine().synthesise(Utterance("Kafka logs.", (Pronunciation(0, 5, "ˈǃa", None),)), HibariOptions())


def test_british_voices_have_no_flap_and_their_own_vowel_of_go() -> None:
    assert misaki_phonemes("ˈdʒɪtɚ ˈloʊ", british=True) == ("ʤˈɪtəɹ lˈQ", "")


def said(text: str, *pronunciations: Pronunciation) -> dict[str, tuple[str, Origin]]:
    engine = HibariEngine()
    words = pronounced(engine, Utterance(text, pronunciations), HibariOptions())
    return {text[word.start : word.end]: (word.sound, word.origin) for word in words}


def test_each_word_is_told_with_where_its_sound_comes_from() -> None:
    words = said("The Kafka log of qwrtd.", Pronunciation(4, 9, "ˈkɑːfkə", None, "voices/lexicon.yaml:3:8"))
    assert words["Kafka"] == ("/kˈɑfkə/", Origin.LEXICON)
    assert words["log"] == ("/lˈɔɡ/", Origin.DICTIONARY)
    assert words["qwrtd"][1] is Origin.RULES


def test_parts_of_compounds_and_the_full_stop_behind_a_term_stay() -> None:
    text = "A non-Kafka log, a Kafka-based one, J W T."
    at = text.index("Kafka")
    words = said(
        text,
        Pronunciation(at, at + 5, "ˈkɑːfkə"),
        Pronunciation(text.index("Kafka-"), text.index("Kafka-") + 5, "ˈkɑːfkə"),
        Pronunciation(text.index("J W"), len(text) - 1, "ˌdʒeɪˈtiː"),
    )
    assert words["non-"][0] == "/nˈɑn/"
    assert words["-based"][0] == "/bˈeɪst/"
    symbols = HibariEngine()._symbols(Utterance(text, (Pronunciation(36, 41, "ˌdʒeɪˈtiː"),)), HibariOptions())
    assert "".join(symbol.phoneme for symbol in symbols).endswith("ʤˌAtˈi.")


def test_capitals_and_straight_quotes_do_not_have_a_word_guessed() -> None:
    words = said('REAL METRICS say "settled" here.')
    assert words["METRICS"][0] == "/mˈɛtɹɪks/"
    assert all(origin is Origin.DICTIONARY for _, origin in words.values())


def test_what_it_cannot_say_in_ipa_it_says_by_the_respelling() -> None:
    assert said("Kafka logs.", Pronunciation(0, 5, "ˈǃa", "caf"))["Kafka"][0] == "/kˈæf/"


def test_long_text_is_cut_and_every_word_has_its_time() -> None:
    text = " ".join(f"and then there was clause number {word}," for word in "one two three four five six seven".split())
    text = f"{text * 4} and that was the end."
    recording = HibariEngine().synthesise(Utterance(text), HibariOptions())
    assert tuple((mark.start, mark.end) for mark in recording.marks) == word_spans(text)
    starts = [mark.start_samples for mark in recording.marks]
    assert starts == sorted(starts)
    assert len(set(starts)) > 0.95 * len(starts)


def test_a_shaped_voice_has_the_pitch_and_the_level_that_were_asked_for() -> None:
    text = "Nobody knows where the replica went, and nobody asks."
    plain, shaped = (
        HibariEngine().synthesise(Utterance(text), HibariOptions(pitch=pitch, tract=tract)).samples
        for pitch, tract in ((1.0, 1.0), (0.55, 1.15))
    )
    assert _pitch_hz(shaped) / _pitch_hz(plain) == pytest.approx(0.55, rel=0.05)
    difference_db = 20 * np.log10(np.std(shaped) / np.std(plain))
    assert abs(difference_db) < 3
    assert max(np.abs(plain).max(), np.abs(shaped).max()) < 0.95


@pytest.mark.parametrize("text", ["Stop. Ten more.", "Wait, please. Do not.", "Paris, Berlin, Tokyo."])
def test_a_word_after_a_silence_begins_where_its_sound_does(text: str) -> None:
    recording = HibariEngine().synthesise(Utterance(text), HibariOptions())
    step = recording.rate_hz // 200
    frames = recording.samples[: len(recording.samples) // step * step].reshape(-1, step)
    is_heard = np.abs(frames).max(axis=1) > 0.03 * np.abs(recording.samples).max()
    onsets = [at for at in range(12, len(frames)) if is_heard[at] and not is_heard[at - 12 : at].any()]
    assert onsets
    starts_s = [mark.start_samples / recording.rate_hz for mark in recording.marks]
    for onset in onsets:
        assert min(abs(start_s - onset / 200) for start_s in starts_s) < 0.06


def _pitch_hz(samples: NDArray[np.float32]) -> float:
    """Median of the strongest period between 60 and 400 Hz in the loud frames of 50 ms."""
    frames = samples[: len(samples) // 1200 * 1200].reshape(-1, 1200)
    loud = frames[frames.std(axis=1) > frames.std(axis=1).mean()]
    spectra = np.abs(np.fft.rfft(loud, 4096)) ** 2
    likeness = np.fft.irfft(spectra)[:, 60:400]
    return float(24_000 / np.median(60 + likeness.argmax(axis=1)))


@pytest.mark.parametrize("british", [False, True])
def test_words_are_read_as_the_package_itself_reads_them(british: bool) -> None:
    from hibari.g2p import G2P

    ours, theirs = load_g2p(british=british), G2P(british=british)
    scripts = Path(__file__).parents[2] / "scripts"
    lines = [line for name in ("ep16.md", "ep18.md") for line in (scripts / name).read_text("utf-8").splitlines()]
    for line in lines[::7]:
        assert ours(line) == theirs(line)
