"""From the spectra that the network gives to sound.

The network describes each frame of 12.5 ms by three parts, whose sum is its short-time Fourier transform: pulses at the
pitch, seen through a filter (the voice); noise of a given loudness (breath, consonants); and a rest given outright. The
decomposition is that of the ``hibari`` package, whose own code for it spends half of its time drawing noise.

Spectra are float32, 601 bins of 20 Hz for each frame; frames are 300 samples apart at 24 kHz.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE_HZ = 24_000
HOP_SAMPLES = 300
BINS = 601
_WINDOW_SAMPLES = 1_200
_HOPS = _WINDOW_SAMPLES // HOP_SAMPLES
_VOICELESS_BELOW_HZ = 40.0
_HIGHEST_HARMONIC_HZ = 11_000.0
_LOUDEST = 7.0  # log magnitude; above it is a fault of the network
#: Frames of noise that are drawn once; a sentence begins at a place of its own among them. 13 s.
_NOISE_FRAMES = 1_021
#: As many as fit into a processor's own memory.
_FRAMES_AT_ONCE = 64


def sound(spectra: NDArray[np.float32], f0_hz: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """Samples of a sentence, shape (300 × frames,), at 24 kHz.

    Args:
        spectra: shape (frames, 5, bins). Of the filter on the pulses the log magnitude, and the angle whose tanh is its
            phase in half turns; of the noise the log magnitude; of what is neither the log magnitude and the phase.
        f0_hz: pitch of each frame, shape (frames,); below 40 Hz it has no voice.
        seed: another number is another noise.
    """
    frames = len(f0_hz)
    windows = _windows(pulses(f0_hz))
    made = np.zeros((frames + _HOPS - 1, HOP_SAMPLES), np.float32)
    for start in range(0, frames, _FRAMES_AT_ONCE):
        block = slice(start, min(start + _FRAMES_AT_ONCE, frames))
        filtered, angle, noise, rest, phase = spectra[block].swapaxes(0, 1)
        spectrum = np.fft.rfft(windows[block] * (_window() * np.float32(4 / _WINDOW_SAMPLES)), axis=1)
        spectrum *= _polar(filtered, _half_turns(angle))
        spectrum += _polar(rest, phase)
        breath = _noise(seed, block)
        breath *= _magnitude(noise)
        spectrum += breath
        _overlap(made[block.start :], np.fft.irfft(spectrum, _WINDOW_SAMPLES, axis=1))
    return _weighed(made)


def pulses(f0_hz: NDArray[np.float32]) -> NDArray[np.float32]:
    """All harmonics below 11 kHz of a pitch that moves linearly between the middles of frames, each of amplitude 1.

    The sum of cos(k t) for k from 1 to n is sin((n + ½) t) / (2 sin(t / 2)) − ½ (Dirichlet's kernel).
    """
    middles = (np.arange(len(f0_hz)) + 0.5) * HOP_SAMPLES - 0.5
    pitch = np.interp(np.arange(len(f0_hz) * HOP_SAMPLES), middles, f0_hz)
    voiced = pitch > _VOICELESS_BELOW_HZ
    np.maximum(pitch, _VOICELESS_BELOW_HZ, out=pitch)
    turns = np.cumsum(pitch)
    turns /= RATE_HZ
    turns -= np.floor(turns)
    half = (turns * np.pi).astype(np.float32)
    order = np.floor(_HIGHEST_HARMONIC_HZ / pitch.astype(np.float32))
    order *= 2
    order += 1
    below = np.sin(half)
    made = np.sin(order * half)
    at_pulse = np.abs(below) < 1e-3
    below[at_pulse] = 1
    made /= below
    made[at_pulse] = order[at_pulse]  # the limit
    made -= 1
    made *= np.float32(0.5)
    made *= voiced
    return np.asarray(made, np.float32)


def _windows(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """What each frame looks at, shape (frames, 1200), its middle at the frame's beginning."""
    padded = np.pad(samples, _WINDOW_SAMPLES // 2, mode="reflect")
    return np.lib.stride_tricks.sliding_window_view(padded, _WINDOW_SAMPLES)[: len(samples) : HOP_SAMPLES]


def _overlap(made: NDArray[np.float32], pieces: NDArray[np.floating]) -> None:
    """Add frames of 1,200 samples to hops of 300, each a hop behind the one before."""
    pieces *= _window()
    frames = len(pieces)
    hops = pieces.reshape(frames, _HOPS, HOP_SAMPLES)
    for hop in range(_HOPS):
        made[hop : hop + frames] += hops[:, hop]


def _weighed(made: NDArray[np.float32]) -> NDArray[np.float32]:
    """The samples whose transform is nearest to the spectra, of overlapped hops (Griffin and Lim, 1984)."""
    frames = len(made) - _HOPS + 1
    weights = np.square(_window()).reshape(_HOPS, HOP_SAMPLES)
    weight = np.zeros_like(made)
    for hop in range(_HOPS):
        weight[hop : hop + frames] += weights[hop]
    made /= np.maximum(weight, 1e-11, out=weight)
    middle = _WINDOW_SAMPLES // 2
    return made.reshape(-1)[middle : middle + frames * HOP_SAMPLES]


def _magnitude(logarithm: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.exp(np.minimum(logarithm, np.float32(_LOUDEST)))


def _half_turns(angle: NDArray[np.float32]) -> NDArray[np.float32]:
    turned = np.tanh(angle)
    turned *= np.float32(np.pi)
    return turned


def _polar(logarithm: NDArray[np.float32], angle: NDArray[np.float32]) -> NDArray[np.complex64]:
    magnitude = _magnitude(logarithm)
    made = np.empty(angle.shape, np.complex64)
    np.multiply(np.cos(angle), magnitude, out=made.real)
    np.multiply(np.sin(angle), magnitude, out=made.imag)
    return made


@cache
def _window() -> NDArray[np.float32]:
    """Hann's window, periodic."""
    turn = 2 * np.pi * np.arange(_WINDOW_SAMPLES) / _WINDOW_SAMPLES
    return (0.5 - 0.5 * np.cos(turn)).astype(np.float32)


@cache
def _drawn() -> NDArray[np.complex64]:
    """White noise in the frequency domain, shape (frames, bins), real and imaginary part of variance 1."""
    drawn = np.random.default_rng(0).standard_normal((_NOISE_FRAMES, 2 * BINS), np.float32)
    return drawn.view(np.complex64)


def _noise(seed: int, frames: slice) -> NDArray[np.complex64]:
    """Noise for some frames, shape (frames, bins), as no other seed begins it."""
    begin = 277 * seed % _NOISE_FRAMES
    return np.take(_drawn(), np.arange(frames.start + begin, frames.stop + begin), axis=0, mode="wrap")
