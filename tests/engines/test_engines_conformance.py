"""The engines that speak after ``pip install`` alone pass the checks that every engine passes."""

from __future__ import annotations

from studio.testing import EngineConformance


class TestEspeak(EngineConformance):
    engine = "espeak"


class TestSilent(EngineConformance):
    engine = "silent"
