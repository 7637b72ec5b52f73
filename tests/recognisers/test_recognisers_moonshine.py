"""Moonshine is used only where its weights are, and whoever installs another version is told what to do."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from studio.kit.errors import ConfigurationError, StudioError
from studio.listening.ear import open_ear
from studio.recognisers import find_recogniser, recogniser_names
from studio.recognisers.moonshine import MoonshineRecogniser


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for another version of the package, without weights."""
    folder = tmp_path / "moonshine_voice"
    folder.mkdir()
    (folder / "__init__.py").write_text("raise RuntimeError('nobody may import this')")
    found = importlib.util.spec_from_file_location("moonshine_voice", folder / "__init__.py")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: found if name == "moonshine_voice" else None)
    return folder


def test_it_is_registered_and_costs_nothing_to_ask() -> None:
    assert "moonshine" in recogniser_names()
    info = find_recogniser("moonshine").info
    assert (info.name, info.licence, info.languages) == ("moonshine", "MIT", ("en",))


def test_an_unknown_recogniser_suggests_near_names() -> None:
    with pytest.raises(ConfigurationError) as caught:
        find_recogniser("moonshin")
    assert (caught.value.code, caught.value.hint) == ("unknown-recogniser", "Did you mean `moonshine`?")


def test_a_package_without_weights_is_refused_before_it_could_download_any(package: Path) -> None:
    recogniser = MoonshineRecogniser()
    reason = recogniser.unusable()
    assert reason is not None
    assert "without the weights of tiny-en" in reason
    assert "pip install 'studio-podcast[asr]'" in reason
    with pytest.raises(StudioError) as caught:
        recogniser.hear(np.ones(16_000, np.float32), 16_000)
    assert caught.value.code == "no-recogniser"
    weights = package / "assets" / "tiny-en"
    weights.mkdir(parents=True)
    for name in ("encoder_model.ort", "decoder_model_merged.ort"):
        (weights / name).write_bytes(b"x")
    assert "(tokenizer.bin)" in str(recogniser.unusable())


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(StudioError) as caught:
        open_ear("en-US")
    assert caught.value.code == "no-recogniser"
    assert "pip install 'studio-podcast[asr]'" in str(caught.value)


@pytest.mark.parametrize("language", ["en", "en-US", "EN-gb"])
def test_it_hears_english_of_any_country(language: str) -> None:
    pytest.importorskip("moonshine_voice", reason="the extra asr is not installed")
    ear = open_ear(language)
    assert len(ear.model) == 64


@pytest.mark.parametrize("language", ["de-DE", "enm", "fr"])
def test_another_language_is_refused(language: str) -> None:
    pytest.importorskip("moonshine_voice", reason="the extra asr is not installed")
    with pytest.raises(StudioError) as caught:
        open_ear(language)
    assert caught.value.code == "unheard-language"
    assert language in str(caught.value)
