"""The further voices of hibari: listed by its own package, fetched, known to be missing, known to be damaged."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.cli import main
from studio.kit.errors import ConfigurationError, StudioError
from studio.model.show import Voice
from studio.settings.show import load_show
from studio.voices import catalogue
from studio.voices.casting import cast_voice, survey_voices
from studio.voices.downloads import RemoteFile

pytest.importorskip("hibari")

REPOSITORY = Path(__file__).parents[2]
NAMES = ("emma", "fable", "fenrir", "kore")


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STUDIO_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[RemoteFile]:
    """What was asked for; every file arrives in its size, but holds nothing."""
    asked: list[RemoteFile] = []

    def fetch(file: RemoteFile, folder: Path, *_: object, **__: object) -> Path:
        asked.append(file)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file.name).write_bytes(bytes(file.size_bytes))
        return folder / file.name

    monkeypatch.setattr(catalogue, "fetch", fetch)
    return asked


def _listing() -> dict[str, dict[str, object]]:
    package = Path(str(importlib.util.find_spec("hibari").origin)).parent  # type: ignore[union-attr]
    listing: dict[str, dict[str, object]] = json.loads((package / "assets" / "voices.json").read_text())
    return listing


@pytest.mark.parametrize("name", NAMES)
def test_a_voice_is_fetched_with_the_size_and_digest_of_the_package(
    name: str, models: Path, fetched: list[RemoteFile], make_show: Callable[..., Path]
) -> None:
    root = make_show()
    voice, written = catalogue.install_voice(name, root)
    listed = _listing()[name]
    (file,) = fetched
    assert (file.name, file.size_bytes, file.sha256) == (listed["file"], listed["bytes"], listed["sha256"])
    assert file.url == f"https://huggingface.co/maureesewilliams/hibari/resolve/main/voices/{listed['file']}"
    assert (models / name / str(listed["file"])).is_file()
    assert written == root / "voices" / f"{name}.yaml"
    made = load_show(root).voices[name]
    assert made.settings == {"voice": name, "model": f"models:{name}/{listed['file']}"}
    assert (made.engine, made.licence, made.language) == ("hibari", "Apache-2.0", listed["language"])
    assert str(listed["kokoro"]) in made.attribution
    assert voice.is_installed


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_voice_file_finds_what_is_installed(name: str, models: Path, fetched: list[RemoteFile]) -> None:
    shipped = load_show(REPOSITORY).voices
    before = {state.voice.name: state for state in survey_voices(shipped, REPOSITORY)}[name]
    assert not before.usable
    assert f"studio voices install {name}" in str(before.problem)
    catalogue.install_voice(name, None)
    after = {state.voice.name: state for state in survey_voices(shipped, REPOSITORY)}[name]
    assert after.usable, after.problem
    assert [file.name for file in models.rglob("*.onnx")] == [fetched[0].name]


def test_a_model_that_is_not_the_published_one_is_refused_with_the_command_that_mends_it(
    models: Path, fetched: list[RemoteFile]
) -> None:
    shipped = load_show(REPOSITORY).voices
    catalogue.install_voice("kore", None)
    assert fetched
    with pytest.raises(ConfigurationError) as caught:
        cast_voice("kore", shipped, REPOSITORY)
    assert caught.value.code == "model-damaged"
    assert str(models / "kore") in caught.value.message
    assert caught.value.where == "voices/kore.yaml"
    assert caught.value.hint == "Run `studio voices install kore`."


@pytest.mark.parametrize("content", [b"", b"x", b"\0" * 7_936_868])
def test_a_model_that_is_cut_short_or_empty_is_refused(models: Path, content: bytes) -> None:
    (models / "emma").mkdir(parents=True)
    (models / "emma" / "bf_emma.int8.onnx").write_bytes(content)
    with pytest.raises(ConfigurationError, match="not as it was published"):
        cast_voice("emma", load_show(REPOSITORY).voices, REPOSITORY)


def test_a_voice_of_ones_own_is_not_held_against_the_list(tmp_path: Path) -> None:
    (tmp_path / "kore").mkdir()
    (tmp_path / "kore" / "af_kore.int8.onnx").write_bytes(b"mine")
    voices = {"n": Voice("n", "hibari", settings={"voice": "kore", "model": "kore/af_kore.int8.onnx"})}
    assert cast_voice("n", voices, tmp_path).model == (hashlib.sha256(b"mine").hexdigest(),)


def test_the_listing_says_what_is_installed(
    models: Path, fetched: list[RemoteFile], make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show()

    def listed(*arguments: str) -> str:
        assert main(["voices", "--show", str(root), *arguments]) == 0
        return capsys.readouterr().out

    assert "fenrir" in json.loads(listed("--format", "json"))["installable"]
    catalogue.install_voice("fenrir", None)
    assert [file.name for file in fetched] == [path.name for path in models.rglob("*.onnx")]
    report = json.loads(listed("--format", "json"))
    assert (report["installed"], "fenrir" in report["installable"]) == (["fenrir"], False)
    assert ["installed", "fenrir", "hibari"] in [line.split()[:3] for line in listed().splitlines()]


@pytest.mark.parametrize("missing", ["hibari", "onnxruntime"])
def test_where_neural_voices_cannot_run_espeak_speaks_and_it_is_said(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)  # as where there is no wheel
    cast = cast_voice("heart", load_show(REPOSITORY).voices, REPOSITORY)
    assert cast.engine.info.name == "espeak"
    assert f"the package {missing} is not installed" in cast.remark
    assert cast.remark.endswith("espeak-narrator speaks instead")


def test_a_file_that_was_copied_by_half_is_not_installed(models: Path) -> None:
    voice = catalogue.public_voices()["emma"]
    (models / "emma").mkdir(parents=True)
    (models / "emma" / voice.files[0].name).write_bytes(b"half")
    assert not voice.is_installed


def test_without_hibari_its_voices_are_not_known_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_hibari_listing", dict)
    monkeypatch.setattr(catalogue, "_hibari_voices", dict)
    with pytest.raises(ConfigurationError, match="no public model named 'fenrir'") as caught:
        catalogue.install_voice("fenrir", None)
    assert "pip install hibari-tts" in str(caught.value.hint)


def test_offline_the_message_says_what_to_do(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = RemoteFile("m.onnx", "http://127.0.0.1:9/m.onnx", 10, "0" * 64)
    public = catalogue.PublicVoice("emma", "hibari", "", "en-GB", "Apache-2.0", "tests", (nowhere,))
    monkeypatch.setattr(catalogue, "public_voices", lambda: {"emma": public})
    with pytest.raises(StudioError, match="cannot be fetched") as caught:
        catalogue.install_voice("emma", None)
    assert str(models / "emma" / "m.onnx") in str(caught.value.hint)
