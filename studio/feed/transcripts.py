"""Transcripts in the three forms that clients read: WebVTT (as built), SubRip, and Podcasting 2.0 JSON."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from studio.episode.times import clock

SRT_LINE_CHARS = 32
"""Line length of SubRip transcripts in the Podcasting 2.0 guide, two lines each."""

_TIMING = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})")
_VOICE = re.compile(r"<v ([^>\n]+)>")


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption as written to a file: milliseconds, plain text of one or more lines."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str | None = None


def read_vtt(text: str) -> tuple[Cue, ...]:
    """Read WebVTT strictly.

    Raises:
        ValueError: naming the line that a strict reader refuses.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].lstrip("\ufeff").split(" ")[0] != "WEBVTT":
        raise ValueError("line 1: a WebVTT file begins with WEBVTT")
    cues: list[Cue] = []
    at = next((number for number, line in enumerate(lines) if not line), len(lines))
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        timing = _TIMING.fullmatch(lines[at])
        if timing is None:
            raise ValueError(f"line {at + 1}: expected HH:MM:SS.mmm --> HH:MM:SS.mmm, found {lines[at][:40]!r}")
        hours, minutes, seconds, ms, *end = map(int, timing.groups())
        first = at + 1
        at = next((number for number in range(first, len(lines)) if not lines[number]), len(lines))
        body = "\n".join(lines[first:at])
        voice = _VOICE.match(body)
        plain = body[voice.end() :] if voice else body
        if not plain or re.search(r"<|&(?!amp;|lt;|gt;)|-->", plain):
            raise ValueError(f"line {first + 1}: text is missing or not escaped")
        cues.append(
            Cue(
                ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms,
                ((end[0] * 60 + end[1]) * 60 + end[2]) * 1000 + end[3],
                html.unescape(plain),
                voice.group(1) if voice else None,
            )
        )
    return tuple(cues)


def timing_problem(cues: Sequence[Cue], duration_ms: int) -> str | None:
    """The first cue that is empty, out of order, overlapping or past the end, in words; None where all are well."""
    before = 0
    for number, cue in enumerate(cues, 1):
        if cue.end_ms <= cue.start_ms:
            return f"cue {number} ends at {clock(cue.end_ms)}, not after its start {clock(cue.start_ms)}"
        if cue.start_ms < before:
            return f"cue {number} starts at {clock(cue.start_ms)}, before {clock(before)}"
        before = cue.end_ms
    if before > duration_ms + 100:
        return f"the last cue ends at {clock(before)}, after the audio ({clock(duration_ms)})"
    return None


def srt(cues: Sequence[Cue]) -> str:
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


def transcript_json(cues: Sequence[Cue]) -> str:
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
