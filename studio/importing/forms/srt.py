"""SubRip captions (.srt): numbered cues with ``00:00:01,000 --> 00:00:03,500`` above their text."""

from __future__ import annotations

import re

from studio.importing.elements import Imported, Kept
from studio.importing.material import Material
from studio.importing.subtitles import Line, seconds, turns_of

_TIMES = re.compile(
    r"\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})\s*-+>\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})(?:\s+.*)?$"
)
#: HTML-like tags, and the position marks of SubStation, ``{\an8}``.
_TAG = re.compile(r"</?(?:i|b|u|s|em|strong|font|span|c|br)\b[^<>]*>|\{\\[^{}]*\}|\{/?[ibuyY]\}", re.IGNORECASE)


def likelihood(material: Material) -> int:
    """Sure where the first text is a number and a time."""
    lines = [line.strip() for line in material.lines if line.strip()][:6]
    if any("WEBVTT" in line for line in lines[:1]):
        return 0
    return 95 if any(_TIMES.match(line) for line in lines[:3]) else 0


def read(material: Material) -> Imported:
    """The text of the cues as turns."""
    found = Imported()
    lines: list[Line] = []
    times: tuple[float, float] | None = None
    for number, line in enumerate(material.lines, 1):
        text = line.strip()
        if match := _TIMES.match(text):
            parts = match.groups()
            times = (seconds(*parts[:4]), seconds(*parts[4:]))
        elif text and not (text.isdecimal() and _is_number(material.lines, number)):
            if times is None:
                found.elements.append(Kept(number, "outside of cues", text))
            elif plain := " ".join(_TAG.sub("", text).split()):
                lines.append(Line(number, *times, None, plain))
    turns_of(lines, found)
    return found


def _is_number(lines: list[str], number: int) -> bool:
    """Whether a line of digits is a cue's number: the line below it is a time."""
    return number < len(lines) and _TIMES.match(lines[number]) is not None
