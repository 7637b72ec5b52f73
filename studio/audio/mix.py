"""Sounds onto samples: resampling to the timeline's rate, edges without clicks, gain, pan, sum."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable

import numpy as np

from studio.audio.beds import BedPart, lay, loop
from studio.audio.chunks import ClipPart
from studio.audio.loudness import Floats
from studio.audio.mp3 import RATE_HZ
from studio.audio.slots import resampled_length
from studio.kit.errors import StudioError

Load = Callable[[str], tuple[Floats, int]]

_EDGE_SAMPLES = 88  # 2 ms; a take that begins or ends away from zero would click
_EDGE = (0.5 - 0.5 * np.cos(np.pi * (np.arange(_EDGE_SAMPLES) + 0.5) / _EDGE_SAMPLES)).astype(np.float32)


def resample(samples: Floats, rate_hz: int) -> Floats:
    """Samples of shape (n,) or (n, channels) at 44.1 kHz, exactly as long as ``resampled_length`` says."""
    if rate_hz == RATE_HZ:
        return samples
    import soxr  # not needed when every chunk is cached

    length = resampled_length(len(samples), rate_hz)
    tail = np.zeros((rate_hz // 50, *samples.shape[1:]), np.float32)
    resampled: Floats = soxr.resample(np.concatenate([samples, tail]), rate_hz, RATE_HZ, "HQ")[:length]
    return resampled


def to_channels(samples: Floats, channels: int, pan: float = 0.0) -> Floats:
    """Shape (n,) or (n, 1 or 2) to (channels, n).

    A mono sound in stereo is panned with constant power, -1 left to 1 right, so its loudness stays what it was; a
    stereo sound in mono is averaged.
    """
    sides = samples.reshape(len(samples), -1).T
    if len(sides) == channels:
        return sides
    if channels == 1:
        one: Floats = sides.mean(0, keepdims=True, dtype=np.float32)
        return one
    angle = (pan + 1) * math.pi / 4
    both: Floats = sides[:1] * np.array([[math.cos(angle)], [math.sin(angle)]], np.float32)
    return both


class Library:
    """The sounds of an episode as the mix needs them: at its rate, with its channels. Safe for threads."""

    def __init__(self, load: Load, channels: int) -> None:
        self.channels = channels
        self._load = load
        self._loops: dict[str, tuple[Floats, int]] = {}
        self._lock = threading.Lock()

    def sound(self, key: str, pan: float = 0.0) -> tuple[Floats, int]:
        """A sound, shape (channels, n), at 44.1 kHz; and the rate in hertz that it had."""
        samples, rate_hz = self._load(key)
        return to_channels(resample(samples, rate_hz), self.channels, pan), rate_hz

    def loop(self, key: str) -> tuple[Floats, int]:
        """One turn of a bed, likewise; beds are kept, since every chunk above them asks again."""
        with self._lock:
            if key not in self._loops:
                samples, rate_hz = self.sound(key)
                if not samples.shape[1]:
                    raise StudioError("empty-sound", f"the sound {key} is empty and cannot be a bed")
                self._loops[key] = loop(samples), rate_hz
            return self._loops[key]


def mix(sounds: Iterable[ClipPart], beds: Iterable[BedPart], length: int, library: Library) -> tuple[Floats, int]:
    """Sum of sounds and beds, whose starts are relative to the result.

    Returns:
        Samples of shape (channels, length) at 44.1 kHz, and the highest rate in hertz of what they were made from (0
        for silence): above half of it there is nothing.
    """
    pcm, finest_hz = np.zeros((library.channels, length), np.float32), 0
    for sound in sounds:
        samples, rate_hz = library.sound(sound.key, sound.pan)
        finest_hz = max(finest_hz, rate_hz)
        samples = samples * np.float32(10 ** (sound.gain_db / 20))
        edge = min(_EDGE_SAMPLES, samples.shape[1] // 2)
        samples[:, :edge] *= _EDGE[:edge]
        samples[:, samples.shape[1] - edge :] *= _EDGE[:edge][::-1]
        start, end = max(0, sound.start_samples), min(length, sound.end_samples)
        pcm[:, start:end] += samples[:, start - sound.start_samples : end - sound.start_samples]
    for part in beds:
        turn, rate_hz = library.loop(part.key)
        finest_hz = max(finest_hz, rate_hz)
        lay(part, turn, pcm)
    return pcm, finest_hz
