"""Transcripts in the three forms that clients read: WebVTT (as built), SubRip, and Podcasting 2.0 JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from studio.episode.linebreaks import lay_out
from studio.episode.subtitles import Subtitle
from studio.episode.times import clock

SRT_LINE_CHARS, SRT_LINES = 32, 2
"""Length of a line, and lines of a block, of SubRip transcripts in the Podcasting 2.0 guide."""


def srt(cues: Sequence[Subtitle]) -> str:
    """SubRip: narrow lines, two a cue; longer captions are split at phrases, in proportion to their letters."""
    blocks: list[str] = []
    said_by: str | None = None
    for cue in cues:
        name = f"{cue.speaker}: " if cue.speaker and cue.speaker != said_by else ""
        said_by = cue.speaker
        blocks += _narrow(cue, name)
    return "\n".join(f"{number}\n{block}" for number, block in enumerate(blocks, 1))


def _narrow(cue: Subtitle, name: str) -> Iterator[str]:
    text = name + " ".join(cue.text.split())
    length_ms = cue.end_ms - cue.start_ms

    def heard_ms(offset: int) -> int:
        return cue.start_ms + length_ms * offset // len(text)

    parts = lay_out(text, SRT_LINE_CHARS, SRT_LINES, lambda offset: heard_ms(offset) / 1000)
    for part, end in zip(parts, [*(part.start for part in parts[1:]), len(text)], strict=True):
        start, lines = clock(heard_ms(part.start), ","), "\n".join(part.lines)
        yield f"{start} --> {clock(heard_ms(end), ',')}\n{lines}\n"


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
