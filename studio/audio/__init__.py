"""Sound: loudness, limiter, mixing, MP3. A library that knows no show and no scripts.

How to use it::

    from studio.audio import master, measure, write_wav

    mastered = master(
        timeline,                                  # studio.model.Timeline at 44.1 kHz, slots of whole frames
        lambda key: (take.samples, take.rate_hz),  # called from threads, only for what is not cached
        loudness=show.loudness,
        encoding=show.encoding,
        cache=root / "audio",                      # meter readings and encoded chunks, safe to delete
        output=temporary,                          # Info frame and MP3 frames; put the ID3 tag in front, then rename
        progress=lambda done, total: ...,          # samples
    )
    measured = measure(final)                      # the decoded file, by ffmpeg
    write_wav(path, take.samples, take.rate_hz)    # for a preview

A slot for ``n`` samples at ``rate_hz`` is ``slot_samples(n, rate_hz, pause_s)`` long. Names are imported on first use,
so importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.audio.balance import VoiceLevel
    from studio.audio.mastering import Mastered, master
    from studio.audio.slots import FRAME_SAMPLES, RATE_HZ, slot_samples
    from studio.audio.verify import Measured, measure
    from studio.audio.wav import write_wav

__all__ = [
    "FRAME_SAMPLES",
    "RATE_HZ",
    "Mastered",
    "Measured",
    "VoiceLevel",
    "master",
    "measure",
    "slot_samples",
    "write_wav",
]

_HOMES = {
    "FRAME_SAMPLES": "slots",
    "RATE_HZ": "slots",
    "Mastered": "mastering",
    "Measured": "verify",
    "VoiceLevel": "balance",
    "master": "mastering",
    "measure": "verify",
    "slot_samples": "slots",
    "write_wav": "wav",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"studio.audio.{_HOMES[name]}"), name)
