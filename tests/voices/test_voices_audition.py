"""Every voice that can speak is heard with the same sentence; the others say why they are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import soundfile

from studio.actions.voices import audition
from studio.kit.errors import StudioError
from studio.model.show import Show, Voice
from studio.takes import TakeStore


def test_an_audition_has_a_sound_for_every_usable_voice_and_a_page(
    make_show_of: Callable[..., Show], store: TakeStore
) -> None:
    show = make_show_of(
        Voice("low", "espeak", "Deep <voice>", settings={"pitch": 20}),
        Voice("high", "espeak", settings={"pitch": 80}, gain_db=-3.0),
        Voice("broken", "piper", settings={"model": "gone.onnx"}),
    )
    page = audition(show, store, show.root / "audition", "Caches lie, and they lie politely.")
    assert sorted(path.name for path in page.parent.iterdir()) == ["high.wav", "index.html", "low.wav"]
    text = page.read_text()
    assert "Deep &lt;voice&gt;" in text
    assert "Cannot speak here" in text
    assert text.count("<audio") == 2
    low, rate_hz = soundfile.read(page.parent / "low.wav")
    assert 1.5 < len(low) / rate_hz < 4


def test_an_audition_without_usable_voices_is_explained(make_show_of: Callable[..., Show], store: TakeStore) -> None:
    show = make_show_of(Voice("broken", "piper", settings={"model": "gone.onnx"}))
    with pytest.raises(StudioError, match="no voice of the show can speak"):
        audition(show, store, show.root / "audition")
