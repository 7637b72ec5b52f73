"""The page about voices names every engine and every setting."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from studio.engines.coqui import CoquiOptions
from studio.engines.espeak import EspeakOptions
from studio.engines.flite import FliteOptions
from studio.engines.hibari import HibariOptions
from studio.engines.kokoro import KokoroOptions
from studio.engines.piper import PiperOptions
from studio.engines.silent import SilentOptions

PAGE = (Path(__file__).parents[2] / "docs" / "voices.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [CoquiOptions, EspeakOptions, FliteOptions, HibariOptions, KokoroOptions, PiperOptions, SilentOptions],
)
def test_every_setting_is_on_the_page(options: type) -> None:
    engine = options.__name__.removesuffix("Options").lower()
    assert f"| `{engine}` |" in PAGE
    missing = [field.name for field in dataclasses.fields(options) if f"`{field.name}`" not in PAGE]
    assert not missing
