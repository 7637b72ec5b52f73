"""Shows, segments and the faulty plug-in for tests of takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.model import Boundary, Segment, Show, Span, Voice
from studio.takes import TakeStore


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installs the plug-in with the engine ``faulty``."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "plugin"))


@pytest.fixture
def store(tmp_path: Path) -> TakeStore:
    return TakeStore(tmp_path / "takes")


@pytest.fixture
def make_show_of(tmp_path: Path) -> Callable[..., Show]:
    """A show of the given voices; the first is the narrator."""

    def make(*voices: Voice) -> Show:
        return Show(
            root=tmp_path, title="Show", author="A", language="en-US", description="", email="", site="",
            feed_url="", categories=(), artwork=tmp_path / "cover.jpg", pillars=(), marks=(),
            voices={voice.name: voice for voice in voices}, narrator=voices[0].name,
        )  # fmt: skip

    return make


@pytest.fixture
def segments() -> Callable[..., tuple[Segment, ...]]:
    """One segment per text, spoken by the voice ``n``."""

    def make(*texts: str, voice: str = "n") -> tuple[Segment, ...]:
        return tuple(
            Segment(number, 0, text, text, voice, Span(10 * number, 10 * number + 5), Boundary.SENTENCE, 0.3)
            for number, text in enumerate(texts, 1)
        )

    return make
