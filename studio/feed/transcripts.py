"""Transcripts in the three forms that clients read: WebVTT (as built), SubRip, and Podcasting 2.0 JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence

from studio.episode.subtitles import Subtitle
from studio.episode.times import clock

SRT_LINE_CHARS = 32
"""Line length of SubRip transcripts in the Podcasting 2.0 guide, two lines each."""


def srt(cues: Sequence[Subtitle]) -> str:
    """SubRip: narrow lines, two a cue; longer captions are split in proportion to their letters."""
    blocks: list[str] = []
    said_by: str | None = None
    for cue in cues:
        name = f"{cue.speaker}: " if cue.speaker and cue.speaker != said_by else ""
        said_by = cue.speaker
        lines = textwrap.wrap(name + " ".join(cue.text.split()), SRT_LINE_CHARS, break_on_hyphens=False)
        groups = ["\n".join(lines[first : first + 2]) for first in range(0, len(lines), 2)]
        total, before = sum(map(len, groups)), 0
        for group in groups:
            start = cue.start_ms + (cue.end_ms - cue.start_ms) * before // total
            before += len(group)
            end = cue.start_ms + (cue.end_ms - cue.start_ms) * before // total
            blocks.append(f"{len(blocks) + 1}\n{clock(start, ',')} --> {clock(end, ',')}\n{group}\n")
    return "\n".join(blocks)


def transcript_json(cues: Sequence[Subtitle]) -> str:
    """Podcasting 2.0 transcript, version 1.0.0."""
    segments = [
        {
            **({"speaker": cue.speaker} if cue.speaker else {}),
            "startTime": cue.start_ms / 1000,
            "endTime": cue.end_ms / 1000,
            "body": " ".join(cue.text.split()),
        }
        for cue in cues
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"
