"""Transcripts in the three forms that clients read: WebVTT (as built), SubRip, and Podcasting 2.0 JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studio.episode.linebreaks import lay_out
from studio.episode.subtitles import Subtitle
from studio.episode.times import clock

SRT_LINE_CHARS, SRT_LINES = 32, 2
"""Length of a line, and lines of a block, of SubRip transcripts in the Podcasting 2.0 guide."""

SRT_SHORTEST_MS = 1_000


def srt(cues: Sequence[Subtitle]) -> str:
    """SubRip: narrow lines, two a block, the speaker's name in each; longer captions are split at phrases.

    A reader that is given a block knows who speaks. No block is shorter than a second where its caption is not: where
    the letters would give it less, the caption's time is split evenly, and its lines are longer where it is too short
    for so many blocks.
    """
    blocks = [block for cue in cues for block in _narrow(cue)]
    return "\n".join(f"{number}\n{block}" for number, block in enumerate(blocks, 1))


def srt_name(cue: Subtitle) -> str:
    """What stands in front of each block of a caption."""
    return f"{cue.speaker}: " if cue.speaker else ""


def _narrow(cue: Subtitle) -> Iterator[str]:
    text, name = " ".join(cue.text.split()), srt_name(cue)
    length_ms = cue.end_ms - cue.start_ms
    most = max(1, length_ms // SRT_SHORTEST_MS)

    def heard_ms(offset: int) -> int:
        return cue.start_ms + length_ms * offset // len(text)

    line_chars = max(SRT_LINE_CHARS - len(name), SRT_LINE_CHARS // 2)
    while len(parts := lay_out(text, line_chars, SRT_LINES, lambda offset: heard_ms(offset) / 1000)) > most:
        line_chars += 4
    times = [heard_ms(part.start) for part in parts] + [cue.end_ms]
    if min(end - start for start, end in pairwise(times)) < SRT_SHORTEST_MS:
        times = [cue.start_ms + length_ms * number // len(parts) for number in range(len(parts) + 1)]
    for part, (start, end) in zip(parts, pairwise(times), strict=True):
        lines = "\n".join(part.lines)
        yield f"{clock(start, ',')} --> {clock(end, ',')}\n{name}{lines}\n"


def transcript_json(cues: Sequence[Subtitle], corrections: Sequence[str] = ()) -> str:
    """Podcasting 2.0 transcript, version 1.0.0; ``corrections`` are lines that a reader may show, and need not know."""
    segments = [
        {
            **({"speaker": cue.speaker} if cue.speaker else {}),
            "startTime": cue.start_ms / 1000,
            "endTime": cue.end_ms / 1000,
            "body": " ".join(cue.text.split()),
        }
        for cue in cues
    ]
    told = {"corrections": list(corrections)} if corrections else {}
    return json.dumps({"version": "1.0.0", **told, "segments": segments}, ensure_ascii=False, indent=1) + "\n"
