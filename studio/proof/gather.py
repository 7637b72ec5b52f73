"""Everything that a reader of an episode should see before it is made, in the order of the script."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from studio.model.diagnostics import Diagnostic
from studio.model.ledger import Entry, Fate
from studio.model.narration import CuePoint, Narration, Segment
from studio.model.script import Cue, CueKind, Script, Section
from studio.model.source import Span
from studio.speech.vocabulary import is_worth_a_look

RemarkKind = Literal["cue", "direction", "notes", "left out"]
_SPEAKER = "C701"
#: Findings that mean: this may not sound as its author meant it.
_DOUBTS = ("N201", "W302", "W303", "U", _SPEAKER, "S")
_SHOWN = 200
_REMARKS: dict[Fate, RemarkKind] = {
    Fate.DIRECTION: "direction",
    Fate.NOTES: "notes",
    Fate.LEFT_OUT: "left out",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """Characters ``[start, end)`` of a line's written form that are spoken otherwise, and the rule behind it."""

    start: int
    end: int
    written: str
    spoken: str
    rule: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What stands in the script and is no speech: its line, what it is, its text, and why it is not heard."""

    kind: RemarkKind
    line: int
    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One segment: what is said, how, by whom, and the pause after it in seconds.

    ``pronunciations`` are words with sounds that an author may doubt: those of own lexicons, and of words that are
    usually said otherwise; ``remarks`` what is left out inside it, ``doubts`` what may be heard otherwise than meant.
    """

    number: int
    line: int
    speaker: str | None
    voice: str
    written: str
    spoken: str
    pause_s: float
    boundary: str
    differences: tuple[Difference, ...]
    pronunciations: tuple[tuple[str, str], ...]
    remarks: tuple[Remark, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its heading and everything below it, in order."""

    title: str
    level: int
    line: int
    is_chapter: bool
    pillar: str | None
    items: tuple[Line | Remark, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, with which voice, in how many segments and words; no name is the narration."""

    name: str | None
    voice: str
    segments: int
    words: int


@dataclass(frozen=True, slots=True)
class Proof:
    """An episode to be read; ``remarks`` and ``doubts`` once more, for a look at all of them."""

    id: str
    title: str
    script: str
    speakers: tuple[Speaker, ...]
    parts: tuple[Part, ...]

    @property
    def lines(self) -> Iterator[Line]:
        """All lines, in order."""
        for part in self.parts:
            yield from (item for item in part.items if isinstance(item, Line))

    @property
    def left_out(self) -> list[Remark]:
        """Everything that is left out, inside of lines and between them."""
        found = [remark for line in self.lines for remark in line.remarks]
        found += [item for part in self.parts for item in part.items if isinstance(item, Remark)]
        return sorted((one for one in found if one.kind == "left out"), key=lambda one: one.line)


def proof_of(script: Script, narration: Narration, findings: Sequence[Diagnostic]) -> Proof:
    """Put together what there is to read.

    Args:
        script, narration: the episode.
        findings: of the linter; those that are about doubtful readings are shown at their lines.
    """
    doubts = [one for one in findings if one.code.startswith(_DOUBTS)]
    apart = _Apart(script, doubts)
    ends = (0, *(segment.span.end for segment in narration.segments))
    lines = [_line(segment, apart, before) for segment, before in zip(narration.segments, ends, strict=False)]
    placed: list[tuple[int, int, Line | Remark]] = [
        (segment.section, segment.span.start, line) for segment, line in zip(narration.segments, lines, strict=True)
    ]
    placed += [(point.section, point.cue.span.start, _cue(point, script)) for point in narration.cues]
    starts = [section.span.start for section in script.sections]
    for entry, remark in apart.rest():
        placed.append((max(bisect.bisect_right(starts, entry.span.start) - 1, 0), entry.span.start, remark))
    items: list[list[Line | Remark]] = [[] for _ in script.sections]
    for section, _, item in sorted(placed, key=lambda one: one[:2]):
        items[section].append(item)
    parts = tuple(map(partial(_part, script), script.sections, items))
    episode = script.episode
    return Proof(episode.id, episode.title, script.source.path, _speakers(lines), parts)


class _Apart:
    """What is no speech, handed out to the lines that it stands in; the rest stands between them."""

    def __init__(self, script: Script, doubts: Sequence[Diagnostic]) -> None:
        self._script = script
        self.doubts = doubts
        self._entries = [entry for entry in script.ledger if entry.fate in _REMARKS and _says_something(entry, script)]
        self._taken: set[Span] = set()

    def inside(self, span: Span) -> tuple[Remark, ...]:
        """What stands inside a segment."""
        found = [entry for entry in self._entries if span.start <= entry.span.start < span.end]
        self._taken.update(entry.span for entry in found)
        return tuple(self._remark(entry) for entry in found)

    def rest(self) -> Iterator[tuple[Entry, Remark]]:
        """What no segment holds."""
        return ((entry, self._remark(entry)) for entry in self._entries if entry.span not in self._taken)

    def line_of(self, span: Span) -> int:
        return self._script.source.location(span.start).line

    def _remark(self, entry: Entry) -> Remark:
        text = " ".join(self._script.source.slice(entry.span).split())
        told = (one.message for one in self.doubts if one.code[0] in "US" and _overlap(one.span, entry.span))
        why = next(told, entry.reason)
        shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
        return Remark(_REMARKS[entry.fate], self.line_of(entry.span), shown, why)


def _says_something(entry: Entry, script: Script) -> bool:
    """The brackets and the address of a link, which is spoken, are no notes of their own."""
    text = script.source.slice(entry.span)
    return entry.fate is not Fate.NOTES or not text.startswith(("[", "]", "<", ">")) or text.startswith("[^")


def _line(segment: Segment, apart: _Apart, before: int) -> Line:
    """A segment to be read; its speaker's name stands between ``before``, where the last one ended, and its start."""
    differences = tuple(
        Difference(piece.written_start, piece.written_end, written, spoken, piece.rule)
        for piece in segment.pieces
        if (written := segment.written[piece.written_start : piece.written_end])
        != (spoken := segment.spoken[piece.start : piece.end])
    )
    sounds = (
        (segment.spoken[one.start : one.end], one) for one in segment.pronunciations if is_worth_a_look(one.where)
    )
    pronunciations = tuple((word, one.respelling or f"/{one.ipa}/") for word, one in sounds)
    remarks = apart.inside(segment.span)
    told = {remark.why for remark in remarks}
    heard = Span(before, segment.span.end)
    doubts = (one for one in apart.doubts if _overlap(one.span, heard if one.code == _SPEAKER else segment.span))
    return Line(
        number=segment.number,
        line=apart.line_of(segment.span),
        speaker=segment.speaker,
        voice=segment.voice,
        written=segment.written,
        spoken=segment.spoken,
        pause_s=segment.pause_s,
        boundary=segment.boundary.value,
        differences=differences,
        pronunciations=tuple(dict.fromkeys(pronunciations)),
        remarks=remarks,
        doubts=tuple(dict.fromkeys(one.message for one in doubts if one.message not in told)),
    )


def _cue(point: CuePoint, script: Script) -> Remark:
    return Remark("cue", script.source.location(point.cue.span.start).line, _cue_text(point.cue))


def _cue_text(cue: Cue) -> str:
    words = {CueKind.BED: "music", CueKind.BED_STOP: "music ends", CueKind.STINGER: "sting", CueKind.BUMPER: "bumper"}
    parts = [f"{words.get(cue.kind, 'pause')} {cue.name}".strip()]
    parts += [f"{cue.length_s:g} s"] if cue.length_s is not None else []
    parts += [f"fade {cue.fade_s:g} s"] if cue.fade_s is not None else []
    parts += [f"{cue.gain_db:+g} dB"] if cue.gain_db is not None else []
    return ", ".join(parts)


def _part(script: Script, section: Section, items: Sequence[Line | Remark]) -> Part:
    line = script.source.location(section.title_span.start).line
    return Part(section.title, section.rank, line, section.opens_chapter, section.pillar, tuple(items))


def _speakers(lines: Sequence[Line]) -> tuple[Speaker, ...]:
    """Each speaker, in the order in which they begin to speak."""
    by_name: dict[tuple[str | None, str], list[Line]] = {}
    for line in lines:
        by_name.setdefault((line.speaker, line.voice), []).append(line)
    return tuple(
        Speaker(name, voice, len(said), sum(len(line.written.split()) for line in said))
        for (name, voice), said in by_name.items()
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < max(one.end, one.start + 1)
