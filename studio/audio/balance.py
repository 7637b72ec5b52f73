"""An episode's levels before its gain: voices matched to each other, beds under them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.audio.beds import PlacedBed, place, speaking
from studio.audio.level import voice_trim_db
from studio.audio.loudness import QUARTERS, Floats, Halves, integrated_lufs
from studio.audio.mp3 import FRAME_SAMPLES
from studio.audio.readings import Readings
from studio.kit.threads import return_freed_memory
from studio.model.timeline import Bed, Clip, Timeline


@dataclass(frozen=True, slots=True)
class VoiceLevel:
    """A voice as its takes came (``lufs``, None where silent) and what was added so that voices match."""

    voice: str
    lufs: float | None
    trim_db: float


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """Energies and peaks per frame of everything together, and the levels that they stand for.

    ``beds`` come with the length of their loop in samples.
    """

    energy: Floats
    peak: Halves
    voices: tuple[VoiceLevel, ...]
    beds: tuple[tuple[PlacedBed, int], ...]

    def clip_gain_db(self, clip: Clip) -> float:
        """Gain of a clip in decibels, before the episode's."""
        return clip.gain_db + next(level.trim_db for level in self.voices if level.voice == clip.voice)


def balance(timeline: Timeline, readings: Readings) -> Balance:
    """Match voices to the one that has most to say, and beds to the voices.

    Args:
        timeline: the clips and beds with the gains that the author gave them.
        readings: a meter for each sound on it.
    """
    frames = -(-timeline.length_samples // FRAME_SAMPLES)
    spoken_samples: dict[str, int] = {}
    for clip in timeline.clips:
        spoken_samples[clip.voice] = spoken_samples.get(clip.voice, 0) + clip.length_samples
    lufs = {voice: _voice_lufs(voice, timeline, readings, frames) for voice in sorted(spoken_samples)}
    return_freed_memory()  # what comes now is the greatest part of what grows with the episode
    reference = lufs[max(lufs, key=lambda voice: spoken_samples[voice])]
    voices = tuple(VoiceLevel(voice, level, voice_trim_db(level, reference)) for voice, level in lufs.items())

    energy, peak = np.zeros(frames, np.float32), np.zeros((frames, QUARTERS), np.float16)
    trims = {level.voice: level.trim_db for level in voices}
    for clip in timeline.clips:
        gain = 10 ** ((clip.gain_db + trims[clip.voice]) / 20)
        reading = readings.clip(clip)
        _add(energy, clip, reading.energy, gain * gain)
        there = peak[_first(clip) : _first(clip) + len(reading.peak)]
        np.maximum(there, reading.peak[: len(there)] * np.float16(gain), out=there)

    active, beds = speaking(energy, reference), []
    for bed in timeline.beds:
        placed, loop_samples = _bed(bed, readings, active, reference)
        beds.append((placed, loop_samples))
        reading, numbers = readings.loop(bed.key), placed.frame_numbers(loop_samples)
        gains = placed.frame_gains()
        energy[placed.first : placed.end] += reading.energy[numbers] * gains**2
        there = peak[placed.first : placed.end]
        there[:] = np.hypot(there, reading.peak[numbers] * gains[:, None])
    return Balance(energy, peak, voices, tuple(beds))


def _voice_lufs(voice: str, timeline: Timeline, readings: Readings, frames: int) -> float | None:
    alone = np.zeros(frames, np.float32)
    for clip in timeline.clips:
        if clip.voice == voice:
            _add(alone, clip, readings.clip(clip).energy, 1.0)
    return integrated_lufs(alone)


def _bed(
    bed: Bed, readings: Readings, active: NDArray[np.bool_], reference_lufs: float | None
) -> tuple[PlacedBed, int]:
    reading = readings.loop(bed.key)
    twice = np.tile(reading.energy, 2)  # a short loop would not fill one gating block
    return place(bed, voice_trim_db(integrated_lufs(twice), reference_lufs), active), reading.length_samples


def _first(clip: Clip) -> int:
    return (clip.start_samples + clip.lead_samples) // FRAME_SAMPLES


def _add(energy: Floats, clip: Clip, reading: Floats, factor: float) -> None:
    there = energy[_first(clip) : _first(clip) + len(reading)]
    there += reading[: len(there)] * factor
