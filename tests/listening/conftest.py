"""A recogniser and an engine that understand each other perfectly."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Installs the plug-in with the recogniser ``stub`` and the engine ``readable``; the file counts what was heard."""
    plugin = str(Path(__file__).parent / "plugin")
    monkeypatch.syspath_prepend(plugin)
    counter = tmp_path / "heard"
    counter.touch()
    monkeypatch.setenv("STUB_HEARD", str(counter))
    return counter
