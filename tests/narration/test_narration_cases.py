"""Golden cases: a script and, beside it, what is said: segments with their places, cues, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from golden_cases import assert_as_expected, cases, place, read_case

from studio.model.narration import CuePoint, Narration, Segment
from studio.model.script import Script


@pytest.mark.parametrize("path", cases("narration"), ids=lambda path: path.stem)
def test_script_is_narrated_as_expected(path: Path) -> None:
    assert_as_expected(path, "\n".join(narration_lines(*read_case(path))) + "\n")


def narration_lines(script: Script, narration: Narration) -> Iterator[str]:
    for index, segment in enumerate(narration.segments):
        yield from (_cue(script, point) for point in narration.cues if point.segment == index)
        yield from _segment(script, segment)
    yield from (_cue(script, point) for point in narration.cues if point.segment == len(narration.segments))
    yield from (f"left out {place(script, entry.span)} {entry.reason}" for entry in script.left_out)


def _segment(script: Script, segment: Segment) -> Iterator[str]:
    who = f"{segment.speaker} by {segment.voice}" if segment.speaker else segment.voice
    yield f"{segment.number} {place(script, segment.span)} {who}, then {segment.boundary} {segment.pause_s:g} s"
    yield f"  written {segment.written!r}"
    yield f"  spoken  {segment.spoken!r}"
    for one in segment.pronunciations:
        yield f"  {segment.spoken[one.start : one.end]!r} sounds ipa={one.ipa} respelling={one.respelling}"


def _cue(script: Script, point: CuePoint) -> str:
    cue = point.cue
    values = f"fade_s={cue.fade_s} gain_db={cue.gain_db} length_s={cue.length_s}"
    return f"cue {place(script, cue.span)} {cue.kind} {cue.name!r} {values} in section {point.section}"
