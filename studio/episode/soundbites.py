"""Passages that apps may play as a taste of the episode: what the author marked, at the times at which it is heard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from studio.episode.moments import heard_samples, moments
from studio.episode.times import milliseconds
from studio.model.narration import Narration, Segment
from studio.model.publishing import SOUNDBITE, SOUNDBITE_S
from studio.model.script import Mark, Script
from studio.model.takes import TakeInfo
from studio.model.timeline import Timeline

_WORD = re.compile(r"\w+")
_UNREAD = re.compile(r"\{[^}\n]*\}|\]\([^)\n]*\)")


@dataclass(frozen=True, slots=True)
class Soundbite:
    """One passage; ``line`` is where it is marked."""

    start_ms: int
    duration_ms: int
    title: str
    line: int

    def as_json(self) -> dict[str, Any]:
        """The record for the manifest."""
        return {"start_s": self.start_ms / 1000, "duration_s": self.duration_ms / 1000, "title": self.title}

    @property
    def doubt(self) -> str:
        """What apps may not like about it; empty where all is well."""
        low, high = SOUNDBITE_S
        seconds = self.duration_ms / 1000
        if low <= seconds <= high:
            return ""
        return f"line {self.line}: this soundbite lasts {seconds:.0f} s; apps ask for {low} to {high} s"


def soundbites(
    script: Script, narration: Narration, takes: Sequence[TakeInfo], timeline: Timeline
) -> tuple[Soundbite, ...]:
    """The passages that a script marks ``{.soundbite}``, in the order of time; one that nobody says is none.

    Args:
        script: marks them.
        narration, takes, timeline: as for :func:`~studio.episode.captions`.
    """
    spoken = list(zip(narration.segments, takes, timeline.speech, strict=True))
    found = []
    for mark in _marks(script):
        times = []
        for segment, take, clip in spoken:
            words = _words_of(mark, segment, script)
            if words is None:
                continue
            length, begin = heard_samples(take, clip), clip.start_samples + clip.lead_samples
            heard = moments(segment, take, length)
            times += [begin + _at(heard, offset, segment, length) for offset in words]
        if times:
            start, end = (milliseconds(at, timeline.rate_hz) for at in (min(times), max(times)))
            title = dict(mark.attributes).get("title", "")
            found.append(Soundbite(start, end - start, title, script.source.location(mark.span.start).line))
    return tuple(sorted((one for one in found if one.duration_ms > 0), key=lambda one: one.start_ms))


def _marks(script: Script) -> Iterator[Mark]:
    for section in script.sections:
        for block in section.blocks:
            yield from (mark for mark in block.marks if mark.kind == SOUNDBITE)


def _at(heard: Callable[[int], int], offset: int, segment: Segment, length: int) -> int:
    if offset <= 0:
        return 0
    return length if offset >= len(segment.written) else min(length, heard(offset))


def _words_of(mark: Mark, segment: Segment, script: Script) -> tuple[int, int] | None:
    """Which characters of a segment's written text a mark covers; None where it covers none.

    Where the two begin and end apart, it is counted in words: markup makes the source longer than what is read.
    """
    start, end = max(mark.span.start, segment.span.start), min(mark.span.end, segment.span.end)
    if start >= end:
        return None
    words = list(_WORD.finditer(segment.written))
    if not words:
        return 0, len(segment.written)
    before = _count(script.source.text[segment.span.start : start])
    behind = _count(script.source.text[end : segment.span.end])
    first = min(before, len(words) - 1)
    last = max(first, len(words) - 1 - behind)
    at_start = 0 if first == 0 else words[first].start()
    at_end = len(segment.written) if last == len(words) - 1 else words[last + 1].start()
    return at_start, at_end


def _count(source: str) -> int:
    """The words of a piece of a script, without those of attributes and of links' addresses."""
    return len(_WORD.findall(_UNREAD.sub(" ", source)))
