"""Captions → turns: the text of cues joined, cut where the speaker changes or somebody stays silent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from studio.importing.elements import Imported, Kept
from studio.importing.plain import spoken
from studio.importing.turns import Habits, labelled, speakers_among
from studio.script.speakers import Form, labels

_NEW_PARAGRAPH_S = 2.0
_INSTANT_S = 0.05
_LONGEST = 1_200
_DASH = re.compile(r"^(?:[-–—]\s*|>>+\s*)(?=\S)")
_SOUND = re.compile(r"[-–—\s]*(?:\([^()]*\)|\[[^\[\]]*\]|[♪♫#]+[^♪♫]*[♪♫]+)\s*|♪[^♪]*")
_CHANGE = re.compile(r"^>>+")
_SENTENCE_ENDS = re.compile(r"[.!?…][\"”’)\]]?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cue: where it stands in the source, its times in seconds, who speaks if it says so, its text."""

    number: int
    start_s: float
    end_s: float
    speaker: str | None
    text: str


def seconds(hours: str | None, minutes: str, whole: str, milliseconds: str) -> float:
    """Seconds of a time of day as its parts are written."""
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + int(milliseconds.ljust(3, "0")) / 1000


def turns_of(lines: list[Line], found: Imported) -> None:
    """Add the speech of captions.

    Args:
        lines: of all cues, in order of time.
        found: gets it, and the doubts about it.
    """
    lines = _spoken(_once(lines, found), found)
    names = speakers_among(labelled([_DASH.sub("", line.text) for line in lines], Habits(forms=(Form.COLON,))))
    _join([_named(line, names) for line in lines], found)
    found.elements.sort(key=lambda one: one.line)
    if any(_CHANGE.match(line.text) or _DASH.match(line.text) for line in lines) and not found.speakers:
        found.doubts.append((0, "dashes or >> show that speakers change, and nothing says who they are"))


def _once(lines: list[Line], found: Imported) -> list[Line]:
    """The lines less those that rolling captions show a second time, above the next one or for an instant."""
    kept: list[Line] = []
    before: list[Line] = []
    for _, group in groupby(lines, key=lambda line: (line.start_s, line.end_s)):
        cue = list(group)
        instant = any(one.end_s - one.start_s <= _INSTANT_S for one in (*before[:1], cue[0]))
        shown = {line.text for line in before} if len(cue) > 1 or instant else set()
        kept += [line for line in cue if line.text not in shown]
        before = cue
    if len(kept) < len(lines):
        found.doubts.append((0, f"{len(lines) - len(kept)} lines that the captions show twice in a row are taken once"))
    return kept


def _spoken(lines: list[Line], found: Imported) -> list[Line]:
    """The lines less those that describe sounds: all in brackets, or between notes of music."""
    found.elements += [Kept(line.number, "sound", line.text) for line in lines if _SOUND.fullmatch(line.text)]
    return [line for line in lines if not _SOUND.fullmatch(line.text)]


def _named(line: Line, names: set[str]) -> Line:
    """A line whose speaker stands in its text."""
    text = _DASH.sub("", line.text)
    label = next((one for one in labels(text) if one.form is Form.COLON and one.name in names), None)
    if label is None:
        return line
    said = " ".join([*(f"[{direction}]" for direction in label.directions), text[label.end :]])
    return Line(line.number, line.start_s, line.end_s, label.name, said)


def _join(lines: list[Line], found: Imported) -> None:
    part: list[Line] = []
    speaker: str | None = None
    has_names = any(line.speaker for line in lines)
    for line in lines:
        begins = bool(line.speaker) or bool(_DASH.match(line.text))
        new = line.speaker if line.speaker or not has_names else speaker
        if part and ((begins and (new != speaker or not line.speaker)) or _is_apart(part, line)):
            found.elements += spoken(_text(part), part[0].number, speaker)
            part = []
            if begins and not line.speaker and has_names:
                found.doubts.append((line.number, "a dash shows another speaker, and nothing says who"))
        speaker = new
        part.append(line)
    if part:
        found.elements += spoken(_text(part), part[0].number, speaker)


def _is_apart(part: list[Line], line: Line) -> bool:
    if line.start_s - part[-1].end_s >= _NEW_PARAGRAPH_S:
        return True
    return sum(len(one.text) for one in part) > _LONGEST and bool(_SENTENCE_ENDS.search(part[-1].text))


def _text(part: list[Line]) -> str:
    return " ".join(_DASH.sub("", line.text) for line in part)
