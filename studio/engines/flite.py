"""Flite: small, permissively licensed, and well understood by speech recognisers; used where it is installed."""

from __future__ import annotations

import bisect
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.engines.contract import EngineInfo, Input, Recording, Utterance
from studio.engines.flite_library import default_features, library_files, speak
from studio.engines.options import read_options
from studio.engines.polish import Polish
from studio.engines.substitution import substitute
from studio.engines.variation import variation
from studio.engines.words import place_marks, word_spans
from studio.model.fields import declared

if TYPE_CHECKING:
    from pathlib import Path

    from studio.model.show import Voice

_SENTENCES = re.compile(r"[^.!?]*[.!?]*[\"')\]]*\s*")
_ASCII = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": ",", "—": ",", "…": ".", "\0": " "})


@dataclass(frozen=True, slots=True)
class FliteOptions(Polish):
    """Settings of a Flite voice."""

    voice: str = declared(
        "`rms` and `awb` (male, statistical), `slt` (female, statistical) or `kal16` (male, diphones).",
        "rms",
        choices=("rms", "slt", "awb", "kal16"),
    )
    speed: float = declared("1 is the voice's own pace, above 1 is faster.", 1.0, low=0.5, high=2.0)
    pitch_hz: float | None = declared(
        "Mean fundamental frequency, hertz; left out, the voice's own.", None, low=50, high=400
    )
    pitch_range_hz: float | None = declared(
        "Its standard deviation, hertz; left out, the voice's own.", None, low=0, high=100
    )


class FliteEngine:
    """The adapter; holds no state between utterances."""

    info = EngineInfo(
        name="flite",
        version="adapter 3",  # the libraries themselves count as model files
        licence="BSD-4-Clause",
        attribution="Flite, Carnegie Mellon University, http://cmuflite.org",
        languages=("en-US",),
        accepts=frozenset({Input.RESPELLING}),
        gives_marks=True,
        speed=80,
        varies=True,
        limit_s=120.0,
    )

    def unusable(self) -> str | None:
        """Why it cannot speak here: its library is not installed. None where it can."""
        try:
            library_files("rms")
        except OSError as error:
            return f"Flite is not installed ({error}); install the package libflite1 (Debian, Ubuntu) or flite (others)"
        return None

    def options(self, voice: Voice, root: Path) -> FliteOptions:
        """The voice's settings, checked."""
        return read_options(FliteOptions, voice, root)

    def model_files(self, options: FliteOptions) -> tuple[Path, ...]:
        """The libraries with Flite's code and the voice's data."""
        return library_files(options.voice)

    def synthesise(self, utterance: Utterance, options: FliteOptions) -> Recording:
        """Speak sentence by sentence, with word marks and the voicing chain of ``options`` applied."""
        import numpy as np

        written = substitute(utterance, lambda p: _ascii(p.respelling) if p.respelling else None, _ascii)
        spans = word_spans(utterance.text)
        ends = [end for _, end in spans]
        pieces, starts, rate_hz, length = [], dict[int, int](), 16_000, 0
        for sentence in _SENTENCES.finditer(written.text):
            if not word_spans(sentence.group()):
                continue
            speech = speak(sentence.group(), options.voice, _features(options, utterance.seed), utterance.seed + 1)
            at = sentence.start()
            for token, start_s in speech.words:
                found = written.text.find(token, at, sentence.end()) if token else -1
                if found >= 0:
                    at = found
                    word = bisect.bisect_right(ends, written.original(found))
                    starts.setdefault(word, length + round(start_s * speech.rate_hz))
            pieces.append(np.frombuffer(speech.pcm, np.int16).astype(np.float32) / 32768.0)
            rate_hz, length = speech.rate_hz, length + len(pieces[-1])
        samples = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
        samples = Polish(options.low_cut_hz, options.warmth_db, options.bite_db, options.compression)(samples, rate_hz)
        return Recording(samples, rate_hz, place_marks(spans, starts, len(samples)))


def _features(options: FliteOptions, seed: int) -> dict[str, float]:
    features = default_features(options.voice)
    features["duration_stretch"] /= options.speed * (1 + 0.02 * variation(seed))
    if options.pitch_hz is not None:
        features["int_f0_target_mean"] = options.pitch_hz
    if options.pitch_range_hz is not None:
        features["int_f0_target_stddev"] = options.pitch_range_hz
    return features


def _ascii(text: str) -> str:
    """The text in ASCII, character by character: accents are dropped, what has no likeness becomes a blank."""
    return "".join(_ascii_char(char) for char in text.translate(_ASCII))


def _ascii_char(char: str) -> str:
    return char if char.isascii() else unicodedata.normalize("NFKD", char)[0] if _has_ascii_base(char) else " "


def _has_ascii_base(char: str) -> bool:
    return unicodedata.normalize("NFKD", char)[0].isascii()
