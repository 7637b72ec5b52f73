"""Choosing segments of an episode: by number, line, text or section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.kit.errors import ConfigurationError
from studio.model.narration import Segment
from studio.model.script import Script

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Selection:
    """Which segments are meant; what is None does not narrow the choice.

    Attributes:
        number: of the segment, from 1.
        line: of the script, from 1; what is spoken on it.
        text: what the written form contains, in any case.
        section: a section's id, or a part of its title in any case.
    """

    number: int | None = None
    line: int | None = None
    text: str | None = None
    section: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return self == Selection()


def select(segments: Sequence[Segment], script: Script, selection: Selection) -> tuple[Segment, ...]:
    """The segments that are meant, in their order; perhaps none."""
    wanted = frozenset(_sections(script, selection.section)) if selection.section is not None else None
    return tuple(
        segment
        for segment in segments
        if selection.number in (None, segment.number)
        and (selection.line is None or _stands_on(segment, script, selection.line))
        and (selection.text is None or selection.text.casefold() in segment.written.casefold())
        and (wanted is None or segment.section in wanted)
    )


def select_some(segments: Sequence[Segment], script: Script, selection: Selection) -> tuple[Segment, ...]:
    """The same, at least one.

    Raises:
        ConfigurationError: ``no-such-segment``, with the nearest line that is spoken.
    """
    found = select(segments, script, selection)
    if found:
        return found
    hint = f"The episode has segments 1 to {len(segments)}." if segments else "Nothing in it is spoken."
    if selection.line is not None and segments:
        line = selection.line
        lines = [script.source.location(segment.span.start).line for segment in segments]
        hint = f"The nearest spoken text is on line {min(lines, key=lambda spoken: abs(spoken - line))}."
    raise ConfigurationError("no-such-segment", "nothing in this script matches", where=script.source.path, hint=hint)


def select_one(segments: Sequence[Segment], script: Script, selection: Selection) -> Segment:
    """The one segment that is meant.

    Raises:
        ConfigurationError: ``no-segment`` where nothing was asked for, ``no-such-segment``, ``several-segments``.
    """
    if selection.is_empty:
        raise ConfigurationError(
            "no-segment", "no segment is named", where=script.source.path, hint="Use --segment, --line or --grep."
        )
    found = select_some(segments, script, selection)
    if len(found) == 1:
        return found[0]
    numbers = ", ".join(str(segment.number) for segment in found[:_MOST_NAMED])
    raise ConfigurationError(
        "several-segments",
        f"{len(found)} segments match: {numbers}{' …' if len(found) > _MOST_NAMED else ''}",
        where=script.source.path,
        hint="Name one with --segment.",
    )


def _stands_on(segment: Segment, script: Script, line: int) -> bool:
    first, last = (script.source.location(offset).line for offset in (segment.span.start, segment.span.end))
    return first <= line <= last


def _sections(script: Script, wanted: str) -> list[int]:
    exact = [index for index, section in enumerate(script.sections) if section.id == wanted]
    return exact or [
        index for index, section in enumerate(script.sections) if wanted.casefold() in section.title.casefold()
    ]
