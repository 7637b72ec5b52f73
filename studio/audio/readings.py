"""Meter readings of everything on a timeline, each taken once and kept."""

from __future__ import annotations

from collections.abc import Callable
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
    """Lengths by sound; ``made`` of them are fresh. All that is known of a sound is fetched from the store when it is
    asked for, or it would be the greatest part of what grows with the episode."""

    lengths: dict[_Wanted, int]
    made: int
    fetch: Callable[[_Wanted], Meter]

    def length(self, clip: Clip) -> int:
        """Of a clip's sound, in samples at 44.1 kHz."""
        return self.lengths[_wanted(clip)]

    def clip(self, clip: Clip) -> Meter:
        """All of a clip's reading."""
        return self.fetch(_wanted(clip))

    def loop(self, key: str) -> Meter:
        """One turn of a bed."""
        return self.fetch(_Wanted(key, None))


def read(timeline: Timeline, load: Load, library: Library, store: Store, pool: Pool) -> Readings:
    """Meter every sound of a timeline that the store has no reading of.

    Raises:
        StudioError: a sound is empty, too long for its slot, or holds values that are not numbers.
    """
    wanted = dict.fromkeys([*map(_wanted, timeline.clips), *(_Wanted(bed.key, None) for bed in timeline.beds)])
    entries = {one: digest("meter", _FORMAT, one.key, one.offset_samples, timeline.channels) for one in wanted}
    # Most are kept after an edit, and a small file is read faster than a thread is asked to do it.
    lengths: dict[_Wanted, int] = {}
    missing = []
    for one, entry in entries.items():
        if (data := store.get(entry)) is None:
            missing.append(one)
        else:
            lengths[one] = Meter.from_bytes(data).length_samples

    def take(one: _Wanted) -> Meter:
        return _take_reading(one, load, library)

    for one, reading in zip(missing, pool.in_order(take, missing), strict=True):
        store.put(entries[one], reading.to_bytes())
        lengths[one] = reading.length_samples

    def fetch(one: _Wanted) -> Meter:
        data = store.get(entries[one])
        return take(one) if data is None else Meter.from_bytes(data)  # somebody may have taken it away

    readings = Readings(lengths, len(missing), fetch)
    for clip in timeline.clips:
        over = readings.length(clip) - (clip.length_samples - clip.lead_samples)
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
