"""Reading WebVTT back: the captions of a finished episode, as every later document tells them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from studio.episode.times import clock

_TIMING = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})")
_VOICE = re.compile(r"<v ([^>\n]+)>")


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A caption as written to a file: milliseconds, plain text of one or more lines."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str | None = None


def read_vtt(text: str) -> tuple[Subtitle, ...]:
    """Read WebVTT strictly.

    Raises:
        ValueError: naming the line that a strict reader refuses.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].lstrip("\ufeff").split(" ")[0] != "WEBVTT":
        raise ValueError("line 1: a WebVTT file begins with WEBVTT")
    cues: list[Subtitle] = []
    at = next((number for number, line in enumerate(lines) if not line), len(lines))
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        if lines[at] == "NOTE" or lines[at].startswith("NOTE "):
            at = next((number for number in range(at, len(lines)) if not lines[number]), len(lines))
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
            Subtitle(
                ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms,
                ((end[0] * 60 + end[1]) * 60 + end[2]) * 1000 + end[3],
                html.unescape(plain),
                voice.group(1) if voice else None,
            )
        )
    return tuple(cues)


def timing_problem(cues: Sequence[Subtitle], duration_ms: int) -> str | None:
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
