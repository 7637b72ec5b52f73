"""Coqui TTS through its real loading code, with models that the test makes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import soundfile

from studio.engines import Recording, Utterance, find_engine
from studio.engines.conformance import EngineConformance
from studio.engines.words import word_spans
from studio.kit.errors import ConfigurationError, StudioError
from studio.model.show import Voice

if find_engine("coqui").unusable():
    pytest.skip("the extra coqui is not installed", allow_module_level=True)

TEXT = "Queues grow at night, when nobody looks."


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tiny_coqui_voices import make_vits

    return make_vits(tmp_path_factory.mktemp("single"))


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of two speakers that was moved after training, so that the paths in its description are wrong."""
    from tiny_coqui_voices import make_vits

    trained = tmp_path_factory.mktemp("trained") / "there"
    make_vits(trained, speakers=("ada", "bob"))
    return Path(shutil.move(trained, tmp_path_factory.mktemp("moved") / "here")) / "model.pth"


class TestCoqui(EngineConformance):
    engine = "coqui"

    @pytest.fixture(autouse=True)
    def _use(self, single: Path) -> None:
        self.model = single

    def voice(self) -> Voice:
        return Voice("conformance", "coqui", settings={"model": str(self.model), "threads": 2})


def _speak(model: Path, text: str = TEXT, seed: int = 0, **settings: str | float) -> Recording:
    engine = find_engine("coqui")
    options = engine.options(Voice("n", "coqui", settings={"model": str(model), "threads": 2, **settings}), Path())
    return engine.synthesise(Utterance(text, seed=seed), options)


def test_speakers_differ_and_must_be_named(several: Path) -> None:
    ada, bob = _speak(several, speaker="ada"), _speak(several, speaker="bob")
    assert ada.samples.tobytes() != bob.samples.tobytes()
    with pytest.raises(StudioError, match="no speaker 'carol'; it has: ada, bob"):
        _speak(several, speaker="carol")
    with pytest.raises(StudioError, match="needs a speaker"):
        _speak(several)


def test_the_models_files_are_its_own_wherever_it_lies(several: Path) -> None:
    engine = find_engine("coqui")
    options = engine.options(Voice("n", "coqui", settings={"model": str(several)}), Path())
    assert [path.name for path in engine.model_files(options)] == ["model.pth", "config.json", "speakers.pth"]
    assert all(path.parent == several.parent for path in engine.model_files(options))


def test_phonemes_come_without_an_espeak_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tiny_coqui_voices import make_vits

    monkeypatch.setenv("PATH", str(tmp_path))
    recording = _speak(make_vits(tmp_path / "phonemes", phonemes=True))
    assert len(recording.samples) > recording.rate_hz / 4
    assert len(recording.marks) == len(word_spans(TEXT))


def test_words_follow_the_models_durations(single: Path) -> None:
    recording = _speak(single)
    lengths = [mark.end_samples - mark.start_samples for mark in recording.marks]
    assert min(lengths) > 0
    assert all(mark.start_samples % 256 <= 1 or mark.start_samples % 256 >= 255 for mark in recording.marks)


def test_speed_shortens(single: Path) -> None:
    usual, fast = _speak(single), _speak(single, speed=2.0)
    assert len(fast.samples) < 0.8 * len(usual.samples)


def test_long_text_is_spoken_in_pieces(single: Path) -> None:
    text = " ".join([TEXT.replace(".", ",")] * 12)
    recording = _speak(single, text)
    assert len(recording.marks) == len(word_spans(text))
    assert recording.marks[-1].start_samples > 0.9 * len(recording.samples)


def test_a_folder_without_description_is_explained(single: Path, tmp_path: Path) -> None:
    shutil.copy(single, tmp_path / "alone.pth")
    with pytest.raises(ConfigurationError) as caught:
        _speak(tmp_path / "alone.pth")
    assert (caught.value.code, "config.json" in caught.value.message) == ("model-missing", True)


def test_a_cuda_voice_without_cuda_is_explained(single: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is a CUDA device")
    with pytest.raises(StudioError, match="CUDA"):
        _speak(single, device="cuda")


def test_xtts_imitates_a_reference(tmp_path: Path) -> None:
    from tiny_coqui_voices import make_xtts

    espeak = find_engine("espeak")
    speech = espeak.synthesise(Utterance(TEXT), espeak.options(Voice("n", "espeak"), Path()))
    soundfile.write(tmp_path / "reference.wav", speech.samples, speech.rate_hz)
    model = make_xtts(tmp_path / "xtts")
    settings = {"language": "en", "reference": str(tmp_path / "reference.wav"), "temperature": 0.7}
    first = _speak(model, **settings)
    assert first.rate_hz == 24_000
    assert 0.1 < len(first.samples) / first.rate_hz < 2
    assert len(first.marks) == len(word_spans(TEXT))
    assert _speak(model, **settings).samples.tobytes() == first.samples.tobytes()
    assert _speak(model, seed=1, **settings).samples.tobytes() != first.samples.tobytes()
    with pytest.raises(StudioError, match="needs a speaker or a reference"):
        _speak(model, language="en")
