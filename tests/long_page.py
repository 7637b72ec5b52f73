"""The page of an episode of any length: the sample's, said over and over, with sound that can be played and sought."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import sample_episode as sample

from studio.audio.mp3 import ENCODER_DELAY_SAMPLES, FRAME_SAMPLES, RATE_HZ, crc16, frame_offsets, info_frame
from studio.episode.release import Release, read_release
from studio.feed import rss
from studio.feed.assets import static_files
from studio.feed.pages import PageArt, episode_pages

CHAPTER_S = 300
"""How long a chapter of the long episode is."""


def write_page(folder: Path, length_s: int) -> Path:
    """Write the pages of an episode into a folder, with sound, and return the listening page.

    Args:
        folder: becomes a feed folder without a feed.
        length_s: length of the episode in seconds.
    """
    release = long_release(read_release(sample.build(folder / "work", "ep01")), length_s)
    sound = folder / "episodes/ep01/ep01.mp3"
    sound.parent.mkdir(parents=True)
    sound.write_bytes(long_sound(length_s))
    art = PageArt("art/cover.jpg", "art/cover.jpg", "art/cover.jpg", "art/cover.jpg")
    enclosure = rss.Enclosure("episodes/ep01/ep01.mp3", "audio/mpeg", sound.stat().st_size, "", 96_000)
    placement = rss.Placement("long", datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC), enclosure, (), {}, art.cover)
    show = sample.show(folder / "work")
    peaks = [12 + 8 * (at % 12) for at in range(1000)]
    made = episode_pages(release, placement, show, art, peaks=peaks, downloads=[("MP3", "ep01.mp3")])
    files = {f"episodes/ep01/{name}": data for name, data in made.items()}
    for path, data in {**files, **dict(static_files().values()), art.cover: sample.cover()}.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(data)
    return folder / "episodes/ep01/index.html"


def long_release(release: Release, length_s: int) -> Release:
    """The sample, whose captions are said again and again."""
    end_ms, round_ms = length_s * 1000, release.duration_ms
    cues = [
        replace(cue, start_ms=cue.start_ms + at, end_ms=cue.end_ms + at)
        for at in range(0, end_ms, round_ms)
        for cue in release.cues
        if cue.end_ms + at <= end_ms
    ]
    starts = range(0, end_ms, min(end_ms, CHAPTER_S * 1000))
    chapters = [
        replace(
            release.chapters[number % len(release.chapters)],
            start_ms=start,
            end_ms=min(end_ms, start + CHAPTER_S * 1000),
            title=f"Part {number}",
        )
        for number, start in enumerate(starts)
    ]
    return replace(release, duration_ms=end_ms, cues=tuple(cues), chapters=tuple(chapters))


def long_sound(length_s: int) -> bytes:
    """MP3 frames of a tone, with the Info frame in front that tells players how many there are."""
    tone = sample.tone(RATE_HZ * 10)
    offsets = frame_offsets(tone)[1:-1]
    wanted = -(-(length_s * RATE_HZ + ENCODER_DELAY_SAMPLES) // FRAME_SAMPLES)
    times, rest = divmod(wanted, len(offsets) - 1)
    music = tone[offsets[0] : offsets[-1]] * times + tone[offsets[0] : offsets[rest]]
    info = info_frame(
        channels=1,
        kbps=96,
        frames=wanted,
        music_bytes=len(music),
        music_crc=crc16(music),
        length_samples=length_s * RATE_HZ,
    )
    return info + music
