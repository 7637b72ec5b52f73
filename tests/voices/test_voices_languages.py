"""A show is read in English: another language, of the show or of a voice, is never read by its rules in silence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_show import STUDIO_YAML
from tiny_onnx_voices import make_piper

from studio.cli import main
from studio.engines import find_engine
from studio.engines.contract import spoken_languages
from studio.kit.errors import ConfigurationError
from studio.model.show import Voice
from studio.settings.show import load_show
from studio.voices.casting import cast_voice

MakeShow = Callable[..., Path]


@pytest.mark.parametrize("language", ["de-DE", "de", "fr-CA", "zh-Hans-CN", "JA", "enm", "es-419"])
@pytest.mark.parametrize("command", [["doctor"], ["lint"], ["render", "ep01"]])
def test_a_show_in_another_language_is_refused_with_its_place(
    language: str, command: list[str], make_show: MakeShow, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show(config=STUDIO_YAML.replace("language: en-US", f"language: {language}"))
    assert main([*command, "--show", str(root)]) != 0
    told = "".join(capsys.readouterr())
    line = 1 + STUDIO_YAML[: STUDIO_YAML.index("language: en-US")].count("\n")
    assert told.count(f"studio.yaml:{line}:11: `language` is {language}") == 1
    assert "the rules of English only" in told
    assert "Supported: en, also with a region, such as en-US" in told


@pytest.mark.parametrize("language", ["en", "en-US", "en-GB", "EN-au", "en-Latn-IN"])
def test_english_of_any_region_is_read(language: str, make_show: MakeShow) -> None:
    root = make_show(config=STUDIO_YAML.replace("language: en-US", f"language: {language}"))
    assert load_show(root).language == language


@pytest.mark.parametrize("language", ["english", "en_US", "e", "en-", "'en US'"])
def test_what_is_no_language_tag_is_refused(language: str, make_show: MakeShow) -> None:
    root = make_show(config=STUDIO_YAML.replace("language: en-US", f"language: {language}"))
    with pytest.raises(ConfigurationError, match="such as en-US"):
        load_show(root)


def test_a_voice_in_another_language_is_refused_where_it_is_used(make_show: MakeShow) -> None:
    root = make_show()
    (root / "voices" / "franz.yaml").write_text("engine: silent\nlanguage: de-DE\n")
    assert load_show(root).voices["franz"].language == "de-DE"
    (root / "studio.yaml").write_text(STUDIO_YAML + "speakers: {FRANZ: franz}\n")
    with pytest.raises(ConfigurationError, match="`language` is de-DE") as caught:
        load_show(root)
    assert caught.value.where == "voices/franz.yaml:2:11"


@pytest.mark.parametrize(
    ("engine", "settings", "languages"),
    [
        ("hibari", {}, ("en-US", "en-GB")),
        ("espeak", {"voice": "de+klatt6"}, ("de",)),
        ("espeak", {"voice": "en-gb-scotland"}, ("en-gb-scotland",)),
        ("espeak", {"voice": "mb-us1"}, ()),
        ("silent", {}, ()),
    ],
)
def test_engines_know_what_they_speak(
    engine: str, settings: dict[str, str], languages: tuple[str, ...], tmp_path: Path
) -> None:
    found = find_engine(engine)
    assert spoken_languages(found, found.options(Voice("n", engine, settings=settings), tmp_path)) == languages


@pytest.mark.parametrize(
    ("described", "languages"),
    [
        ({"language": {"code": "de_DE", "family": "de"}, "espeak": {"voice": "de"}}, ("de-DE",)),
        ({"espeak": {"voice": "fr"}}, ("fr",)),
        ({"espeak": {"voice": "en-us"}}, ("en-us",)),
        ({"language": None, "espeak": None}, ()),
    ],
)
def test_piper_knows_it_from_the_model(
    described: dict[str, object], languages: tuple[str, ...], tmp_path: Path
) -> None:
    pytest.importorskip("piper")
    _describe(make_piper(tmp_path), described)
    engine = find_engine("piper")
    options = engine.options(Voice("n", "piper", settings={"model": "voice.onnx"}), tmp_path)
    assert spoken_languages(engine, options) == languages


def test_a_model_of_another_language_is_doubted_in_doctor_lint_and_render(
    make_show: MakeShow, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show(engine="espeak")
    (root / "voices" / "narrator.yaml").write_text("engine: espeak\nsettings: {voice: de}\n")
    for command in (["doctor"], ["lint"], ["render", "ep01"], ["render", "ep01"]):
        main([*command, "--show", str(root)])
        told = "".join(capsys.readouterr())
        assert told.count("the voice narrator speaks de, not en-US") == 1, command
    main(["lint", "--show", str(root), "--format", "json"])
    assert isinstance(json.loads(capsys.readouterr().out), list)


def test_a_voice_that_speaks_its_language_is_not_doubted(tmp_path: Path) -> None:
    voices = {"n": Voice("n", "espeak", language="en-GB", settings={"voice": "en-us+klatt6"})}
    assert cast_voice("n", voices, tmp_path).remark == ""
    german = {"n": Voice("n", "espeak", language="de-AT", settings={"voice": "de"})}
    assert cast_voice("n", german, tmp_path).remark == ""


def _describe(model: Path, described: dict[str, object]) -> None:
    path = model.with_name(model.name + ".json")
    path.write_text(json.dumps({**json.loads(path.read_text()), **described}))
