"""Compose the show's sounds: ``python assets/compose.py`` writes the theme, the bed, the close and the stingers.

Everything is additive and frequency-modulation synthesis in numpy, all of it around D, so that any two sounds may meet.
Times are in seconds, pitches are note names, sounds are float64 arrays of shape (n, 2) at 44.1 kHz.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

HERE = Path(__file__).parent
RATE_HZ = 44_100
Wave = NDArray[np.float64]

#: How softly a sound begins after silence: MP3 spreads a harder beginning over the milliseconds before it, where it is
#: heard as a click.
SOFT_S = 0.03

SEMITONES = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}


def hz(note: str) -> float:
    """Frequency of ``A4``, ``Bb3``, ``F#5`` in equal temperament."""
    flats = note.count("b") - note.count("#")
    return float(440 * 2 ** ((SEMITONES[note[0]] - flats) / 12 + int(note[-1]) - 4))


def clock(length_s: float) -> Wave:
    return np.arange(round(length_s * RATE_HZ)) / RATE_HZ


def fade(wave: Wave, into_s: float, out_s: float) -> Wave:
    """Raised-cosine edges."""
    into, out = round(into_s * RATE_HZ), round(out_s * RATE_HZ)
    shape = np.ones(len(wave))
    shape[:into] = 0.5 - 0.5 * np.cos(np.pi * np.arange(into) / max(1, into))
    shape[len(wave) - out :] *= 0.5 + 0.5 * np.cos(np.pi * np.arange(out) / max(1, out))
    return wave * shape


# --------------------------------------------------------------------------------------------- instruments


def bell(note: str, length_s: float, bite: float = 1.6) -> Wave:
    """Electric-piano bell: a carrier, one modulator at the octave, and a short glassy one far above."""
    t, f = clock(length_s), hz(note)
    soft = bite * np.exp(-t * 3.2) * np.sin(2 * np.pi * 2 * f * t)
    glass = 0.35 * np.exp(-t * 18) * np.sin(2 * np.pi * 7.03 * f * t)
    return fade(np.sin(2 * np.pi * f * t + soft + glass) * np.exp(-t * 2.4), 0.003, 0.08)


def pluck(note: str, length_s: float, brightness: float = 1.0) -> Wave:
    """A string whose upper partials die first; slightly stiff, so the partials stretch."""
    t, f = clock(length_s), hz(note)
    wave = np.zeros(len(t))
    for k in range(1, 13):
        partial = k * f * (1 + 0.00012 * k * k)
        if partial < 16_000:
            wave += (
                np.sin(2 * np.pi * partial * t + 0.3 * k) * np.exp(-t * (2.2 + 1.5 * k)) / k ** (1.9 - 0.5 * brightness)
            )
    return fade(wave, 0.002, 0.05)


def pad(note: str, length_s: float, attack_s: float, release_s: float, drift: float) -> Wave:
    """Three slightly detuned voices with soft upper partials that swell and settle."""
    t, f = clock(length_s), hz(note)
    wave = np.zeros(len(t))
    swell = 0.75 + 0.25 * np.sin(2 * np.pi * t / max(length_s, 1e-9) - np.pi / 2)
    for cents in (-5.0 - drift, 0.0, 5.0 + drift):
        base = f * 2 ** (cents / 1200)
        for k in range(1, 7):
            wave += np.sin(2 * np.pi * k * base * t + k * (cents + drift)) * swell ** (k - 1) / k**2.1
    return fade(wave / 3, attack_s, release_s)


def bass(note: str, length_s: float) -> Wave:
    t, f = clock(length_s), hz(note)
    wave = np.sin(2 * np.pi * f * t) + 0.35 * np.exp(-t * 4) * np.sin(4 * np.pi * f * t)
    return fade(wave * np.exp(-t * 0.7), 0.012, 0.12)


def organ(note: str, length_s: float) -> Wave:
    """Pure partials at the octaves and the twelfth that never move against each other, and sink slowly together."""
    t, f = clock(length_s), hz(note)
    wave = sum(
        level * np.sin(2 * np.pi * k * f * t) for k, level in ((1, 1.0), (2, 0.5), (3, 0.32), (4, 0.2), (8, 0.05))
    )
    return fade(np.asarray(wave) * np.exp(-t * 0.7), 0.03, 0.5)


def tick(seed: int, pitch_hz: float = 5_200) -> Wave:
    """A short click of filtered noise, like an escapement."""
    t = clock(0.05)
    noise = np.random.default_rng(seed).standard_normal(len(t))
    return fade(noise * np.sin(2 * np.pi * pitch_hz * t) * np.exp(-t * 190), 0.0005, 0.01)


def glide(start: str, end: str, length_s: float) -> Wave:
    """A tone that slides between two notes, its overtones closing as it arrives."""
    t = clock(length_s)
    way = 0.5 - 0.5 * np.cos(np.pi * np.clip(t / (0.72 * length_s), 0, 1))
    f = hz(start) * (hz(end) / hz(start)) ** way
    phase = 2 * np.pi * np.cumsum(f) / RATE_HZ
    wave = np.sin(phase + 1.8 * (1 - way) * np.sin(2 * phase))
    return fade(wave * (0.35 + 0.65 * way), 0.15, 0.5)


# --------------------------------------------------------------------------------------------- the desk


class Desk:
    """A stereo track that notes are placed on; what runs past the end of a loop comes in again at its start."""

    def __init__(self, length_s: float, *, loop: bool = False) -> None:
        self.dry = np.zeros((round(length_s * RATE_HZ), 2))
        self.wet = np.zeros_like(self.dry)
        self.loop = loop

    def play(self, wave: Wave, at_s: float, gain: float, pan: float = 0.0, room: float = 0.3) -> None:
        """Add ``wave``; ``pan`` is -1 left to 1 right at constant power, ``room`` the share that goes to the hall."""
        angle = (pan + 1) * np.pi / 4
        stereo = wave[:, None] * gain * np.array([np.cos(angle), np.sin(angle)])
        index = round(at_s * RATE_HZ) + np.arange(len(wave))
        if self.loop:
            index %= len(self.dry)
        keep = index < len(self.dry)
        np.add.at(self.dry, index[keep], stereo[keep] * (1 - room))
        np.add.at(self.wet, index[keep], stereo[keep] * room)

    def mix(self, peak: float, decay_s: float = 1.6) -> Wave:
        """Dry plus reverberation, its highest sample at ``peak``; what is no loop begins softly and fades out."""
        room = reverberation(decay_s)
        size = len(self.dry) if self.loop else len(self.dry) + len(room)
        folded = np.zeros((size, 2))
        np.add.at(folded, np.arange(len(room)) % size, room)  # circular convolution: a loop's tail wraps round
        spectrum = np.fft.rfft(self.wet, size, axis=0) * np.fft.rfft(folded, axis=0)
        track = self.dry + np.fft.irfft(spectrum, size, axis=0)[: len(self.dry)]
        if not self.loop:
            track *= fade(np.ones(len(track)), SOFT_S, 0.4)[:, None]
        return track * (peak / np.abs(track).max())


def evened(loop: Wave, peak: float) -> Wave:
    """A loop whose loudness hardly moves from one second to the next: chords beat where their notes meet.

    What counts is what is left in mono, above the deep tones that nobody hears as loud.
    """
    bins = np.fft.rfftfreq(len(loop), 1 / RATE_HZ)
    heard = np.fft.irfft(np.fft.rfft(loop.mean(axis=1)) * bins / np.hypot(bins, 120), len(loop))
    smooth = np.exp(-0.5 * (bins * 2 * np.pi * 0.35) ** 2)  # a bell of 0.35 s, around the seam as well
    power = np.fft.irfft(np.fft.rfft(heard**2) * smooth, len(loop))
    track = loop / np.sqrt(np.maximum(power, power.mean() / 30))[:, None]
    return track * (peak / np.abs(track).max())


def reverberation(decay_s: float) -> Wave:
    """Impulse response of a soft hall: noise that decays, the high frequencies sooner."""
    t = clock(decay_s * 1.5)
    noise = np.random.default_rng(17).standard_normal((len(t), 2))
    spectrum = np.fft.rfft(noise, axis=0)
    bins = np.fft.rfftfreq(len(t), 1 / RATE_HZ)[:, None]
    dark = np.fft.irfft(spectrum / (1 + (bins / 1_800) ** 2), len(t), axis=0)
    response = dark * np.exp(-6.9 * t / decay_s)[:, None]
    response[: round(0.018 * RATE_HZ)] = 0
    return response / np.sqrt((response**2).sum(axis=0)) * 0.8


# --------------------------------------------------------------------------------------------- the pieces

CHORDS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("D2", ("D3", "A3", "F4", "E4")),
    ("Bb1", ("Bb2", "F3", "D4", "A4")),
    ("F2", ("F3", "C4", "G4", "A4")),
    ("C2", ("C3", "G3", "D4", "E4")),
)


def theme(*, close: bool = False) -> Wave:
    """Four bars that climb over four chords; the close plays only the last two bars and comes to rest."""
    beat = 60 / 96
    chords = CHORDS[2:] if close else CHORDS
    melody = ("D5", "A4", "E5", "F5", "A5", "E5", "C5", "D5", "F5", "C5", "G5", "A5", "C6", "G5", "E5", "G5")
    notes = melody[8:] if close else melody
    bars = len(chords)
    desk = Desk((bars * 4 + 6) * beat)
    for bar, (root, chord) in enumerate(chords):
        start = bar * 4 * beat
        desk.play(bass(root, 3.9 * beat), start, 0.30, 0.0, 0.05)
        for voice, note in enumerate(chord):
            pan = (-0.7, 0.7, -0.3, 0.3)[voice]
            desk.play(pad(note, 4.5 * beat, 0.35, 0.5, voice), start, 0.10, pan, 0.45)
        for eighth in range(8):
            note = chord[(0, 2, 1, 3, 2, 1, 3, 2)[eighth]].replace("3", "4").replace("2", "4")
            desk.play(pluck(note, 0.9, 0.7), start + eighth * beat / 2, 0.10, (-0.5, 0.5)[eighth % 2], 0.3)
        for quarter in range(4):
            note = notes[bar * 4 + quarter]
            desk.play(bell(note, 1.8), start + quarter * beat, 0.17, 0.25 - 0.15 * quarter, 0.35)
    end = bars * 4 * beat
    for voice, note in enumerate(("D2", "D3", "A3", "E4", "F#4", "A4")):
        wave = bass(note, 5 * beat) if voice == 0 else pad(note, 5.5 * beat, 0.1, 2.2, voice)
        desk.play(wave, end, 0.28 if voice == 0 else 0.11, (0, -0.6, 0.6, -0.3, 0.3, 0)[voice], 0.4)
    for k, note in enumerate(("D5", "A5", "D6")):
        desk.play(bell(note, 2.6), end + k * beat / 4, 0.17, 0.3 * (k - 1), 0.4)
    return desk.mix(0.8)


def bed() -> Wave:
    """Quiet music to talk over: pads that change every six seconds, a few drops, no melody. It loops."""
    bar = 6.0
    desk = Desk(4 * bar, loop=True)
    for k, (root, chord) in enumerate(CHORDS):
        start = k * bar
        desk.play(pad(root.replace("1", "2"), bar + 2, 1.5, 2.0, 0), start, 0.20, 0.0, 0.2)
        for voice, note in enumerate(chord):
            desk.play(pad(note, bar + 2.4, 1.8, 2.4, voice), start, 0.13, (-0.7, 0.7, -0.35, 0.35)[voice], 0.5)
        for drop, (at, voice) in enumerate(((0.75, 2), (2.25, 3), (4.5, 1))):
            note = chord[voice].replace("3", "4")
            desk.play(bell(note, 2.2, 0.7), start + at, 0.05, (-0.5, 0.5, 0.1)[drop], 0.6)
    return evened(desk.mix(0.5, 2.2), 0.5)


def sting_implementation() -> Wave:
    """Under the hood: a small mechanism starts, plucked sixteenths over an escapement."""
    desk = Desk(2.4)
    step = 0.105
    for k, note in enumerate(("D4", "A4", "D5", "E5", "A4", "D5", "F5", "A5")):
        desk.play(pluck(note, 1.0, 1.2), k * step, 0.32, -0.6 + 0.17 * k, 0.2)
        desk.play(tick(k, 4_600 + 500 * (k % 2)), k * step, 0.20, 0.6 - 0.17 * k, 0.1)
    desk.play(bass("D3", 1.3), 8 * step, 0.4, 0.0, 0.1)
    desk.play(pluck("D5", 1.4, 1.2), 8 * step, 0.42, 0.0, 0.3)
    return desk.mix(0.75, 1.0)


def sting_why_not() -> Wave:
    """Why not: a question in two bells, rising to the seventh and left open."""
    desk = Desk(2.4)
    for at, note, gain in (
        (0.0, "D5", 0.5),
        (0.0, "D4", 0.25),
        (0.34, "A4", 0.3),
        (0.68, "C6", 0.5),
        (0.68, "G5", 0.25),
    ):
        desk.play(bell(note, 1.7, 2.0), at, gain, -0.3 + at, 0.35)
    return desk.mix(0.75, 1.4)


def sting_zoom() -> Wave:
    """Zoom: two tones slide towards each other and meet on the octave."""
    desk = Desk(2.6)
    desk.play(glide("D3", "D5", 1.9), 0.0, 0.40, -0.5, 0.4)
    desk.play(glide("A6", "A5", 1.9), 0.0, 0.16, 0.5, 0.4)
    for k, note in enumerate(("D5", "A5", "D6")):
        desk.play(bell(note, 1.3, 1.0), 1.3 + 0.03 * k, 0.22, 0.4 * (k - 1), 0.4)
    return desk.mix(0.75, 1.4)


def sting_formalism() -> Wave:
    """Formalism: four fifths on top of each other, entered one by one, held like a proof."""
    desk = Desk(2.8)
    for k, note in enumerate(("D3", "A3", "E4", "B4")):
        desk.play(organ(note, 2.3 - 0.22 * k), 0.22 * k, 0.30 - 0.04 * k, (-0.5, 0.5, -0.25, 0.25)[k], 0.35)
    desk.play(organ("D5", 1.4), 0.9, 0.14, 0.0, 0.4)
    return desk.mix(0.7, 1.8)


def main() -> None:
    pieces = {
        "theme": theme(),
        "close": theme(close=True),
        "bed": bed(),
        "sting-implementation": sting_implementation(),
        "sting-why-not": sting_why_not(),
        "sting-zoom": sting_zoom(),
        "sting-formalism": sting_formalism(),
    }
    for name, track in pieces.items():
        soundfile.write(HERE / f"{name}.flac", track, RATE_HZ, subtype="PCM_16")


if __name__ == "__main__":
    main()
