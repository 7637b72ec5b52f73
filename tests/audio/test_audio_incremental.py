"""Whatever is edited, what is made from the cache is what would be made from nothing, to the byte."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from audio_material import Episode, speech

from studio.audio import master
from studio.model.show import Encoding, Loudness
from studio.model.timeline import Bed

RATE_HZ = 44_100


def edit(episode: Episode, chance: random.Random, number: int) -> str:
    """One thing that an author does to a script."""
    at = chance.randrange(len(episode.clips))
    kind = chance.choice(["replace", "insert", "delete", "move", "voice", "pan"])
    if kind in ("replace", "insert"):
        episode.say(chance.choice([0.7, 1.1, 1.6]), 1000 + number, voice=chance.choice(["host", "guest"]))
        new = episode.clips.pop()
        episode.clips[at : at + (kind == "replace")] = [new]
    elif kind == "delete" and len(episode.clips) > 4:
        del episode.clips[at]
    elif kind == "move":
        episode.clips.insert(chance.randrange(len(episode.clips)), episode.clips.pop(at))
    elif kind == "voice":
        episode.clips[at] = replace(episode.clips[at], voice=chance.choice(["host", "guest"]))
    elif kind == "pan":
        episode.clips[at] = replace(episode.clips[at], pan=chance.choice([-0.2, 0.0, 0.2]))
    return kind


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("seed", range(4))
def test_incremental_equals_cold_over_random_edits(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    episode = Episode(channels=1 + seed % 2)
    episode.sounds["music"] = (0.3 * speech(4.0, 99, RATE_HZ)).astype(np.float32), RATE_HZ
    for number in range(10):
        episode.say(0.8 + 0.3 * (number % 4), number, voice="host" if number % 5 else "guest")
    history = []
    for step in range(4):
        history.append(edit(episode, chance, step) if step else "first")
        timeline = episode.timeline()
        if chance.random() < 0.6:
            start = chance.randrange(timeline.length_samples // 2)
            bed = Bed("music", start, start + chance.randrange(1, 9) * RATE_HZ, ducked_db=chance.choice([-18.0, -24.0]))
            timeline = replace(timeline, beds=(bed,))
        streams = []
        for cache, jobs in (("kept", 2), (f"cold{step}", 1)):
            master(
                timeline,
                episode.load,
                loudness=Loudness(),
                encoding=Encoding(episode.channels, 64),
                cache=tmp_path / cache,
                output=tmp_path / "out.mp3",
                jobs=jobs,
            )
            streams.append((tmp_path / "out.mp3").read_bytes())
        assert streams[0] == streams[1], history


@pytest.mark.usefixtures("small_chunks")
def test_frames_far_from_an_insertion_are_the_same_bytes(tmp_path: Path) -> None:
    episode = Episode()
    for number in range(20):
        episode.say(1.2, number)
    before = episode.master(tmp_path)
    old = (tmp_path / "out.mp3").read_bytes()
    episode.say(0.9, 500)
    episode.clips.insert(3, episode.clips.pop())
    after = episode.master(tmp_path)
    assert after.gain_db == before.gain_db
    assert after.chunks_made < after.chunks_reused
    assert (tmp_path / "out.mp3").read_bytes()[-len(old) // 2 :] == old[-len(old) // 2 :]
