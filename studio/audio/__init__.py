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
        events=events,                             # progress, warnings, stage times
    )
    measured = measure(final)                      # the decoded file, by ffmpeg
    write_wav(path, take.samples, take.rate_hz)    # for a preview

Music and effects::

    assets = Assets(root / "assets")               # prepared once, kept by content
    bed = assets.prepare(path, trim=False)         # a loop keeps its length; stingers are trimmed and may fade
    Clip(sting.key, start, slot_samples(sting.length_samples, sting.rate_hz), voice="asset:sting", gain_db=-2.0)
    Timeline(..., beds=(Bed(bed.key, start_samples, end_samples, gain_db=-6.0, ducked_db=-20.0),))
    load = lambda key: assets.load(key) if key in assets else (take.samples, take.rate_hz)

``gain_db`` of such a clip, and both levels of a bed, are relative to the loudness of the voices. Other formats come
from ``export(timeline, load, ..., kind=Format.M4A, chapters=chapters)``, mixed anew rather than decoded from the MP3; a
picture for a page is ``levels(mastered.waveform, 1000)``.

A slot for ``n`` samples at ``rate_hz`` is ``slot_samples(n, rate_hz, pause_s)`` long. Names are imported on first use,
so importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.kit.lazily import on_first_use

if TYPE_CHECKING:
    from studio.audio.assets import Assets, PreparedSound
    from studio.audio.balance import VoiceLevel
    from studio.audio.formats import Format
    from studio.audio.mastering import Mastered, master
    from studio.audio.outputs import export
    from studio.audio.slots import FRAME_SAMPLES, RATE_HZ, slot_samples
    from studio.audio.verify import Measured, measure
    from studio.audio.wav import write_wav
    from studio.audio.waveform import levels

__all__ = [
    "FRAME_SAMPLES",
    "RATE_HZ",
    "Assets",
    "Format",
    "Mastered",
    "Measured",
    "PreparedSound",
    "VoiceLevel",
    "export",
    "levels",
    "master",
    "measure",
    "slot_samples",
    "write_wav",
]

_HOMES = {
    "FRAME_SAMPLES": "slots",
    "RATE_HZ": "slots",
    "Assets": "assets",
    "Format": "formats",
    "Mastered": "mastering",
    "PreparedSound": "assets",
    "export": "outputs",
    "levels": "waveform",
    "Measured": "verify",
    "VoiceLevel": "balance",
    "master": "mastering",
    "measure": "verify",
    "slot_samples": "slots",
    "write_wav": "wav",
}

__getattr__ = on_first_use(__name__, _HOMES)
