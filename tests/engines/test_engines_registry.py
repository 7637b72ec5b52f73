"""Engines are found by name; a plug-in that fails or collides is named loudly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.engines import engine_names, find_engine
from studio.kit.errors import ConfigurationError

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """A function that installs a package with one engine."""

    def add(package: str, name: str, target: str, source: str = "") -> None:
        folder = tmp_path / package
        metadata = folder / f"{package}-1.0.dist-info"
        metadata.mkdir(parents=True)
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text(f"[studio.engines]\n{name} = {target}\n")
        (folder / f"{package}.py").write_text(source)
        monkeypatch.syspath_prepend(str(folder))

    return add


def test_engines_are_listed_without_importing_them(install: Install) -> None:
    install("explosive", "explosive", "explosive:Engine", "raise RuntimeError('imported')")
    assert {"espeak", "explosive", "silent"} <= set(engine_names())


def test_an_unknown_engine_suggests_near_names() -> None:
    with pytest.raises(ConfigurationError) as caught:
        find_engine("espaek")
    assert (caught.value.code, caught.value.hint) == ("unknown-engine", "Did you mean `espeak`?")


def test_a_plug_in_that_fails_is_named_with_its_reason(install: Install) -> None:
    install("explosive", "explosive", "explosive:Engine", "raise RuntimeError('no such luck')")
    with pytest.raises(ConfigurationError) as caught:
        find_engine("explosive")
    assert caught.value.code == "engine-broken"
    assert "'explosive' of explosive cannot be loaded: RuntimeError: no such luck" in str(caught.value)


def test_two_packages_with_one_name_are_an_error_that_names_both(install: Install) -> None:
    install("mimic", "espeak", "mimic:Engine")
    with pytest.raises(ConfigurationError) as caught:
        find_engine("espeak")
    assert caught.value.code == "engine-name-collision"
    assert "mimic (mimic:Engine)" in caught.value.message
    assert "studio-podcast (studio.engines.espeak:EspeakEngine)" in caught.value.message


def test_an_engine_must_know_its_own_name(install: Install) -> None:
    install("shy", "shy", "studio.engines.silent:SilentEngine")
    with pytest.raises(ConfigurationError) as caught:
        find_engine("shy")
    assert "calls itself 'silent'" in caught.value.message
