"""The engines that speak after ``pip install`` alone pass the checks that every engine passes."""

from __future__ import annotations

from typing import ClassVar

import pytest

from studio.engines import find_engine
from studio.engines.conformance import EngineConformance


class TestEspeak(EngineConformance):
    engine = "espeak"


class TestEspeakBreath(EngineConformance):
    engine = "espeak"
    settings: ClassVar = {"voice": "en-us+f2"}


class TestSilent(EngineConformance):
    engine = "silent"


@pytest.mark.skipif(find_engine("flite").unusable() is not None, reason="Flite is not installed")
class TestFlite(EngineConformance):
    engine = "flite"


@pytest.mark.skipif(find_engine("flite").unusable() is not None, reason="Flite is not installed")
class TestFliteDiphones(EngineConformance):
    engine = "flite"
    settings: ClassVar = {"voice": "kal16", "speed": 1.2, "pitch_hz": 120}
