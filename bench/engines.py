"""Engines: times real time on one core and on all, start-up, and memory.

    python bench/engines.py [--segments 100] [--voice NAME ...] [--show FOLDER]

Measures every usable voice of the show, through the same path as a render: plan, processes, checks, store.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from studio.kit.errors import StudioError
from studio.model.narration import Boundary, Segment
from studio.model.show import Show
from studio.model.source import Span
from studio.settings.show import load_show
from studio.takes import ProcessExecutor, TakeStore, make_takes, plan_takes
from studio.voices.casting import survey_voices

SENTENCES = (
    "Caches lie, and they lie politely, because nobody asks them how old their answer is.",
    "When one hundred and fifty nodes disagree, somebody has to decide, and the decision takes a round trip.",
    "The queue grows at night, when nobody looks, and in the morning it is longer than the day can bear.",
    "Under the hood, a lease is a promise about time, made by a machine that does not know what time it is.",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=100)
    parser.add_argument("--voice", action="append", help="only this voice (may be repeated)")
    parser.add_argument("--show", type=Path, default=Path(__file__).parent.parent)
    arguments = parser.parse_args()
    show = load_show(arguments.show)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    columns = f"{'audio':>8} {'1 process':>16} {f'{cores} processes':>16} {'one take':>9} {'memory':>8}"
    print(f"{'voice':18} {'engine':8} {columns}")
    for state in survey_voices(show.voices, show.root):
        voice = state.voice
        if arguments.voice and voice.name not in arguments.voice:
            continue
        if not state.usable:
            print(f"{voice.name:18} {voice.engine:8} cannot speak here: {state.problem}")
            continue
        try:
            first_s, _ = _timed(show, voice.name, 1, 1)
            one_s, audio_s = _timed(show, voice.name, arguments.segments, 1)
            all_s, _ = _timed(show, voice.name, arguments.segments, None)
        except StudioError as error:
            print(f"{voice.name:18} {voice.engine:8} failed: {error}")
            continue
        # The largest child so far: voices are measured in order, so read it as "at most".
        memory_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (
            1 << (20 if sys.platform == "darwin" else 10)
        )
        print(
            f"{voice.name:18} {voice.engine:8} {audio_s:6.0f} s {one_s:7.2f} s {audio_s / one_s:5.0f}x"
            f" {all_s:7.2f} s {audio_s / all_s:5.0f}x {first_s:7.2f} s {memory_mb:5.0f} MB"
        )
    return 0


def _timed(show: Show, voice: str, count: int, jobs: int | None) -> tuple[float, float]:
    """Wall time and seconds of audio for ``count`` different segments, nothing cached."""
    texts = [f"{SENTENCES[number % len(SENTENCES)]} {_letters(number)}." for number in range(count)]
    segments = [
        Segment(number, 0, text, text, voice, Span(0, len(text)), Boundary.SENTENCE, 0.3)
        for number, text in enumerate(texts, 1)
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = TakeStore(Path(folder))
        start = time.perf_counter()
        plans = plan_takes(segments, show, store)
        (made,) = make_takes([plans], show, store, ProcessExecutor(jobs), allow_bad=True)
        wall_s = time.perf_counter() - start
    return wall_s, sum(info.length_samples / info.rate_hz for info in made.infos)


def _letters(number: int) -> str:
    return " ".join("abcdefghij"[int(digit)] for digit in str(number))


if __name__ == "__main__":
    sys.exit(main())
