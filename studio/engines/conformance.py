"""Checks that every engine passes; a plug-in runs them against itself.

In the plug-in's tests, run by pytest::

    from studio.engines.conformance import EngineConformance

    class TestMyEngine(EngineConformance):
        engine = "mine"                              # the entry point's name
        settings = {"model": "path/to/a/tiny.model"} # as in a voice file

Settings that need files made first: override :meth:`EngineConformance.voice`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import pickle
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import ClassVar

from studio.engines.contract import AnyEngine, EngineInfo, Input, Recording, Utterance, synthesise_many
from studio.engines.registry import engine_names, find_engine
from studio.engines.words import word_spans
from studio.kit.errors import ConfigurationError
from studio.model.narration import Pronunciation
from studio.model.show import Voice

_SHORT = "Queues grow."
_LONG = "Queues grow at night, when nobody looks, and in the morning they are longer than the day can bear."
_ODD = 'A & B < C > "D" [[h\'eI]] <mark name="x"/> – 50 % #1 naïve…'
_HEAVY = ("torch", "TTS", "onnxruntime", "piper", "kokoro_onnx", "transformers", "numpy")

_IN_FRESH_PROCESS = """
import hashlib, pickle, sys
from studio.engines import find_engine
voice, root, utterance = pickle.load(sys.stdin.buffer)
engine = find_engine(voice.engine)
samples = engine.synthesise(utterance, engine.options(voice, root)).samples
sys.stderr.write("digest:" + hashlib.sha256(samples.tobytes()).hexdigest())
"""


@cache
def _spoken(engine: str, utterance: Utterance, root: Path, settings: tuple[tuple[str, object], ...]) -> Recording:
    voice = Voice("conformance", engine, settings=dict(settings))  # type: ignore[arg-type]
    speaker = find_engine(engine)
    return speaker.synthesise(utterance, speaker.options(voice, root))


class EngineConformance:
    """Inherit, name the engine, and let pytest collect the class."""

    engine: ClassVar[str]
    settings: ClassVar[Mapping[str, str | int | float | bool]] = {}
    root: ClassVar[Path] = Path()

    @property
    def speaker(self) -> AnyEngine:
        """The engine itself."""
        return find_engine(self.engine)

    def voice(self) -> Voice:
        """A voice of this engine that can speak."""
        return Voice("conformance", self.engine, settings=dict(self.settings))

    def speak(self, text: str, *pronunciations: Pronunciation, seed: int = 0) -> Recording:
        """The recording of a text with pronunciations and a seed, made once."""
        settings = tuple(sorted(self.voice().settings.items()))
        return _spoken(self.engine, Utterance(text, pronunciations, seed), self.root, settings)

    def test_it_is_registered_and_describes_itself(self) -> None:
        """Its name is the entry point's, and its info is complete."""
        assert self.engine in engine_names()
        info = self.speaker.info
        assert isinstance(info, EngineInfo)
        assert info.name == self.engine
        assert all((info.version, info.licence, info.attribution, info.languages))
        assert info.limit_s > 0
        assert info.speed > 0
        assert info.at_once is None or info.at_once >= 1
        assert info.batch >= 1
        assert self.speaker.unusable() is None

    def test_finding_it_imports_nothing_heavy(self) -> None:
        """Listing engines must stay quick: models and their libraries come with the first word."""
        program = (
            f"import sys; sys.path[:] = {sys.path!r}\n"
            f"from studio.engines import find_engine; find_engine({self.engine!r}).info\n"
            f"sys.exit(', '.join(name for name in {_HEAVY!r} if name in sys.modules) or 0)"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{self.engine} imports {done.stderr}"

    def test_options_are_frozen_and_unknown_settings_are_refused(self) -> None:
        """Options can be keys, and a misspelt setting is no silent default."""
        options = self.speaker.options(self.voice(), self.root)
        assert dataclasses.is_dataclass(options)
        assert type(options).__dataclass_params__.frozen  # type: ignore[union-attr]
        settings = {**self.voice().settings, "no_such_setting": 1}
        try:
            self.speaker.options(dataclasses.replace(self.voice(), settings=settings), self.root)
        except ConfigurationError as error:
            assert "no_such_setting" in error.message
        else:
            raise AssertionError("an unknown setting must be refused")

    def test_model_files_exist(self) -> None:
        """What counts for the take's key can be read."""
        options = self.speaker.options(self.voice(), self.root)
        assert all(path.is_file() for path in self.speaker.model_files(options))

    def test_it_gives_mono_float_audio_at_a_rate(self) -> None:
        """float32 samples of shape (n,) in [-1, 1], at 8 to 96 kHz."""
        import numpy as np

        recording = self.speak(_LONG)
        assert recording.samples.dtype == np.float32
        assert recording.samples.ndim == 1
        assert np.isfinite(recording.samples).all()
        assert 0.001 < np.abs(recording.samples).max() <= 1
        assert 8_000 <= recording.rate_hz <= 96_000

    def test_more_text_takes_longer(self) -> None:
        """A long sentence lasts more than twice as long as two words."""
        assert len(self.speak(_LONG).samples) > 2 * len(self.speak(_SHORT).samples)

    def test_marks_name_every_word_in_order(self) -> None:
        """Marks cover all words, in order of time, within the recording."""
        recording = self.speak(_LONG)
        if not self.speaker.info.gives_marks:
            assert recording.marks == ()
            return
        assert tuple((mark.start, mark.end) for mark in recording.marks) == word_spans(_LONG)
        starts = [mark.start_samples for mark in recording.marks]
        assert starts == sorted(starts)
        assert all(0 <= m.start_samples <= m.end_samples <= len(recording.samples) for m in recording.marks)
        assert starts[-1] > len(recording.samples) / 2

    def test_odd_characters_are_no_trouble(self) -> None:
        """Markup, phoneme brackets and signs neither stop it nor make it talk for ever."""
        recording = self.speak(_ODD)
        assert 0 < len(recording.samples) < 40 * recording.rate_hz

    def test_pronunciations_are_taken_or_left_out(self) -> None:
        """Pronunciations change the sound where it says that it takes them, and never its marks."""
        recording = self.speak(_SHORT, Pronunciation(0, 6, ipa="ˈkjuːz", respelling="kews"))
        assert len(recording.samples) > 0
        spans = tuple((mark.start, mark.end) for mark in recording.marks)
        assert spans == (word_spans(_SHORT) if self.speaker.info.gives_marks else ())
        if self.speaker.info.accepts & {Input.PHONEMES, Input.RESPELLING}:
            other = self.speak(_SHORT, Pronunciation(0, 6, ipa="ˈɛlɪfənts", respelling="elephants"))
            assert other.samples.tobytes() != self.speak(_SHORT).samples.tobytes()

    def test_the_same_text_gives_the_same_bytes(self) -> None:
        """After other texts, in a fresh process and at another second, where it says that it is deterministic."""
        if not self.speaker.info.deterministic:
            return
        expected = self.speak(_SHORT).samples.tobytes()
        options = self.speaker.options(self.voice(), self.root)
        self.speaker.synthesise(Utterance(_LONG), options)
        assert self.speaker.synthesise(Utterance(_SHORT), options).samples.tobytes() == expected
        began_s = spoken_s = int(time.time())
        while began_s == spoken_s:  # engines that seed themselves with the clock differ from second to second
            began_s = int(time.time())
            done = subprocess.run(
                [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n" + _IN_FRESH_PROCESS],
                input=pickle.dumps((self.voice(), self.root, Utterance(_SHORT))),
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr.decode()
            assert done.stderr.decode().rpartition("digest:")[2] == hashlib.sha256(expected).hexdigest()

    def test_many_at_once_are_as_one_by_one(self) -> None:
        """``synthesise_many`` gives one recording for each utterance, equal to that of ``synthesise``."""
        options = self.speaker.options(self.voice(), self.root)
        one = Pronunciation(0, 6, ipa="ˈkjuːz", respelling="kews")
        wanted = [Utterance(_SHORT), Utterance(_LONG), Utterance(_SHORT, (one,)), Utterance(_SHORT)]
        recordings = list(synthesise_many(self.speaker, wanted, options))
        assert len(recordings) == len(wanted)
        for utterance, recording in zip(wanted, recordings, strict=True):
            alone = self.speak(utterance.text, *utterance.pronunciations)
            assert recording.rate_hz == alone.rate_hz
            if self.speaker.info.deterministic:
                assert recording.samples.tobytes() == alone.samples.tobytes()
                assert recording.marks == alone.marks

    def test_nothing_at_once_is_nothing(self) -> None:
        """No utterances, no recordings."""
        assert list(synthesise_many(self.speaker, [], self.speaker.options(self.voice(), self.root))) == []

    def test_another_seed_gives_another_take(self) -> None:
        """Where it says that it varies."""
        if self.speaker.info.varies:
            assert self.speak(_SHORT, seed=1).samples.tobytes() != self.speak(_SHORT).samples.tobytes()
