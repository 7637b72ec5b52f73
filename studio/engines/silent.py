"""The engine for tests and timing drafts: a faint hum in place of each word, instantly and always the same.

It is not digital silence, so that loudness, peaks and word times can be measured as with a real voice: every word is
a chord of its own at about -30 dBFS, with the length that its letters suggest, and there are stops between words.
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

    from studio.model.show import Voice

_RATE_HZ = 22_050
_AMPLITUDE = 0.05
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
        version="2",
        licence="GPL-3.0-or-later",
        attribution="part of studio",
        languages=("*",),
        gives_marks=True,
    )

    def unusable(self) -> str | None:
        return None

    def options(self, voice: Voice, root: Path) -> SilentOptions:
        return read_options(SilentOptions, voice, root)

    def model_files(self, options: SilentOptions) -> tuple[Path, ...]:  # noqa: ARG002
        return ()

    def synthesise(self, utterance: Utterance, options: SilentOptions) -> Recording:
        import numpy as np

        pieces, marks, at = [], [], 0
        for start, end in word_spans(utterance.text):
            word = utterance.text[start:end]
            length = round((_WORD_S + _LETTER_S * len(word)) / options.speed * _RATE_HZ)
            gap = round((_STOP_S if word[-1] in ",;:.!?" else _GAP_S) / options.speed * _RATE_HZ)
            time = np.arange(length) / _RATE_HZ
            envelope = _AMPLITUDE * np.minimum(1, np.minimum(time, time[::-1]) / 0.01)
            partials = [1 + byte % 16 for byte in hashlib.sha256(word.encode()).digest()[:3]]
            tones = [np.sin(2 * np.pi * partial * options.pitch_hz * time) for partial in partials]
            pieces += [envelope * sum(tones) / len(tones), np.zeros(gap)]
            marks.append(WordMark(start, end, at, at + length))
            at += length + gap
        samples = np.concatenate(pieces) if pieces else np.zeros(0)
        return Recording(samples.astype(np.float32), _RATE_HZ, tuple(marks))
