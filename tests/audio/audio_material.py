"""Sound for the tests: something like speech, made from a seed, and timelines of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.audio import Mastered, master, slot_samples
from studio.kit.events import Events
from studio.model.show import Encoding, Loudness
from studio.model.timeline import Clip, Timeline

Floats = NDArray[np.float32]


def speech(seconds: float, seed: int, rate_hz: int = 22_050, level: float = 0.1) -> Floats:
    """Voiced syllables with pauses between words: harmonics of a gliding pitch under an envelope."""
    random = np.random.default_rng(seed)
    length = int(seconds * rate_hz)
    at = np.arange(length) / rate_hz
    pitch_hz = 110 + 40 * np.sin(2 * np.pi * 0.4 * at + random.uniform(0, 6)) + random.uniform(-15, 15)
    phase = 2 * np.pi * np.cumsum(pitch_hz) / rate_hz
    voice = sum(np.sin(k * phase + k * k) / k**1.1 for k in range(1, 20) if k * 170 < rate_hz / 2)
    knots = random.uniform(0.0, 1.0, int(seconds * 6) + 2) * (random.random(int(seconds * 6) + 2) > 0.2)
    envelope = np.interp(at * 6, np.arange(len(knots)), knots)
    noise = random.standard_normal(length) * 0.05
    return ((voice + noise) * envelope * level).astype(np.float32)


@dataclass
class Episode:
    """Clips to be put one after another; ``sounds`` is what ``load`` gives."""

    sounds: dict[str, tuple[Floats, int]] = field(default_factory=dict)
    clips: list[Clip] = field(default_factory=list)
    channels: int = 1
    loads: list[str] = field(default_factory=list)

    def say(
        self,
        seconds: float,
        seed: int,
        *,
        rate_hz: int = 22_050,
        level: float = 0.1,
        pause_s: float = 0.35,
        **clip: object,
    ) -> Episode:
        self.sounds[f"{seed}-{seconds}-{rate_hz}-{level}"] = speech(seconds, seed, rate_hz, level), rate_hz
        return self.put(f"{seed}-{seconds}-{rate_hz}-{level}", pause_s, **clip)

    def put(self, key: str, pause_s: float = 0.35, **clip: object) -> Episode:
        samples, rate_hz = self.sounds[key]
        length = slot_samples(len(samples), rate_hz, pause_s)
        self.clips.append(Clip(key, 0, length, **clip))  # type: ignore[arg-type]
        return self

    def load(self, key: str) -> tuple[Floats, int]:
        self.loads.append(key)
        return self.sounds[key]

    def timeline(self) -> Timeline:
        start, placed = 0, []
        for clip in self.clips:
            placed.append(
                Clip(clip.key, start, clip.length_samples, clip.lead_samples, clip.gain_db, clip.pan, clip.voice)
            )
            start += clip.length_samples
        return Timeline(44_100, self.channels, start, tuple(placed))

    def master(self, folder: Path, cache: str = "cache", jobs: int | None = None, **encoding: int) -> Mastered:
        self.loads.clear()
        self.events = Events()
        return master(
            self.timeline(),
            self.load,
            loudness=Loudness(),
            encoding=Encoding(**{"channels": self.channels, **encoding}),
            cache=folder / cache,
            output=folder / "out.mp3",
            jobs=jobs,
            events=self.events,
        )


def talk(clips: int, seconds: float = 3.0, seed: int = 0, **clip: object) -> Episode:
    """An episode of ``clips`` sentences."""
    episode = Episode()
    for number in range(clips):
        episode.say(seconds + number % 3, seed + number, **clip)  # type: ignore[arg-type]
    return episode
