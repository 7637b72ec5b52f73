"""Choosing segments of an episode: by number, line, or text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studio.kit.errors import ConfigurationError
from studio.model.narration import Segment
from studio.model.script import Script


def find_segments(
    segments: Iterable[Segment],
    script: Script,
    *,
    number: int | None = None,
    line: int | None = None,
    grep: str | None = None,
) -> tuple[Segment, ...]:
    """The segments with this number, on this line of the script, or with this text (case-insensitive)."""
    found = iter(segments)
    if number is not None:
        found = (s for s in found if s.number == number)
    if line is not None:
        found = (
            s
            for s in found
            if script.source.location(s.span.start).line <= line <= script.source.location(s.span.end).line
        )
    if grep is not None:
        found = (s for s in found if grep.casefold() in s.written.casefold())
    return tuple(found)


def no_such_segment(segments: Sequence[Segment], script: Script, line: int | None) -> ConfigurationError:
    """The error for a choice that matches nothing; for a line, it names the nearest one that is spoken."""
    hint = f"The episode has segments 1 to {len(segments)}."
    if line is not None:
        lines = [script.source.location(segment.span.start).line for segment in segments]
        hint = f"The nearest spoken text is on line {min(lines, key=lambda spoken: abs(spoken - line))}."
    return ConfigurationError("no-such-segment", "nothing in this script matches", where=script.source.path, hint=hint)
