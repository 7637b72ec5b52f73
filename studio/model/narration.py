"""What is said, by whom, and which sounds stand between."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.model.script import Cue
    from studio.model.source import Span


class Boundary(StrEnum):
    """What separates a segment from the next one; decides the pause."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    SECTION = "section"
    PART = "part"
    SPEAKER = "speaker"
    END = "end"


@dataclass(frozen=True, slots=True)
class SpokenPiece:
    """Characters ``[start, end)`` of the spoken text came from ``[written_start, written_end)`` by ``rule``."""

    start: int
    end: int
    written_start: int
    written_end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How to say characters ``[start, end)`` of the spoken text: IPA, a respelling, or both.

    ``where`` names the line of the lexicon, for people to read.
    """

    start: int
    end: int
    ipa: str | None = None
    respelling: str | None = None
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Segment:
    """Contiguous text for one voice: the unit of synthesis, caching and preview. It knows no times.

    ``number`` counts from 1, ``section`` indexes :attr:`Script.sections`; ``pieces`` map spoken to written text.
    """

    number: int
    section: int
    written: str
    spoken: str
    voice: str
    span: Span
    boundary: Boundary
    pause_s: float
    speaker: str | None = None
    pieces: tuple[SpokenPiece, ...] = ()
    pronunciations: tuple[Pronunciation, ...] = ()


@dataclass(frozen=True, slots=True)
class CuePoint:
    """A cue that takes effect just before segment ``segment`` (index from 0; the segment count means the end).

    ``section`` is the index of the section that it stands in.
    """

    segment: int
    cue: Cue
    section: int = 0


@dataclass(frozen=True, slots=True)
class Narration:
    """Everything that is to be heard, in order, before anything has a time."""

    segments: tuple[Segment, ...]
    cues: tuple[CuePoint, ...] = ()
