"""``studio voices``: the same sentences in every voice that can speak, and a page to compare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.kit.files import write_atomically
from studio.kit.templates import render
from studio.model.narration import Boundary, Segment
from studio.model.source import Span
from studio.takes.make import make_takes
from studio.takes.plan import plan_takes
from studio.voices.casting import survey_voices

if TYPE_CHECKING:
    from pathlib import Path

    from studio.model.show import Show
    from studio.takes.store import TakeStore

SENTENCE = (
    "Caches lie, and they lie politely. When one hundred and fifty nodes disagree, who decides, "
    "and how long does the client wait? Under the hood, a queue is a promise about time."
)


def audition(
    show: Show,
    store: TakeStore,
    folder: Path,
    text: str = SENTENCE,
    events: Events | None = None,
) -> Path:
    """Write ``<voice>.wav`` for every usable voice and ``index.html``; returns the page.

    Args:
        show: whose voices are heard.
        store: where takes are kept.
        folder: for the sounds and the page.
        text: in spoken form.
        events: told ``takes`` done and to be made.

    Raises:
        StudioError: no voice can speak, or one fails on the text.
    """
    states = survey_voices(show.voices, show.root)
    usable = [state.voice for state in states if state.usable]
    if not usable:
        raise StudioError("no-usable-voice", "no voice of the show can speak on this machine", hint="studio voices")
    segments = [
        Segment(number, 0, text, text, voice.name, Span(0, len(text)), Boundary.END, 0.0)
        for number, voice in enumerate(usable, 1)
    ]
    plans = plan_takes(segments, show, store, allow_bad=True)
    (made,) = make_takes([plans], show, store, events=events, allow_bad=True)
    for plan, info in zip(plans, made.infos, strict=True):
        take = store.load(info.key)
        _write_wav(folder / f"{plan.segment.voice}.wav", take.samples, take.rate_hz, plan.cast.voice.gain_db)
    page = folder / "index.html"
    write_atomically(page, render("studio.actions", "audition.html.j2", states=states, text=text).encode())
    return page


def _write_wav(path: Path, samples: object, rate_hz: int, gain_db: float) -> None:
    import io

    import numpy as np
    import soundfile

    wave = np.clip(np.asarray(samples) * 10 ** (gain_db / 20), -1, 1)
    buffer = io.BytesIO()
    soundfile.write(buffer, wave, rate_hz, format="WAV", subtype="PCM_16")
    write_atomically(path, buffer.getvalue())
