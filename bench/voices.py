"""Voices: how well a recogniser understands each, how natural a predictor finds it, how quick it is on one core.

    python bench/voices.py [--episode ep17] [--sentences 60] [--voice NAME ...] [--show FOLDER] [--write]

Every usable voice of the show says the same sentences of an episode, through its engine and with the lexicons, in this
process. Word error is Moonshine tiny-en's (extra ``asr``), compared by sound; naturalness is
DNSMOS overall and P.808 (``pip install speechmos librosa``), left out where it is not installed. Speed is seconds of
sound per second of processor time, so that a busy machine does not count. ``--write`` puts the table into
docs/voices.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

# One core is one core: set before anything loads a library that starts threads.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import numpy as np
import soxr
from numpy.typing import NDArray

from studio.engines import Recording, Utterance
from studio.kit.errors import StudioError
from studio.listening.compare import compare
from studio.listening.sounds import pronouncing
from studio.model.narration import Segment
from studio.model.show import Show, Voice
from studio.narration.read import read_episode, read_lexicons
from studio.recognisers import find_recogniser
from studio.settings.episodes import find_episode
from studio.settings.show import load_show
from studio.voices.casting import CastVoice, cast_voice, survey_voices

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "voices.md"
BEGIN, END = "<!-- measured by bench/voices.py -->\n", "<!-- end of what bench/voices.py measured -->\n"
HEAR_HZ = 16_000
#: The predictor takes three times as long as the recogniser, and agrees with itself sooner: it hears every fourth.
RATED = 4
#: Engines whose voices lie in a package rather than in a model file.
PACKAGES = {"espeak": "espeakng-loader"}
HEADER = (
    "| voice | engine | licence | size | word error | DNSMOS overall · P.808 | times real time | word times |\n"
    "|---|---|---|---|---|---|---|---|\n"
)
Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Measured:
    """What was found of one voice; ``mos`` is overall and P.808, None where the predictor is not installed."""

    names: tuple[str, ...]
    cast: CastVoice
    word_error: float
    mos: tuple[float, float] | None
    speed: float

    @property
    def row(self) -> str:
        """The voice's row of the table."""
        voice, info = self.cast.voice, self.cast.engine.info
        mos = f"{self.mos[0]:.2f} · {self.mos[1]:.2f}" if self.mos else "–"
        cells = [
            ", ".join(f"`{name}`" for name in self.names), f"`{voice.engine}`", voice.licence or info.licence,
            _size(self.cast), f"{100 * self.word_error:.1f} %", mos, f"{self.speed:.0f}",
            "yes" if info.gives_marks else "no",
        ]  # fmt: skip
        return f"| {' | '.join(cells)} |\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episode", default="ep17")
    parser.add_argument("--sentences", type=int, default=60)
    parser.add_argument("--voice", action="append", help="only this voice (may be repeated)")
    parser.add_argument("--show", type=Path, default=ROOT)
    parser.add_argument("--write", action="store_true", help="put the table into docs/voices.md")
    arguments = parser.parse_args()
    show = load_show(arguments.show)
    _, narration = read_episode(show, find_episode(show, arguments.episode), skip_unspeakable=True)
    sentences = [segment for segment in narration.segments if len(segment.spoken.split()) > 4][: arguments.sentences]
    rate = predictor()
    found = []
    for names in _different(show, arguments.voice):
        try:
            found.append(measure(names, show, sentences, rate))
        except StudioError as error:
            print(f"{names[0]}: {error}", file=sys.stderr)
        else:
            print(found[-1].row, end="", flush=True)
    words = sum(len(segment.spoken.split()) for segment in sentences)
    if arguments.write:
        write(
            sorted(found, key=lambda one: one.word_error),
            f"{len(sentences)} sentences of {arguments.episode}, {words:,} words",
        )
    return 0


def measure(
    names: Sequence[str],
    show: Show,
    sentences: Sequence[Segment],
    rate: Callable[[Samples], tuple[float, float]] | None,
) -> Measured:
    """Let a voice say all sentences and judge what comes out; the first is said once before the clock starts."""
    cast = cast_voice(names[0], show.voices, show.root)
    lexicon = read_lexicons(show)[names[0]]
    utterances = [Utterance(one.spoken, lexicon.pronounce(one.spoken, cast.voice.engine)) for one in sentences]
    cast.engine.synthesise(utterances[0], cast.options)
    start = time.process_time()
    recordings = [cast.engine.synthesise(one, cast.options) for one in utterances]
    busy_s = time.process_time() - start
    sound_s = sum(len(one.samples) / one.rate_hz for one in recordings)
    heard = [_as_heard(one) for one in recordings]
    recogniser = find_recogniser("moonshine")
    with pronouncing() as pronounce:
        compared = [
            compare(said.text, recogniser.hear(one.samples, one.rate_hz), pronounce, said.pronunciations)
            for said, one in zip(utterances, recordings, strict=True)
        ]
    word_error = sum(one.wrong for one in compared) / sum(one.words for one in compared)
    scores = [rate(samples) for samples in heard[::RATED]] if rate else []
    mos = (float(np.mean([a for a, _ in scores])), float(np.mean([b for _, b in scores]))) if scores else None
    return Measured(tuple(names), cast, word_error, mos, sound_s / busy_s)


def predictor() -> Callable[[Samples], tuple[float, float]] | None:
    """DNSMOS, overall and P.808, for samples at 16 kHz; None where it is not installed."""
    try:
        from speechmos import dnsmos
    except ImportError:
        return None

    def rate(samples: Samples) -> tuple[float, float]:
        scores: dict[str, Any] = dnsmos.run(samples, HEAR_HZ)
        return float(scores["ovrl_mos"]), float(scores["p808_mos"])

    return rate


def write(found: Sequence[Measured], said: str) -> None:
    """Put the table into the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = HEADER + "".join(one.row for one in found)
    note = (
        f"\nMeasured on {said}: word error by Moonshine tiny-en, naturalness by DNSMOS (1 to 5) on\n"
        "every fourth sentence, speed on one core in processor time.\n"
    )
    PAGE.write_text(f"{before}{BEGIN}\n{table}{note}\n{END}{after}", encoding="utf-8")


def _different(show: Show, wanted: Sequence[str] | None) -> list[tuple[str, ...]]:
    """The usable voices; those that speak alike under several names together."""
    alike: dict[str, list[str]] = {}
    for state in survey_voices(show.voices, show.root):
        if state.usable and (not wanted or state.voice.name in wanted):
            alike.setdefault(_way(state.voice), []).append(state.voice.name)
    return [tuple(names) for names in alike.values()]


def _way(voice: Voice) -> str:
    return f"{voice.engine} {sorted(voice.settings.items())}"


def _as_heard(recording: Recording) -> Samples:
    """At 16 kHz with a little silence around it, as recognisers want it, and its peak at 0.7."""
    samples = soxr.resample(recording.samples, recording.rate_hz, HEAR_HZ)
    padded = np.concatenate([np.zeros(HEAR_HZ // 10), samples, np.zeros(HEAR_HZ // 5)])
    return np.asarray(padded * 0.7 / max(1e-9, float(np.abs(padded).max())), np.float32)


def _size(cast: CastVoice) -> str:
    files = cast.engine.model_files(cast.options)
    if files:
        return f"{sum(path.stat().st_size for path in files) / 1e6:.0f} MB"
    try:
        parts = distribution(PACKAGES[cast.voice.engine]).files or []
    except (KeyError, PackageNotFoundError):
        return "–"
    return f"{sum(part.size or 0 for part in parts) / 1e6:.0f} MB with all variants"


if __name__ == "__main__":
    sys.exit(main())
