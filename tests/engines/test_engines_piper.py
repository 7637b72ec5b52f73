"""Piper through its real loading code, with a voice that the test makes."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from studio.engines import Recording, Utterance, find_engine
from studio.engines.conformance import EngineConformance
from studio.kit.errors import ConfigurationError, StudioError
from studio.model.show import Voice

pytest.importorskip("piper", reason="the extra piper is not installed")
pytest.importorskip("onnx", reason="the extra piper is not installed")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tiny_onnx_voices import make_piper

    return make_piper(tmp_path_factory.mktemp("piper"))


class TestPiper(EngineConformance):
    engine = "piper"

    @pytest.fixture(autouse=True)
    def _use(self, model: Path) -> None:
        self.model = model

    def voice(self) -> Voice:
        return Voice("conformance", "piper", settings={"model": str(self.model), "speaker": "bob"})


def _speak(model: Path, text: str = "Queues grow.", seed: int = 0, **settings: str | float) -> Recording:
    engine = find_engine("piper")
    options = engine.options(Voice("n", "piper", settings={"model": str(model), **settings}), Path())
    return engine.synthesise(Utterance(text, seed=seed), options)


def test_speakers_differ_by_name_and_number(model: Path) -> None:
    ada, bob = _speak(model, speaker="ada"), _speak(model, speaker="bob")
    assert np.abs(ada.samples).max() > 1.5 * np.abs(bob.samples).max()
    assert np.array_equal(_speak(model, speaker="1").samples, bob.samples)
    with pytest.raises(StudioError, match="it has: ada, bob"):
        _speak(model, speaker="carol")


def test_words_are_where_their_phonemes_are(model: Path) -> None:
    text = "Ring buffers fill, and queues grow."
    recording = _speak(model, text)
    window = 256
    frames = recording.samples[: len(recording.samples) // window * window].reshape(-1, window)
    loud = np.sqrt((frames**2).mean(axis=1)) > 0.02
    for mark in recording.marks:
        if text[mark.start] == "a":
            continue  # eSpeak speaks "and queues" in one breath
        around = loud[mark.start_samples // window - 1 : mark.start_samples // window + 14]
        assert around.any(), text[mark.start : mark.end]


def test_a_model_without_its_description_is_explained(model: Path, tmp_path: Path) -> None:
    shutil.copy(model, tmp_path / "alone.onnx")
    with pytest.raises(ConfigurationError) as caught:
        _speak(tmp_path / "alone.onnx")
    assert caught.value.code == "model-missing"
    assert "alone.onnx.json" in caught.value.message


def test_a_missing_model_is_explained() -> None:
    with pytest.raises(ConfigurationError) as caught:
        _speak(Path("nowhere/voice.onnx"))
    assert caught.value.code == "model-missing"
