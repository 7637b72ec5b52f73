"""Counting what the framework asks for, and where in the episode it stands."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studio.kit.errors import ConfigurationError
from studio.model.narration import Segment
from studio.model.script import Block, Script, Section
from studio.model.show import MarkKind, Pillar, Show
from studio.model.source import Span
from studio.speech import Style, metrics

#: Spoken characters of a second of narration at about 165 words a minute.
CHARS_PER_SECOND = 15.0
#: The kind that the spoken normaliser's recognisers count besides the author's marks.
METRIC = "metric"
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
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that was counted: where it stands, when it is heard, and what it says."""

    line: int
    at_s: float
    text: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class KindAudit:
    """A kind of mark: what was found, the target if there is one, and the longest stretch without one."""

    kind: MarkKind
    found: tuple[Counted, ...]
    target: int | None
    longest_gap: Stretch
    places: tuple[Stretch, ...]

    @property
    def missing(self) -> int:
        """How many are lacking to the target."""
        return max(0, (self.target or 0) - len(self.found))


@dataclass(frozen=True, slots=True)
class PillarAudit:
    """A pillar: its share of the speaking time (0 to 1) and the longest stretch without it."""

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
        return not any(kind.missing for kind in self.kinds)


def audit_script(script: Script, segments: Sequence[Segment], show: Show) -> Audit:
    """Count marks and metrics, and measure pillars, over the speaking time of the segments.

    Quantified metrics are those that the spoken normaliser recognises (a number with a unit, percent, multiplier,
    currency or bound) and those marked by the author; where they overlap, the mark counts, once.

    Raises:
        ConfigurationError: a target for something that the show does not count.
    """
    known = [kind.id for kind in show.marks]
    for name in script.episode.targets:
        if name not in known:
            raise ConfigurationError(
                "unknown-target",
                f"`targets` names `{name}`, which this show does not count",
                where=script.source.path,
                hint=f"Known: {', '.join(known)}.",
            )
    clock = _Clock(segments)
    strip = tuple(_strip(script, segments, clock))
    found = {kind.id: tuple(_found(kind.id, script, show, clock)) for kind in show.marks}
    return Audit(
        script=script,
        length_s=clock.length_s,
        words=sum(len(segment.spoken.split()) for segment in segments),
        strip=strip,
        pillars=tuple(_pillar(pillar, strip, clock.length_s) for pillar in show.pillars),
        kinds=tuple(_kind(kind, found[kind.id], script, strip, clock.length_s) for kind in show.marks),
    )


class _Clock:
    """Source offset → estimated second in the episode."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._offsets = [segment.span.start for segment in segments]
        self._spans = [segment.span for segment in segments]
        self.starts_s, at = [], 0.0
        self._lengths_s = [len(segment.spoken) / CHARS_PER_SECOND + segment.pause_s for segment in segments]
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
    for first, end_s in zip(firsts, ends, strict=True):
        index = segments[first].section
        section = script.sections[index]
        line = script.source.location(section.title_span.start).line
        yield Stretch(clock.starts_s[first], end_s, line, section.title, _inherited_pillar(script.sections, index))


def _inherited_pillar(sections: Sequence[Section], index: int) -> str | None:
    """A section's own pillar, or that of the section that it is part of."""
    level = sections[index].level
    if sections[index].pillar:
        return sections[index].pillar
    for section in reversed(sections[:index]):
        if section.level < level:
            if section.pillar:
                return section.pillar
            level = section.level
    return None


def _found(kind: str, script: Script, show: Show, clock: _Clock) -> Iterator[Counted]:
    style = Style(**show.style)
    for section in script.sections:
        for block in section.blocks:
            marks = [mark for mark in block.marks if mark.kind == kind]
            places = [(mark.span, mark.text, dict(mark.attributes).get("option", "")) for mark in marks]
            if kind == METRIC and block.kind.is_spoken:
                places += [
                    (span, text, "")
                    for span, text in _metrics(block, style)
                    if not any(mark.span.start < span.end and span.start < mark.span.end for mark in marks)
                ]
            for span, text, option in sorted(places, key=lambda place: place[0]):
                line = script.source.location(span.start).line
                yield Counted(line, clock.at_s(span.start), " ".join(text.split()), option)


def _metrics(block: Block, style: Style) -> Iterator[tuple[Span, str]]:
    for inline in block.inlines:
        for metric in metrics(inline.text, style):
            start = min(inline.span.start + metric.start, inline.span.end)
            yield Span(start, min(inline.span.start + metric.end, inline.span.end)), metric.text


def _pillar(pillar: Pillar, strip: Sequence[Stretch], length_s: float) -> PillarAudit:
    own = [stretch for stretch in strip if stretch.pillar == pillar.id]
    edges = [0.0, *(edge for stretch in own for edge in (stretch.start_s, stretch.end_s)), length_s]
    share = sum(stretch.length_s for stretch in own) / length_s if length_s else 0.0
    return PillarAudit(pillar, share, len(own), _longest(zip(edges[::2], edges[1::2], strict=True), strip))


def _kind(
    kind: MarkKind, found: tuple[Counted, ...], script: Script, strip: Sequence[Stretch], length_s: float
) -> KindAudit:
    times = [0.0, *(one.at_s for one in found), length_s]
    target = script.episode.targets.get(kind.id)
    places: list[Stretch] = []
    if target is not None and len(found) < target:
        home = [s for s in strip if kind.pillar is None or s.pillar == kind.pillar] or list(strip)
        density = {s: sum(s.start_s <= one.at_s < s.end_s for one in found) / max(1.0, s.length_s) for s in home}
        places = sorted(home, key=lambda s: (density[s], -s.length_s, s.start_s))[:PLACES]
    return KindAudit(kind, found, target, _longest(itertools.pairwise(times), strip), tuple(places))


def _longest(gaps: Iterator[tuple[float, float]], strip: Sequence[Stretch]) -> Stretch:
    start_s, end_s = max(gaps, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))
    here = next((s for s in strip if s.start_s <= start_s < s.end_s), strip[-1] if strip else None)
    return Stretch(start_s, end_s, here.line if here else 1, here.title if here else "")
