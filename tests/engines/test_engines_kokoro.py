"""Kokoro through its real loading code, with a model that the test makes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.engines import Recording, Utterance, find_engine
from studio.engines.conformance import EngineConformance
from studio.kit.errors import StudioError
from studio.model.show import Voice

pytest.importorskip("kokoro_onnx", reason="the extra kokoro is not installed")
pytest.importorskip("onnx", reason="the package onnx, which makes the test's model, is not installed")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    from tiny_onnx_voices import make_kokoro

    return make_kokoro(tmp_path_factory.mktemp("kokoro"))


class TestKokoro(EngineConformance):
    engine = "kokoro"

    @pytest.fixture(autouse=True)
    def _use(self, files: tuple[Path, Path]) -> None:
        self.files = files

    def voice(self) -> Voice:
        model, voices = map(str, self.files)
        return Voice("conformance", "kokoro", settings={"model": model, "voices": voices, "speaker": "am_tiny"})


def _speak(files: tuple[Path, Path], speaker: str, text: str = "Queues grow.") -> Recording:
    engine = find_engine("kokoro")
    settings = {"model": str(files[0]), "voices": str(files[1]), "speaker": speaker}
    return engine.synthesise(Utterance(text), engine.options(Voice("n", "kokoro", settings=settings), Path()))


def test_speakers_differ_and_an_unknown_one_is_explained(files: tuple[Path, Path]) -> None:
    first, second = _speak(files, "af_tiny"), _speak(files, "am_tiny")
    assert np.abs(first.samples).max() > 1.5 * np.abs(second.samples).max()
    with pytest.raises(StudioError, match="it has: af_tiny, am_tiny"):
        _speak(files, "bf_nobody")


def test_a_long_text_is_spoken_to_its_end(files: tuple[Path, Path]) -> None:
    sentence = "Queues grow at night, when nobody looks, and in the morning they are long. "
    once, often = _speak(files, "am_tiny", sentence), _speak(files, "am_tiny", 20 * sentence)
    assert len(often.samples) == pytest.approx(20 * len(once.samples), rel=0.1)
    assert len(often.marks) == 20 * len(once.marks)
    assert often.marks[-1].start_samples > 0.97 * len(often.samples)
