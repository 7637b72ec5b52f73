"""How long a script, each of its sections and each of its segments will be, and how the pillars share that time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studio.desk.analysis import Analysis
from studio.model.script import Section
from studio.model.source import Span
from studio.script.targets import target_s


@dataclass(frozen=True, slots=True)
class Lens:
    """A line of text above a place.

    Attributes:
        span: what it is about.
        title: what it says.
        segment: the number of the segment that it plays; None where it plays nothing.
    """

    span: Span
    title: str
    segment: int | None = None


@dataclass(frozen=True, slots=True)
class SectionLength:
    """A section with those below it: estimated seconds, and pillar → share of these."""

    index: int
    length_s: float
    shares: tuple[tuple[str, float], ...]

    @property
    def text(self) -> str:
        """The same in words."""
        shares = [f"{pillar} {share:.0%}" for pillar, share in self.shares]
        return " · ".join([minutes(self.length_s), *shares])


def lenses(analysis: Analysis) -> Iterator[Lens]:
    """The whole episode's, those of sections, those of segments."""
    if analysis.audit is None or not analysis.passages:
        return
    yield Lens(Span(0, 0), f"Episode: {_whole(analysis)}")
    for one in section_lengths(analysis):
        section = analysis.script.sections[one.index]
        if section.level and one.length_s:
            yield Lens(section.title_span, one.text)
    for passage in analysis.passages:
        yield Lens(passage.segment.span, f"▶ ≈ {passage.length_s:.1f} s", segment=passage.segment.number)


def section_lengths(analysis: Analysis) -> tuple[SectionLength, ...]:
    """One for each section of the script, in order; of no length where nothing is said in it."""
    audit, sections = analysis.audit, analysis.script.sections
    if audit is None:
        return ()
    own: list[float] = [0.0] * len(sections)
    pillars: list[str | None] = [None] * len(sections)
    spoken = list(dict.fromkeys(segment.section for segment in analysis.narration.segments))
    for index, stretch in zip(spoken, audit.strip, strict=True):
        own[index], pillars[index] = stretch.length_s, stretch.pillar
    names = {pillar.id: pillar.short or pillar.name for pillar in analysis.show.pillars}
    found = []
    for index in range(len(sections)):
        below = range(index, last_below(sections, index) + 1)
        found.append(SectionLength(index, sum(own[i] for i in below), _shares(names, own, pillars, below)))
    return tuple(found)


def last_below(sections: Sequence[Section], index: int) -> int:
    """The index of the last section that belongs to one: itself, where none of a deeper level follows."""
    last = index
    while sections[index].level and last + 1 < len(sections) and sections[last + 1].level > sections[index].level:
        last += 1
    return last


def minutes(length_s: float) -> str:
    """A length for people, estimated: ``≈ 45 s`` or ``≈ 3.5 min``."""
    return f"≈ {length_s:.0f} s" if length_s < 59.5 else f"≈ {length_s / 60:.1f} min"


def _whole(analysis: Analysis) -> str:
    audit = analysis.audit
    assert audit is not None
    aims = {one.id: "" if one.share is None else f" of {one.share:g}%" for one in analysis.show.pillars}
    shares = [f"{one.pillar.short or one.pillar.name} {one.share:.0%}{aims[one.pillar.id]}" for one in audit.pillars]
    aim = target_s(analysis.script, analysis.show)
    length = minutes(audit.length_s) + ("" if aim is None else f" of {aim / 60:g} min")
    return " · ".join([length, *shares])


def _shares(
    names: dict[str, str], own: Sequence[float], pillars: Sequence[str | None], below: range
) -> tuple[tuple[str, float], ...]:
    total = sum(own[index] for index in below)
    shares = {name: sum(own[index] for index in below if pillars[index] == name) for name in names}
    return tuple((names[name], share / total) for name, share in shares.items() if total and share)
