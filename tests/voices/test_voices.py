"""Voice files: which can speak and why not, and writing them for models that the user brings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import yaml

from studio.engines import find_engine
from studio.kit.errors import ConfigurationError
from studio.model.show import Voice
from studio.voices.casting import survey_voices
from studio.voices.voicefiles import import_voice


def test_the_survey_says_which_voices_can_speak_and_why_not(tmp_path: Path) -> None:
    voices = {
        voice.name: voice
        for voice in (
            Voice("a", "espeak"),
            Voice("b", "espeak", settings={"rate_wpm": 7}),
            Voice("c", "no-such-engine"),
            Voice("d", "piper", settings={"model": "models/d.onnx"}, fallback="a"),
        )
    }
    states = {state.voice.name: state for state in survey_voices(voices, tmp_path)}
    assert states["a"].usable
    assert "between 80 and 450" in str(states["b"].problem)
    assert "no engine named 'no-such-engine'" in str(states["c"].problem)
    assert not states["d"].usable
    assert states["d"].instead == "a"


def _piper(folder: Path) -> Path:
    (folder / "x.onnx").write_bytes(b"")
    (folder / "x.onnx.json").write_text("{}")
    return folder


def test_models_are_recognised_by_their_files(tmp_path: Path) -> None:
    root = tmp_path / "show"
    (root / "voices").mkdir(parents=True)
    folders = {name: tmp_path / name for name in ("piper", "kokoro", "vits", "xtts")}
    for folder in folders.values():
        folder.mkdir()
    _piper(folders["piper"])
    (folders["kokoro"] / "k.onnx").write_bytes(b"")
    np.savez(folders["kokoro"] / "voices.npz", bella=np.zeros(1), adam=np.zeros(1))
    for name in ("model.pth", "speakers.pth"):
        (folders["vits"] / name).write_bytes(b"")
    (folders["vits"] / "config.json").write_text(json.dumps({"model": "vits"}))
    (folders["xtts"] / "config.json").write_text(json.dumps({"model": "xtts"}))

    found = {name: yaml.safe_load(import_voice(folder, root).read_text()) for name, folder in folders.items()}
    assert [found[name]["engine"] for name in folders] == ["piper", "kokoro", "coqui", "coqui"]
    assert found["kokoro"]["settings"]["speaker"] == "adam"
    assert found["vits"]["settings"] == {"model": str(folders["vits"] / "model.pth")}
    assert found["xtts"]["settings"] == {"model": str(folders["xtts"]), "language": "en"}
    assert "agreed in writing" in (root / "voices" / "xtts.yaml").read_text()


def test_an_imported_model_inside_the_show_is_named_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "models" / "mine").mkdir(parents=True)
    (tmp_path / "voices").mkdir()
    written = import_voice(_piper(tmp_path / "models" / "mine"), tmp_path, "guest")
    settings = yaml.safe_load(written.read_text())["settings"]
    assert settings == {"model": "models/mine/x.onnx"}
    assert find_engine("piper").options(Voice("guest", "piper", settings=settings), tmp_path)


def test_what_cannot_be_imported_is_explained(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    with pytest.raises(ConfigurationError, match="no engine knows"):
        import_voice(tmp_path / "voices", tmp_path)
    with pytest.raises(ConfigurationError, match="no such model"):
        import_voice(tmp_path / "gone", tmp_path)
    folder = _piper(tmp_path / "voices")
    (folder / "y.onnx").write_bytes(b"")
    (folder / "y.onnx.json").write_text("{}")
    with pytest.raises(ConfigurationError, match=r"several models: x\.onnx, y\.onnx"):
        import_voice(folder, tmp_path)
    import_voice(folder / "y.onnx", tmp_path, "taken")
    with pytest.raises(ConfigurationError, match="a voice 'taken' already"):
        import_voice(folder / "x.onnx", tmp_path, "taken")
