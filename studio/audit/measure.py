"""Counting what the framework asks for, and where in the episode it stands."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studio.kit.errors import ConfigurationError
from studio.model.narration import Segment
from studio.model.script import Script
from studio.model.show import MarkKind, Pillar, Show
from studio.script.targets import countable, counted, unknown_target
from studio.speech.length import speaking_s

#: A suggestion names at most this many places.
PLACES = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the episode, in estimated seconds from its start; ``line`` and ``title`` say where it begins."""

    start_s: float
    end_s: float
    line: int
    title: str
    pillar: str | None = None

    @property
    def length_s(self) -> float:
        """How long it lasts, in estimated seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class HeardAt:
    """One thing that was counted: its line, the estimated second at which it is heard, and what it says."""

    line: int
    at_s: float
    text: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found of one thing that can be counted, its target if there is one, and where there is room for more."""

    found: tuple[HeardAt, ...]
    target: int | None
    places: tuple[Stretch, ...]

    @property
    def missing(self) -> int:
        """How many are lacking to the target."""
        return max(0, (self.target or 0) - len(self.found))


@dataclass(frozen=True, slots=True)
class KindAudit(Tally):
    """A kind of mark: its tally and the longest stretch without one."""

    kind: MarkKind
    longest_gap: Stretch


@dataclass(frozen=True, slots=True)
class PillarAudit(Tally):
    """A pillar: its tally, its share of the speaking time (0 to 1), its sections and the longest stretch without it.

    Where a kind of mark has the pillar's name, the target is that kind's.
    """

    pillar: Pillar
    share: float
    sections: int
    longest_gap: Stretch


@dataclass(frozen=True, slots=True)
class Audit:
    """What an episode holds; times are estimated from the length of the spoken text, before anything is rendered."""

    script: Script
    length_s: float
    words: int
    strip: tuple[Stretch, ...]
    pillars: tuple[PillarAudit, ...]
    kinds: tuple[KindAudit, ...]

    @property
    def meets_targets(self) -> bool:
        """Whether nothing is missing to any target."""
        return not any(tally.missing for tally in (*self.pillars, *self.kinds))


def audit_script(script: Script, segments: Sequence[Segment], show: Show) -> Audit:
    """Count what targets may name, and measure pillars, over the speaking time of the segments.

    Raises:
        ConfigurationError: a target for something that the show does not count.
    """
    for name in script.episode.targets:
        if name not in countable(show):
            message, hint = unknown_target(name, show)
            raise ConfigurationError("unknown-target", message, where=script.source.path, hint=hint)
    clock = _Clock(segments)
    strip = tuple(_strip(script, segments, clock))
    return Audit(
        script=script,
        length_s=clock.length_s,
        words=sum(len(segment.spoken.split()) for segment in segments),
        strip=strip,
        pillars=tuple(_pillar(pillar, script, show, strip, clock) for pillar in show.pillars),
        kinds=tuple(_kind(kind, script, show, strip, clock) for kind in show.marks),
    )


class _Clock:
    """Source offset → estimated second in the episode."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._offsets = [segment.span.start for segment in segments]
        self._spans = [segment.span for segment in segments]
        self.starts_s, at = [], 0.0
        self._lengths_s = [speaking_s(segment.spoken, segment.pause_s) for segment in segments]
        for length_s in self._lengths_s:
            self.starts_s.append(at)
            at += length_s
        self.length_s = at

    def at_s(self, offset: int) -> float:
        index = bisect.bisect_right(self._offsets, offset) - 1
        if index < 0:
            return 0.0
        span = self._spans[index]
        part = min(1.0, (offset - span.start) / max(1, span.end - span.start))
        return self.starts_s[index] + part * self._lengths_s[index]


def _strip(script: Script, segments: Sequence[Segment], clock: _Clock) -> Iterator[Stretch]:
    firsts = [index for index, s in enumerate(segments) if index == 0 or s.section != segments[index - 1].section]
    ends = [clock.starts_s[index] for index in firsts[1:]] + [clock.length_s]
    for first, end_s in zip(firsts, ends[: len(firsts)], strict=True):  # where nothing is spoken there is no first
        index = segments[first].section
        section = script.sections[index]
        line = script.source.location(section.title_span.start).line
        yield Stretch(clock.starts_s[first], end_s, line, section.title, script.pillar_of(index))


def _found(name: str, script: Script, show: Show, clock: _Clock) -> tuple[HeardAt, ...]:
    return tuple(
        HeardAt(script.source.location(one.span.start).line, clock.at_s(one.span.start), one.text, one.option)
        for one in counted(name, script, show)
    )


def _pillar(pillar: Pillar, script: Script, show: Show, strip: Sequence[Stretch], clock: _Clock) -> PillarAudit:
    own = [stretch for stretch in strip if stretch.pillar == pillar.id]
    edges = [0.0, *(edge for stretch in own for edge in (stretch.start_s, stretch.end_s)), clock.length_s]
    found = _found(pillar.id, script, show, clock)
    is_mark = pillar.id in {kind.id for kind in show.marks}
    target = None if is_mark else script.episode.targets.get(pillar.id)
    home = [stretch for stretch in strip if stretch.pillar is None] or list(strip)
    return PillarAudit(
        found,
        target,
        _places(found, target, home),
        pillar,
        sum(stretch.length_s for stretch in own) / clock.length_s if clock.length_s else 0.0,
        sum(section.pillar == pillar.id for section in script.sections),
        _longest(zip(edges[::2], edges[1::2], strict=True), strip),
    )


def _kind(kind: MarkKind, script: Script, show: Show, strip: Sequence[Stretch], clock: _Clock) -> KindAudit:
    found = _found(kind.id, script, show, clock)
    times = [0.0, *(one.at_s for one in found), clock.length_s]
    target = script.episode.targets.get(kind.id)
    home = [s for s in strip if kind.pillar is None or s.pillar == kind.pillar] or list(strip)
    return KindAudit(found, target, _places(found, target, home), kind, _longest(itertools.pairwise(times), strip))


def _places(found: Sequence[HeardAt], target: int | None, home: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Where there is most room for what is missing to the target."""
    if target is None or len(found) >= target:
        return ()
    density = {s: sum(s.start_s <= one.at_s < s.end_s for one in found) / max(1.0, s.length_s) for s in home}
    return tuple(sorted(home, key=lambda s: (density[s], -s.length_s, s.start_s))[:PLACES])


def _longest(gaps: Iterator[tuple[float, float]], strip: Sequence[Stretch]) -> Stretch:
    start_s, end_s = max(gaps, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))
    here = next((s for s in strip if s.start_s <= start_s < s.end_s), strip[-1] if strip else None)
    return Stretch(start_s, end_s, here.line if here else 1, here.title if here else "")
