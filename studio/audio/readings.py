"""Meter readings of everything on a timeline, each taken once and kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.audio.loudness import Meter, meter
from studio.audio.mix import Library, Load
from studio.audio.mp3 import FRAME_SAMPLES, RATE_HZ
from studio.audio.pool import Pool
from studio.audio.store import Store, digest
from studio.kit.errors import StudioError
from studio.model.timeline import Clip, Timeline

_FORMAT = 2  # raise when readings change


@dataclass(frozen=True, slots=True)
class _Wanted:
    """``offset_samples`` is where in its first frame a clip begins; None asks for one turn of a bed's loop."""

    key: str
    offset_samples: int | None


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings by sound; ``made`` of them are fresh."""

    meters: dict[_Wanted, Meter]
    made: int

    def clip(self, clip: Clip) -> Meter:
        """A clip as it stands on the frames of its timeline."""
        return self.meters[_wanted(clip)]

    def loop(self, key: str) -> Meter:
        """One turn of a bed."""
        return self.meters[_Wanted(key, None)]


def read(timeline: Timeline, load: Load, library: Library, store: Store, pool: Pool) -> Readings:
    """Meter every sound of a timeline that the store has no reading of.

    Raises:
        StudioError: a sound is empty, too long for its slot, or holds values that are not numbers.
    """
    wanted = dict.fromkeys([*map(_wanted, timeline.clips), *(_Wanted(bed.key, None) for bed in timeline.beds)])
    entries = {one: digest("meter", _FORMAT, one.key, one.offset_samples, timeline.channels) for one in wanted}
    # Most are kept after an edit, and a small file is read faster than a thread is asked to do it.
    kept = {one: store.get(entry) for one, entry in entries.items()}
    missing = [one for one in wanted if kept[one] is None]
    meters = {one: Meter.from_bytes(data) for one, data in kept.items() if data is not None}
    for one, reading in zip(
        missing, pool.in_order(lambda one: _take_reading(one, load, library), missing), strict=True
    ):
        store.put(entries[one], reading.to_bytes())
        meters[one] = reading
    readings = Readings(meters, len(missing))
    for clip in timeline.clips:
        over = readings.clip(clip).length_samples - (clip.length_samples - clip.lead_samples)
        if over > 1:  # lengths are rounded either way
            raise StudioError("slot-too-short", f"the sound {clip.key} is {over} samples longer than its slot")
    return readings


def _wanted(clip: Clip) -> _Wanted:
    return _Wanted(clip.key, (clip.start_samples + clip.lead_samples) % FRAME_SAMPLES)


def _take_reading(wanted: _Wanted, load: Load, library: Library) -> Meter:
    if wanted.offset_samples is None:
        turn, _ = library.loop(wanted.key)
        reading = meter(turn.T, RATE_HZ)
    else:
        samples, rate_hz = load(wanted.key)
        if not len(samples):
            raise StudioError("empty-sound", f"the sound {wanted.key} is empty")
        if samples.ndim == 2 and library.channels == 1:
            samples = samples.mean(1, dtype=np.float32)
        reading = meter(samples, rate_hz, wanted.offset_samples)
    if not (np.isfinite(reading.energy).all() and np.isfinite(reading.peak).all()):
        raise StudioError("bad-samples", f"the sound {wanted.key} holds values that are not numbers")
    return reading
