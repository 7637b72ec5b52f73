"""The engine for tests and timing drafts: a faint hum in place of each word, instantly and always the same.

It is not digital silence, so that loudness, peaks and word times can be measured as with a real voice: every word is
a row of short chords of its own at about -30 dBFS, with the length that its letters suggest, and there are stops
between words. As in speech, nothing in a word sounds like what came before it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.engines.contract import EngineInfo, Recording, Utterance
from studio.engines.options import read_options
from studio.engines.words import word_spans
from studio.model.fields import declared
from studio.model.takes import WordMark

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.model.show import Voice

_RATE_HZ = 22_050
_AMPLITUDE = 0.05
_TONES = 3
_HIGHEST_HZ = 4_000.0
_WORD_S, _LETTER_S, _GAP_S, _STOP_S = 0.09, 0.048, 0.04, 0.30


@dataclass(frozen=True, slots=True)
class SilentOptions:
    """Settings of a silent voice."""

    speed: float = declared("1 is about 165 words a minute, above 1 is faster.", 1.0, low=0.5, high=2.0)
    pitch_hz: float = declared("Base of its hum, hertz.", 160.0, low=50, high=1000)


class SilentEngine:
    """The adapter; holds no state."""

    info = EngineInfo(
        name="silent",
        version="3",
        licence="GPL-3.0-or-later",
        attribution="part of studio",
        languages=("*",),
        gives_marks=True,
        speed=1000,
    )

    def unusable(self) -> str | None:
        """None: it speaks everywhere."""
        return None

    def options(self, voice: Voice, root: Path) -> SilentOptions:
        """The voice's settings, checked."""
        return read_options(SilentOptions, voice, root)

    def model_files(self, options: SilentOptions) -> tuple[Path, ...]:  # noqa: ARG002
        """None."""
        return ()

    def synthesise(self, utterance: Utterance, options: SilentOptions) -> Recording:
        """A row of chords for each word, with exact word marks; pronunciations and seed change nothing."""
        import numpy as np

        pieces, marks, at = [], [], 0
        for start, end in word_spans(utterance.text):
            word = utterance.text[start:end]
            length = round((_WORD_S + _LETTER_S * len(word)) / options.speed * _RATE_HZ)
            gap = round((_STOP_S if word[-1] in ",;:.!?" else _GAP_S) / options.speed * _RATE_HZ)
            time = np.arange(length) / _RATE_HZ
            envelope = _AMPLITUDE * np.minimum(1, np.minimum(time, time[::-1]) / 0.01)
            # From chord to chord the tones keep their phase, so that there is no click.
            frequency_hz = np.repeat(_chords_hz(word, options.pitch_hz), -(-length // len(word)), axis=1)[:, :length]
            tones = np.sin(2 * np.pi / _RATE_HZ * np.cumsum(frequency_hz, axis=1))
            pieces += [envelope * tones.mean(axis=0), np.zeros(gap)]
            marks.append(WordMark(start, end, at, at + length))
            at += length + gap
        samples = np.concatenate(pieces) if pieces else np.zeros(0)
        return Recording(samples.astype(np.float32), _RATE_HZ, tuple(marks))


def _chords_hz(word: str, pitch_hz: float) -> NDArray[np.float64]:
    """Frequencies from the pitch up to four octaves above it, or to 4 kHz; shape (tones at once, letters)."""
    import numpy as np

    sounds = "".join(filter(str.isalnum, word.casefold()))
    digest = hashlib.shake_128(sounds.encode()).digest(_TONES * len(word))
    height = np.frombuffer(digest, np.uint8).reshape(-1, _TONES).T / 256
    return pitch_hz + height * (min(16 * pitch_hz, _HIGHEST_HZ) - pitch_hz)
