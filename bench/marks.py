"""How well a voice's word times fit its sound, by a forced alignment of another program (PocketSphinx).

    pip install pocketsphinx
    python bench/marks.py [EPISODE] [--voice narrator] [--segments 60]

PocketSphinx aligns in steps of 10 ms and is itself wrong by as much; segments with a word that it has no pronunciation
for are left out.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import soxr

from studio.narration.read import read_episode
from studio.settings.episodes import find_episode
from studio.settings.workspace import open_workspace
from studio.takes import TakeStore, make_takes, plan_takes

ROOT = Path(__file__).resolve().parent.parent
RATE_HZ, FRAME_S = 16_000, 0.01
PAD_S = 0.25  # of silence, which the aligner wants around speech


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("episode", nargs="?", default="ep17")
    parser.add_argument("--voice", default="narrator")
    parser.add_argument("--segments", type=int, default=60)
    options = parser.parse_args()
    from pocketsphinx import Decoder

    workspace = open_workspace(ROOT)
    episode = find_episode(workspace.show, options.episode)
    _, narration = read_episode(workspace.show, episode, skip_unspeakable=True)
    every = max(1, len(narration.segments) // options.segments)
    segments = [replace(one, voice=options.voice) for one in narration.segments[::every]]
    store = TakeStore(workspace.takes)
    (made,) = make_takes([plan_takes(segments, workspace.show, store, episode=episode)], workspace.show, store)
    decoder = Decoder(samprate=RATE_HZ, loglevel="FATAL")
    errors_s: list[float] = []
    aligned = 0
    for segment, info in zip(segments, made.infos, strict=True):
        take = store.load(info.key)
        words = [re.sub(r"[^a-z']", "", segment.spoken[m.start : m.end].lower()) for m in info.marks]
        if not all(words) or any(decoder.lookup_word(word) is None for word in words):
            continue
        ours = [mark.start_samples / info.rate_hz for mark in info.marks]
        theirs = align(decoder, words, take.samples, take.rate_hz)
        if len(theirs) == len(ours):
            aligned += 1
            errors_s += [a - b for a, b in zip(ours, theirs, strict=True)]
    errors_ms = np.array(errors_s) * 1000
    size = np.abs(errors_ms)
    print(
        f"{aligned} of {len(segments)} segments, {len(size)} words: median {np.median(size):.0f} ms, "
        f"95th percentile {np.percentile(size, 95):.0f} ms, bias {np.median(errors_ms):+.0f} ms"
    )


def align(decoder: object, words: list[str], samples: np.ndarray, rate_hz: int) -> list[float]:
    """Start of each word in seconds."""
    quiet = np.zeros(round(PAD_S * RATE_HZ), np.float32)
    sound = np.concatenate([quiet, soxr.resample(samples, rate_hz, RATE_HZ), quiet])
    pcm = (sound / max(1e-6, np.abs(sound).max()) * 20_000).astype("<i2").tobytes()
    decoder.set_align_text(" ".join(words))
    decoder.start_utt()
    decoder.process_raw(pcm, full_utt=True)
    decoder.end_utt()
    found = [one for one in decoder.seg() or () if not re.match(r"<|\[|\+", one.word)]
    return [one.start_frame * FRAME_S - PAD_S for one in found]


if __name__ == "__main__":
    main()
