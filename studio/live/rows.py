"""What is heard of a script as it stands, piece by piece: where it is written, its take, when it is heard."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from studio.desk.analysis import Analysis
from studio.model.narration import CuePoint, Narration
from studio.model.script import CueKind, Script
from studio.model.show import Show
from studio.model.source import Span
from studio.speech.length import speaking_s
from studio.takes import TakePlan
from studio.takes.choices import choice_id


class RowKind(StrEnum):
    """What a piece is."""

    SPEECH = "speech"
    PAUSE = "pause"
    SOUND = "sound"
    HEADING = "heading"


class State(StrEnum):
    """How far the sound of a piece is: ``STALE`` means that nobody has made it yet."""

    FRESH = "fresh"
    STALE = "stale"
    MAKING = "making"
    FAILED = "failed"
    UNSPOKEN = "unspoken"


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of an episode.

    Attributes:
        kind: what it is.
        span: where it is written.
        text: the spoken text; of a heading its title, of a sound its name.
        section: title of the section that it stands in.
        pillar: id of the section's pillar.
        plan: its take; None for what is not spoken.
        silence_s: how long nothing is said here.
        locked: whether what is heard was chosen by hand.
    """

    kind: RowKind
    span: Span
    text: str
    section: str
    pillar: str | None
    plan: TakePlan | None = None
    silence_s: float = 0.0
    locked: bool = False

    @property
    def key(self) -> str:
        """Of its take; empty for what is not spoken."""
        return self.plan.key if self.plan else ""


@dataclass(frozen=True, slots=True)
class Sound:
    """How far a take is: its state, its length in seconds where it is made, and why it is not."""

    state: State
    length_s: float = 0.0
    message: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A row at its moment: seconds from the start, by what is known of the lengths before it.

    ``estimated`` tells that the length, without the pause behind it, is a guess from the text.
    """

    row: Row
    sound: Sound
    start_s: float
    duration_s: float
    estimated: bool
    end_s: float


def rows_of(analysis: Analysis, plans: Sequence[TakePlan], chosen: Collection[str]) -> tuple[Row, ...]:
    """The pieces of a script in the order in which they are written.

    Args:
        analysis: of the script.
        plans: the take of each segment of its narration.
        chosen: ids of the choices made by hand.
    """
    script, show = analysis.script, analysis.show
    cues = (_cue(point, script, show) for point in analysis.narration.cues)
    speech = (_speech(plan, script, chosen) for plan in plans)
    return tuple(sorted([*_headings(script), *speech, *cues], key=_place))


def places(script: Script, narration: Narration) -> list[int]:
    """The index of each segment's row."""
    others = [section.title_span.start for section in script.sections if section.level]
    others += [point.cue.span.start for point in narration.cues]
    others.sort()
    segments = narration.segments
    return [at + bisect.bisect_right(others, segment.span.start) for at, segment in enumerate(segments)]


def spliced(rows: Sequence[Row], first: int, count: int, plans: Sequence[TakePlan], shift: int) -> tuple[Row, ...]:
    """The rows of a text in one paragraph of which something else is said.

    Args:
        rows: those of the text before.
        first: index of the paragraph's first row.
        count: how many rows it had.
        plans: the takes that it has now, one at least; they know nothing of its section and of the pause behind it.
        shift: by how many characters everything behind the paragraph has moved.
    """
    here, behind = rows[first], rows[first + count :]
    last = rows[first + count - 1].plan
    made = [replace(here, span=plan.segment.span, text=plan.segment.spoken, plan=plan, locked=False) for plan in plans]
    if last is not None:
        segment = replace(plans[-1].segment, boundary=last.segment.boundary, pause_s=last.segment.pause_s)
        made[-1] = replace(made[-1], plan=replace(plans[-1], segment=segment))
    moved = (replace(row, span=Span(row.span.start + shift, row.span.end + shift)) for row in behind)
    return (*rows[:first], *made, *moved)


def _place(row: Row) -> tuple[int, bool]:
    return row.span.start, row.kind is not RowKind.HEADING


def standings(rows: Sequence[Row], sound_of: Callable[[Row], Sound]) -> Iterator[Standing]:
    """Each row at its moment."""
    at = 0.0
    for row in rows:
        sound = sound_of(row)
        is_known = sound.state is State.FRESH or row.plan is None
        duration_s = row.silence_s
        if row.plan is not None:
            duration_s = sound.length_s if is_known else speaking_s(row.text)
        end_s = at + duration_s + (row.plan.segment.pause_s if row.plan else 0.0)
        yield Standing(row, sound, at, duration_s, not is_known, end_s)
        at = end_s


def _headings(script: Script) -> Iterator[Row]:
    for index, section in enumerate(script.sections):
        if section.level:
            yield Row(RowKind.HEADING, section.title_span, section.title, section.title, script.pillar_of(index))


def _speech(plan: TakePlan, script: Script, chosen: Collection[str]) -> Row:
    segment = plan.segment
    title, pillar = script.sections[segment.section].title, script.pillar_of(segment.section)
    locked = choice_id(segment) in chosen
    return Row(RowKind.SPEECH, segment.span, segment.spoken, title, pillar, plan, locked=locked)


def _cue(point: CuePoint, script: Script, show: Show) -> Row:
    cue, title, pillar = point.cue, script.sections[point.section].title, script.pillar_of(point.section)
    if cue.kind is CueKind.PAUSE:
        silence_s = show.pauses.section_s if cue.length_s is None else cue.length_s
        return Row(RowKind.PAUSE, cue.span, "", title, pillar, silence_s=silence_s)
    return Row(RowKind.SOUND, cue.span, cue.name or "stop", title, pillar)
