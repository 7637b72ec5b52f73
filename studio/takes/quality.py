"""Is this recording speech of the right length? Checks that hold for every engine.

Each check returns what is wrong in words, or nothing. They look at the recording as the engine gave it, before it is
trimmed: trimming and fading would hide a cut-off beginning or end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from studio.takes.finish import sound_bounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.engines.contract import Recording

_FRAME_S = 0.01

_CLIPPED_LEVEL = 0.999
_CLIPPED_RUN = 3
_CLIPPED_SHARE = 5e-4
_OFFSET = 0.02
_SILENCE_DBFS = -55.0
#: White noise has a spectral flatness of 0.56 (power, per frame), speech well below 0.2 in most of its loud frames.
_NOISE_FLATNESS = 0.4
#: Speech swings by far more than this between its syllables and their gaps.
_LEAST_SWING_DB = 6.0
_LEAST_SWING_FROM_S = 1.5
#: Limits for seconds per letter: the fastest rate that eSpeak allows, and half the pace of slow reading. A word of one
#: letter ("b, c, d") takes as long as a syllable.
_SHORTEST_S_PER_LETTER = 0.026
_LONGEST_S_PER_LETTER = 0.16
_LONGEST_S_PER_WORD = 0.25
_LONGEST_EXTRA_S = 1.5
#: A recording is cut off when its very end is this close to its loudest frame.
_CUT_S = 0.002
_CUT_DB = -8.0
_CLICK_STEP = 0.5
#: A click stands alone; the sharp pulses of a voice come again within its pitch period, 20 ms at most.
_CLICK_FACTOR = 3.0
_CLICK_NEAR_S, _CLICK_AROUND_S = 0.001, 0.020
_REPEAT_SHORTEST_S, _REPEAT_LONGEST_S = 0.35, 2.5
_REPEAT_LIKENESS = 0.9


@dataclass(frozen=True)
class _Sound:
    """A recording with what the checks measure on it."""

    samples: NDArray[np.float32]
    rate_hz: int
    text: str

    @property
    def length_s(self) -> float:
        return len(self.samples) / self.rate_hz

    @cached_property
    def frames(self) -> NDArray[np.float32]:
        """Frames of 10 ms, shape (n, samples a frame)."""
        size = max(1, round(_FRAME_S * self.rate_hz))
        count = max(1, len(self.samples) // size)
        return self.samples[: count * size].reshape(count, -1)

    @cached_property
    def levels_db(self) -> NDArray[np.float64]:
        """RMS level of each frame in dBFS."""
        import numpy as np

        power: NDArray[np.float64] = (self.frames.astype(np.float64) ** 2).mean(axis=1)
        return 10 * np.log10(power + 1e-12)

    @cached_property
    def spectra(self) -> NDArray[np.float32]:
        """Power spectrum of each frame, shape (n, bins)."""
        import numpy as np

        window = np.hanning(self.frames.shape[1]).astype(np.float32)
        bins = np.fft.rfft(self.frames * window, axis=1)
        return (bins.real**2 + bins.imag**2).astype(np.float32)


def find_flaws(recording: Recording, text: str) -> tuple[str, ...]:
    """What a listener would object to in a recording of ``text``; nothing for a good one.

    Duration is judged first: of something far too long or short, only that is said.
    """
    sound = _Sound(recording.samples, recording.rate_hz, text)
    if flaw := _duration(sound):
        return (flaw,)
    return tuple(flaw for check in _CHECKS for flaw in [check(sound)] if flaw)


def _duration(sound: _Sound) -> str | None:
    letters = sum(char.isalnum() for char in sound.text)
    shortest = _SHORTEST_S_PER_LETTER * letters
    longest = _LONGEST_S_PER_LETTER * letters + _LONGEST_S_PER_WORD * len(sound.text.split()) + _LONGEST_EXTRA_S
    if sound.length_s < shortest:
        return f"too short for its text: {sound.length_s:.2f} s where at least {shortest:.2f} s are expected"
    if sound.length_s > longest:
        return f"too long for its text: {sound.length_s:.1f} s where at most {longest:.1f} s are expected"
    return None


def _silence(sound: _Sound) -> str | None:
    return "silence instead of speech" if sound.levels_db.max() < _SILENCE_DBFS else None


def _clipping(sound: _Sound) -> str | None:
    import numpy as np

    full = np.abs(sound.samples) >= _CLIPPED_LEVEL
    runs = full[2:] & full[1:-1] & full[:-2]
    share = runs.sum() * _CLIPPED_RUN / len(sound.samples)
    return "clipped: runs of samples at full scale" if share > _CLIPPED_SHARE else None


def _offset(sound: _Sound) -> str | None:
    offset = float(sound.samples.mean())
    return f"DC offset of {offset:+.3f} of full scale" if abs(offset) > _OFFSET else None


def _noise(sound: _Sound) -> str | None:
    import numpy as np

    levels = sound.levels_db
    loud = sound.spectra[levels > levels.max() - 20] + 1e-20
    flatness = np.exp(np.log(loud).mean(axis=1)) / loud.mean(axis=1)
    if np.median(flatness) > _NOISE_FLATNESS:
        return "noise instead of speech"
    inner = levels[2:-2] if len(levels) > 8 else levels
    swing = np.percentile(inner, 95) - np.percentile(inner, 5)
    if sound.length_s > _LEAST_SWING_FROM_S and swing < _LEAST_SWING_DB:
        return "a steady sound instead of speech"
    return None


def _cut_off(sound: _Sound) -> str | None:
    import numpy as np

    last = sound.samples[-max(1, round(_CUT_S * sound.rate_hz)) :].astype(np.float64)
    level_db = 10 * np.log10((last**2).mean() + 1e-12)
    return "cut off at the end: it stops at full level" if level_db > sound.levels_db.max() + _CUT_DB else None


def _clicks(sound: _Sound) -> str | None:
    import numpy as np

    steps = np.abs(np.diff(sound.samples, prepend=np.float32(0), append=np.float32(0)))
    worst = int(steps.argmax())
    near, around = round(_CLICK_NEAR_S * sound.rate_hz), round(_CLICK_AROUND_S * sound.rate_hz)
    before, after = steps[max(0, worst - around) : max(0, worst - near)], steps[worst + near : worst + around]
    usual = max(before.max(initial=0), after.max(initial=0))
    if steps[worst] > _CLICK_STEP and steps[worst] > _CLICK_FACTOR * usual:
        return f"a click at {worst / sound.rate_hz:.2f} s"
    return None


def _repeated_tail(sound: _Sound) -> str | None:
    import numpy as np

    if _repeats_itself(sound.text):
        return None
    start, end = sound_bounds(sound.samples, sound.rate_hz)  # silence repeats itself, too
    if end - start < 2 * _REPEAT_SHORTEST_S * sound.rate_hz:
        return None
    size = sound.frames.shape[1]
    # Shapes of the spectra in steps of 20 ms: alike only where the same sounds come in the same rhythm.
    spectra = np.log10(sound.spectra[start // size : end // size, 1:40] + 1e-7)
    spectra = spectra[: len(spectra) // 2 * 2].reshape(-1, 2, spectra.shape[1]).mean(axis=1)
    features = spectra - spectra.mean(axis=0)
    features -= features.mean(axis=1, keepdims=True)
    energy = np.concatenate([[0.0], np.cumsum((features[::-1] ** 2).sum(axis=1, dtype=np.float64))])  # from the end
    step_s = 2 * _FRAME_S
    for lag in range(round(_REPEAT_SHORTEST_S / step_s), min(round(_REPEAT_LONGEST_S / step_s), len(features) // 2)):
        common = float(np.vdot(features[-lag:], features[-2 * lag : -lag]))
        if common > _REPEAT_LIKENESS * np.sqrt(energy[lag] * (energy[2 * lag] - energy[lag]) + 1e-12):
            return f"the last {lag * step_s:.1f} s are heard twice"
    return None


def _repeats_itself(text: str) -> bool:
    words = [word.strip(".,;:!?").lower() for word in text.split()]
    return any(words[-size:] == words[-2 * size : -size] for size in range(1, len(words) // 2 + 1))


_CHECKS = (_silence, _noise, _clipping, _offset, _cut_off, _clicks, _repeated_tail)
