"""Models of other people's that would run code or fetch files when they are loaded."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.engines import Utterance, find_engine
from studio.kit.errors import StudioError
from studio.model.show import Voice

if find_engine("coqui").unusable():
    pytest.skip("the extra coqui is not installed", allow_module_level=True)


class Evil:
    """Unpickled, it makes the file ``PWNED`` in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.folder / "PWNED",)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tiny_coqui_voices import make_vits

    return make_vits(tmp_path_factory.mktemp("trained"), speakers=("ada", "bob")).parent


@pytest.fixture
def model(trained: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(trained, tmp_path / "model")) / "model.pth"


def describe(model: Path, changes: dict[str, Any]) -> None:
    config = model.with_name("config.json")
    settings = json.loads(config.read_text())
    for name, value in changes.items():
        if isinstance(value, dict) and isinstance(settings.get(name), dict):
            settings[name] |= value
        else:
            settings[name] = value
    config.write_text(json.dumps(settings))


def refusal(model: Path, **settings: str) -> StudioError:
    engine = find_engine("coqui")
    voice = Voice("n", "coqui", settings={"model": str(model), "speaker": "ada", "threads": 2, **settings})
    with pytest.raises(StudioError) as caught:
        engine.synthesise(Utterance("Caches lie."), engine.options(voice, Path()))
    return caught.value


def test_the_model_itself_speaks(model: Path) -> None:
    engine = find_engine("coqui")
    options = engine.options(Voice("n", "coqui", settings={"model": str(model), "speaker": "ada"}), Path())
    assert len(engine.synthesise(Utterance("Caches lie."), options).samples)


@pytest.mark.parametrize(
    "changes",
    [
        {"model": "bark"},
        {"model": "tortoise"},
        {"model": "..vc.models.freevc"},
        {"model": "VITS "},
        {"model": ["vits"]},
        {"model": None},
        {"base_model": "bark"},
        {"base_model": {"a": 1}},
        {"characters": {"characters_class": "antigravity.BaseCharacters"}},
        {"characters": {"characters_class": "TTS.bin.train_tts.main"}},
        {"characters": {"characters_class": "TTS.tts.models.vits.VitsCharacters; import os"}},
        {"speakers_file": "http://127.0.0.1:9/speakers.pth"},
        {"model_args": {"speakers_file": "filecache::s3://bucket/speakers.pth"}},
        {"d_vector_file": ["https://127.0.0.1:9/vectors.pth"]},
        {"model_args": {"speaker_encoder_model_path": "file:///etc/passwd"}},
        {"audio": {"stats_path": "ftp://127.0.0.1/stats.npy"}},
    ],
    ids=str,
)
def test_a_description_that_asks_for_more_than_a_model_is_refused(model: Path, changes: dict[str, Any]) -> None:
    describe(model, changes)
    error = refusal(model)
    assert error.code == "model-refused"
    assert str(model.with_name("config.json")) in str(error)


@pytest.mark.parametrize("text", ["", "[]", "7", "{", '{"model": "vits"' + "[" * 100_000, "\0"])
def test_what_is_no_description_is_told(model: Path, text: str) -> None:
    model.with_name("config.json").write_text(text)
    assert refusal(model).code == "bad-model"


def test_pickled_statistics_do_not_run(model: Path, tmp_path: Path) -> None:
    np.save(tmp_path / "scale_stats.npy", np.array(Evil(tmp_path), dtype=object), allow_pickle=True)
    describe(
        model, {"model": "glow_tts", "audio": {"stats_path": str(tmp_path / "scale_stats.npy"), "signal_norm": True}}
    )
    error = refusal(model)
    assert (error.code, (tmp_path / "PWNED").exists()) == ("model-refused", False)


@pytest.mark.parametrize("name", ["model.pth", "speakers.pth"])
@pytest.mark.parametrize("how", ["pickle", "torch"])
def test_pickled_weights_do_not_run(model: Path, tmp_path: Path, name: str, how: str) -> None:
    import torch

    path = model.with_name(name)
    if how == "torch":
        torch.save({"model": {}, "ada": Evil(tmp_path)}, path)
    else:
        path.write_bytes(pickle.dumps({"model": Evil(tmp_path)}))
    error = refusal(model)
    assert (error.code, (tmp_path / "PWNED").exists()) == ("model-refused", False)


def test_a_vocoder_is_held_to_the_same(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vocoder"
    folder.mkdir()
    (folder / "model.pth").write_bytes(pickle.dumps(Evil(tmp_path)))
    (folder / "config.json").write_text(json.dumps({"model": "hifigan", "generator_model": "os.path"}))
    assert refusal(model, vocoder=str(folder / "model.pth")).code == "model-refused"
    noise = {"model": "wavegrad", "audio": {}, "test_noise_schedule": "file:///x"}
    (folder / "config.json").write_text(json.dumps(noise | {"stats_path": "file:///x"}))
    assert refusal(model, vocoder=str(folder / "model.pth")).code == "model-refused"
    assert not (tmp_path / "PWNED").exists()


def test_statistics_of_numbers_are_read(tmp_path: Path) -> None:
    from studio.engines.coqui_trust import only_numbers

    stats = {"mel_mean": np.arange(80, dtype=np.float32), "linear_std": np.float64(2), "audio_config": {"power": 1.5}}
    np.save(tmp_path / "stats.npy", stats, allow_pickle=True)  # type: ignore[arg-type]
    with only_numbers():
        found = np.load(tmp_path / "stats.npy", allow_pickle=True).item()
    assert (found["mel_mean"][-1], found["linear_std"], found["audio_config"]) == (79, 2, {"power": 1.5})
    assert np.load is not None


def test_loading_is_as_it_was_afterwards() -> None:
    import torch

    from studio.engines.coqui_trust import only_numbers

    before = np.load, torch.load
    with pytest.raises(RuntimeError), only_numbers():
        raise RuntimeError
    assert before == (np.load, torch.load)
