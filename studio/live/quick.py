"""The paragraph in which somebody types, looked at alone: its takes can be made before the whole text is understood.

A guess, held against the last look at the whole text: only where the same paragraph, as it stood then, gives alone
what it gave in its place is the paragraph as it stands now believed. Takes are kept by what is heard in them, so that
a wrong guess would cost a take and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from studio.model.narration import Segment
from studio.model.script import Script
from studio.model.show import Show
from studio.model.source import Source, Span
from studio.narration.narrate import narrate
from studio.narration.read import parse_source
from studio.speech import Lexicon

_BLANK = re.compile(r"\n[ \t]*\r?\n")
#: What may reach beyond its paragraph: fences, comments, containers, formulas of several lines, definitions, footnotes.
_REACHES_OUT = re.compile(r"```|~~~|<|^:::|\$\$|\\\[|\\begin|^[ \t]*\[[^\]\n]+\]:|\[\^|\r(?!\n)", re.MULTILINE)
#: What makes a paragraph what it is among its neighbours: how its lines begin, who speaks them, what is in brackets.
_STRUCTURE = (
    re.compile(r"^[ \t]*(?:[-+*>#|:=_(\[{]+|\d{1,9}[.)])?", re.MULTILINE),
    re.compile(r"^[^\n]{0,80}?[:—–](?=[\s*_]|$)", re.MULTILINE),
    re.compile(r"^[ \t]*[*_][^\n]{0,80}", re.MULTILINE),
    re.compile(r"\[[^\]\n]*\]?|\]"),
)


@dataclass(frozen=True, slots=True)
class Whole:
    """The last look at the whole text: what a paragraph is held against."""

    script: Script
    segments: tuple[Segment, ...]
    show: Show
    lexicons: Mapping[str, Lexicon]
    _alone: dict[tuple[int, str], bool] = field(default_factory=dict, compare=False)

    def stands_alone(self, first: int, count: int, paragraph: str) -> bool:
        """Whether a paragraph gives alone the segments that it gave in its place."""
        if (first, paragraph) not in self._alone:
            there = self.segments[first : first + count]
            self._alone[first, paragraph] = _heard(_alone(self, paragraph, 0)) == _heard(there)
        return self._alone[first, paragraph]

    @property
    def text(self) -> str:
        """Of the script."""
        return self.script.source.text


@dataclass(frozen=True, slots=True)
class Changed:
    """A paragraph's segments as they are to be now.

    Attributes:
        first: index of the paragraph's first segment in the whole text.
        count: how many segments it had there.
        segments: those that it has now, at their places in the text as it is now.
        shift: by how many characters everything behind the paragraph has moved.
    """

    first: int
    count: int
    segments: tuple[Segment, ...]
    shift: int


def changed_paragraph(whole: Whole, text: str) -> Changed | None:
    """The one paragraph in which a text differs from what was looked at.

    Args:
        whole: what was looked at.
        text: of the script now.

    Returns:
        None where nothing or more than a paragraph changed, or a paragraph cannot be understood alone.
    """
    before = whole.text
    if text == before:
        return None
    start, end_before, end_now = difference(before, text)
    left = _last_end(before, start)
    right = _next_start(before, end_before)
    if left < whole.script.front_matter.end or text[:left] != before[:left]:
        return None
    old, new = before[left:right], text[left : end_now + right - end_before]
    if not _is_alike(old, new):
        return None
    placed = [index for index, one in enumerate(whole.segments) if left <= one.span.start < right]
    if not placed or placed[-1] - placed[0] + 1 != len(placed):
        return None
    first, count = placed[0], len(placed)
    if not whole.stands_alone(first, count, old):
        return None
    segments = tuple(_alone(whole, new, left))
    return Changed(first, count, segments, end_now - end_before) if segments else None


def difference(before: str, now: str) -> tuple[int, int, int]:
    """Where two texts begin to differ, and where each of them goes on alike."""
    start = _common(before, now)
    most = min(len(before), len(now)) - start
    tail = min(_common(before[::-1], now[::-1]), most)
    return start, len(before) - tail, len(now) - tail


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one.startswith(other[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low


def _last_end(text: str, at: int) -> int:
    """Where the paragraph around a place begins."""
    found = max((match.end() for match in _BLANK.finditer(text, max(0, at - 20_000), at)), default=-1)
    return found if found >= 0 else 0


def _next_start(text: str, at: int) -> int:
    """Where the paragraph around a place ends."""
    found = _BLANK.search(text, max(0, at - 1))
    return found.start() + 1 if found else len(text)


def _is_alike(old: str, new: str) -> bool:
    """Whether both are one paragraph that keeps to itself, of the same shape."""
    if any(_REACHES_OUT.search(one) or _BLANK.search(one.strip()) for one in (old, new)):
        return False
    return all(one.findall(old) == one.findall(new) for one in _STRUCTURE)


def _alone(whole: Whole, paragraph: str, left: int) -> Iterator[Segment]:
    """The segments of a paragraph, looked at behind the episode's front matter, as if it began at ``left``."""
    head = whole.text[: whole.script.front_matter.end]
    start = len(head) + 2
    script = parse_source(whole.show, Source(whole.script.source.path, f"{head}\n\n{paragraph}"))
    for one in narrate(script, whole.show, whole.lexicons).segments:
        if one.span.start >= start and one.span.end > one.span.start:
            yield replace(one, span=Span(one.span.start - start + left, one.span.end - start + left))


def _heard(segments: Iterable[Segment]) -> list[tuple[object, ...]]:
    """What decides the sound of segments."""
    return [(one.spoken, one.voice, one.pronunciations) for one in segments]
