"""What is to be made of a timeline: everything that is decided before the first sample is mixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.audio.balance import Balance, VoiceLevel, balance
from studio.audio.chunks import Chunk, ClipPart, cut, plan
from studio.audio.level import PredictedEnergy, episode_gain_db, is_silent
from studio.audio.loudness import integrated_lufs, range_lu, short_term_max_lufs
from studio.audio.mix import Library, Load
from studio.audio.mp3 import RATE_HZ
from studio.audio.pool import Pool
from studio.audio.readings import read
from studio.audio.store import Store
from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.kit.threads import return_freed_memory
from studio.model.show import Loudness
from studio.model.timeline import Timeline

HEADROOM_DB = 0.45  # what is limited this far below the ceiling hardly ever decodes to more than the ceiling


@dataclass(frozen=True, slots=True)
class PredictedLoudness:
    """What the listener gets, as predicted: loudness (None for silence), its range, its greatest 3 s."""

    integrated_lufs: float | None
    range_lu: float
    short_term_max_lufs: float | None


@dataclass(frozen=True, slots=True, eq=False)
class MasterPlan:
    """Chunks with their sounds at their final levels, and how those came about; nothing as long as the episode."""

    chunks: tuple[Chunk, ...]
    gain_db: float
    heard: PredictedLoudness
    voices: tuple[VoiceLevel, ...]
    metered: int
    meters_reused: int
    library: Library
    store: Store


def plan_master(
    timeline: Timeline, load: Load, loudness: Loudness, *, store: Store, pool: Pool, events: Events | None = None
) -> MasterPlan:
    """Meter, balance, choose the gain, cut into chunks.

    Args:
        timeline: as for :func:`studio.audio.master`, and so are ``load`` and ``loudness``.
        load: see there.
        loudness: see there.
        store: where meter readings are kept.
        pool: threads that take readings.
        events: told when the stages ``meter`` and ``level`` end.

    Raises:
        StudioError: as :func:`studio.audio.master`.
    """
    events = events or Events()
    _check(timeline)
    library = Library(load, timeline.channels)
    readings = read(timeline, load, library, store, pool)
    events.end_stage("meter")
    levels = balance(timeline, readings)
    lengths = [readings.length(clip) for clip in timeline.clips]
    made, reused = readings.made, len(readings.lengths) - readings.made
    limit = 10 ** ((loudness.ceiling_dbtp - HEADROOM_DB) / 20)
    gain_db = episode_gain_db(levels.energy, levels.peak, loudness.target_lufs, limit)
    energy = PredictedEnergy(levels.energy, levels.peak, gain_db, limit)
    integrated = None if is_silent(levels.energy) else integrated_lufs(energy)
    heard = PredictedLoudness(integrated, range_lu(energy), short_term_max_lufs(energy))
    chunks, voices = tuple(_chunks(timeline, lengths, levels, gain_db)), levels.voices
    del levels, energy
    return_freed_memory()  # the encoder's threads have memory of their own
    events.end_stage("level")
    return MasterPlan(chunks, gain_db, heard, voices, made, reused, library, store)


def _check(timeline: Timeline) -> None:
    if not timeline.clips or timeline.length_samples <= 0:
        raise StudioError("empty-episode", "there is nothing to be heard in this episode")
    if timeline.rate_hz != RATE_HZ:
        raise StudioError("rate", f"episodes are made at {RATE_HZ} Hz, not {timeline.rate_hz}", exit_code=2)
    if timeline.channels not in (1, 2):
        message = f"episodes have one or two channels, not {timeline.channels}"
        raise StudioError("channels", message, hint="use 1 (mono) or 2 (stereo)", exit_code=2)


def _chunks(timeline: Timeline, lengths: Sequence[int], levels: Balance, gain_db: float) -> list[Chunk]:
    sounds = []
    for clip, length in zip(timeline.clips, lengths, strict=True):
        start = clip.start_samples + clip.lead_samples
        end = min(start + length, clip.start_samples + clip.length_samples)
        sounds.append(ClipPart(clip.key, start, end, round(gain_db + levels.clip_gain_db(clip), 3), clip.pan))
    starts = cut([(clip.key, clip.start_samples) for clip in timeline.clips])
    beds = [(bed.louder(gain_db), loop_samples) for bed, loop_samples in levels.beds]
    return plan(starts, sounds, timeline.length_samples, beds)
