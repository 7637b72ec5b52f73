"""The faulty plug-in for tests of takes."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installs the plug-in with the engine ``faulty``."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "plugin"))
