"""The nouns: frozen values that the stages hand to each other.

Suffixes say the unit: ``_s`` seconds, ``_ms`` milliseconds, ``_hz`` hertz, ``_samples`` sample frames at the rate
that stands beside them, ``_db`` decibels, ``_lufs`` loudness (ITU-R BS.1770-4), ``_dbtp`` true peak.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime

    import numpy as np
    from numpy.typing import NDArray

# --------------------------------------------------------------------------------------------- source text


_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file, as an editor shows it: line and column count from 1, columns in code points."""

    path: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range ``[start, end)`` of code-point offsets into :attr:`Source.text`."""

    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """A text file as read, with line endings kept; ``path`` is the one to show to a person."""

    path: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of each line; a line ends at ``\\n``, ``\\r\\n`` or a lone ``\\r``."""
        return (0, *(match.end() for match in _LINE_END.finditer(self.text)))

    def location(self, offset: int) -> Location:
        """Line and column of a code-point offset."""
        line = bisect.bisect_right(self.line_starts, offset)
        return Location(self.path, line, offset - self.line_starts[line - 1] + 1)

    def line_text(self, line: int) -> str:
        """Text of a line (counted from 1) without its line ending."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def slice(self, span: Span) -> str:
        """The characters that a span covers."""
        return self.text[span.start : span.end]


# --------------------------------------------------------------------------------------------- diagnostics


class Severity(StrEnum):
    """How much a finding matters: an error stops a render, a warning stops only ``--strict``."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of ``span`` by ``text``."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that remove a finding; ``safe`` means that the meaning cannot change."""

    description: str
    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a script: rule code and name, what, where, and what to do."""

    code: str
    name: str
    severity: Severity
    message: str
    location: Location
    span: Span
    hint: str | None = None
    fix: Fix | None = None


# --------------------------------------------------------------------------------------------- script


class BlockKind(StrEnum):
    """What a block of a script is; only paragraphs, list items and quotes are spoken."""

    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    CODE = "code"
    DIAGRAM = "diagram"
    TABLE = "table"
    FORMULA = "formula"
    IMAGE = "image"
    HTML = "html"
    CUE = "cue"
    DIRECTION = "direction"
    NOTES = "notes"
    COMMENT = "comment"
    RULE = "rule"

    @property
    def is_spoken(self) -> bool:
        return self in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE)


class InlineKind(StrEnum):
    """What a run of characters inside a block is."""

    TEXT = "text"
    CODE = "code"
    LINK = "link"
    IMAGE = "image"
    HTML = "html"
    FORMULA = "formula"
    FOOTNOTE = "footnote"
    COMMENT = "comment"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Inline:
    """A run of characters of one kind.

    ``text`` is what a reader sees (escapes and entities resolved), ``span`` the source it came from. ``say`` is the
    author's own wording, ``spell`` asks for letter by letter, ``read_as`` names a recogniser (``number``, ``year``).
    """

    kind: InlineKind
    text: str
    span: Span
    href: str | None = None
    emphasis: int = 0
    say: str | None = None
    spell: bool = False
    read_as: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The author's claim that this text is one of the things the framework counts, e.g. kind ``detail``."""

    kind: str
    span: Span
    text: str
    attributes: tuple[tuple[str, str], ...] = ()


class CueKind(StrEnum):
    """Sound from the assets, or silence, placed by the author."""

    BED = "bed"
    BED_STOP = "bed-stop"
    STINGER = "stinger"
    BUMPER = "bumper"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Cue:
    """ "Place this sound here"; ``name`` is an asset's name in ``studio.yaml`` (empty for pauses and stops)."""

    kind: CueKind
    span: Span
    name: str = ""
    fade_s: float | None = None
    gain_db: float | None = None
    length_s: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table, cue …: the smallest thing between blank lines."""

    kind: BlockKind
    span: Span
    inlines: tuple[Inline, ...] = ()
    marks: tuple[Mark, ...] = ()
    speaker: str | None = None
    direction: str | None = None
    info: str = ""
    depth: int = 0
    ordinal: int | None = None
    cue: Cue | None = None

    @property
    def text(self) -> str:
        """What a reader sees, without markup."""
        return "".join(inline.text for inline in self.inlines)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it up to the next heading; level 0 is what precedes the first heading.

    ``pillar_from`` says how the pillar was found: ``attribute``, ``heading``, ``label``, or nothing.
    """

    title: str
    level: int
    id: str
    span: Span
    title_span: Span
    blocks: tuple[Block, ...]
    pillar: str | None = None
    pillar_from: Literal["attribute", "heading", "label"] | None = None
    chapter_title: str | None = None
    is_chapter: bool = True


@dataclass(frozen=True, slots=True)
class Episode:
    """One item of the show: what the front matter (or, in scripts found in the wild, the title lines) says."""

    id: str
    title: str
    number: int | None = None
    season: int | None = None
    summary: str = ""
    published: datetime.datetime | None = None
    speakers: Mapping[str, str] = field(default_factory=dict)
    guests: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    targets: Mapping[str, int] = field(default_factory=dict)
    lexicon: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Script:
    """One parsed Markdown file. ``diagnostics`` are what the parser itself could not make sense of."""

    source: Source
    episode: Episode
    sections: tuple[Section, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


# --------------------------------------------------------------------------------------------- narration


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
    """How to say characters ``[start, end)`` of the spoken text: IPA, a respelling, or both."""

    start: int
    end: int
    ipa: str | None = None
    respelling: str | None = None


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
    """Everything that is to be heard, in order, before anything has a time.

    ``skipped`` are the blocks that stand in the script but cannot be spoken.
    """

    segments: tuple[Segment, ...]
    cues: tuple[CuePoint, ...] = ()
    skipped: tuple[Span, ...] = ()


# --------------------------------------------------------------------------------------------- takes


@dataclass(frozen=True, slots=True)
class WordMark:
    """Characters ``[start, end)`` of the spoken text are heard from ``start_samples`` to ``end_samples``."""

    start: int
    end: int
    start_samples: int
    end_samples: int


@dataclass(frozen=True, slots=True)
class Take:
    """One rendition of a segment: ``samples`` is mono float32 in [-1, 1] with shape (n,), at ``rate_hz``."""

    key: str
    samples: NDArray[np.float32]
    rate_hz: int
    marks: tuple[WordMark, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeInfo:
    """What the later stages need to know of a take without its samples.

    ``flaws`` says what the quality checks found, in words; it is empty for a good take.
    """

    key: str
    length_samples: int
    rate_hz: int
    marks: tuple[WordMark, ...] = ()
    flaws: tuple[str, ...] = ()


# --------------------------------------------------------------------------------------------- timeline


@dataclass(frozen=True, slots=True)
class Clip:
    """A take or an asset on the timeline.

    ``key`` names the audio (a take's key), ``start_samples`` and ``length_samples`` bound its slot at the timeline's
    rate: the audio begins ``lead_samples`` into the slot and the rest of the slot is silence. ``voice`` names what is
    brought to one level together, before ``gain_db``: a speaker, or a sound from the assets. ``pan`` is -1 left to
    1 right and heard in stereo only. ``segment`` is the index of the segment that is spoken, None for a sound.
    """

    key: str
    start_samples: int
    length_samples: int
    lead_samples: int = 0
    gain_db: float = 0.0
    pan: float = 0.0
    voice: str = ""
    segment: int | None = None


@dataclass(frozen=True, slots=True)
class Bed:
    """Music from ``start_samples`` to ``end_samples`` of the timeline, over again where its sound is shorter.

    ``gain_db`` is its loudness against that of the voices where nobody speaks, ``ducked_db`` while somebody does. It
    gives way within ``attack_s`` before speech begins, stays down for ``hold_s`` after it and is back ``release_s``
    later.
    """

    key: str
    start_samples: int
    end_samples: int
    gain_db: float = -6.0
    ducked_db: float = -20.0
    fade_in_s: float = 1.0
    fade_out_s: float = 2.0
    attack_s: float = 0.5
    hold_s: float = 1.0
    release_s: float = 1.5


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every clip at its exact sample. Slots tile ``[0, length_samples)`` without gap or overlap, in time order."""

    rate_hz: int
    channels: int
    length_samples: int
    clips: tuple[Clip, ...]
    beds: tuple[Bed, ...] = ()

    @property
    def speech(self) -> tuple[Clip, ...]:
        """The clips of the segments, in their order, without the sounds between them."""
        return tuple(clip for clip in self.clips if clip.segment is not None)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Listener navigation, in samples at ``Timeline.rate_hz``; ``pillar`` is a pillar's id."""

    start_samples: int
    end_samples: int
    title: str
    pillar: str | None = None
    image: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """Timed on-screen text, from the written form."""

    start_samples: int
    end_samples: int
    text: str
    speaker: str | None = None


# --------------------------------------------------------------------------------------------- show


@dataclass(frozen=True, slots=True)
class Pillar:
    """A recurring editorial theme. ``wording`` are case-insensitive patterns that reveal it in headings and labels."""

    id: str
    name: str
    wording: tuple[str, ...] = ()
    short: str = ""
    colour: str = "#888888"


@dataclass(frozen=True, slots=True)
class MarkKind:
    """A thing that the framework counts (``{.detail}`` in a script); ``pillar`` is the one that it belongs to."""

    id: str
    name: str
    pillar: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """One file of ``voices/``: an engine and its settings, passed to the engine as they stand."""

    name: str
    engine: str
    description: str = ""
    language: str = "en-US"
    gain_db: float = 0.0
    pan: float = 0.0
    fallback: str | None = None
    lexicons: tuple[str, ...] = ()
    licence: str = ""
    attribution: str = ""
    settings: Mapping[str, str | int | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence after a segment, by what comes next."""

    sentence_s: float = 0.35
    paragraph_s: float = 0.7
    section_s: float = 1.3
    part_s: float = 2.0
    speaker_s: float = 0.5
    end_s: float = 1.5


@dataclass(frozen=True, slots=True)
class Ducking:
    """How a bed gives way to speech: by how much, how fast, and when it comes back."""

    depth_db: float = 14.0
    attack_s: float = 0.5
    hold_s: float = 1.0
    release_s: float = 1.5


@dataclass(frozen=True, slots=True)
class Loudness:
    """Where the finished episode is to land."""

    target_lufs: float = -16.0
    tolerance_lu: float = 0.5
    ceiling_dbtp: float = -1.0


@dataclass(frozen=True, slots=True)
class Encoding:
    """MP3 settings: constant bit rate at 44.1 kHz."""

    channels: int = 1
    bitrate_kbps: int = 96


@dataclass(frozen=True, slots=True)
class Asset:
    """A sound from ``assets/`` that cues can name."""

    name: str
    path: Path
    kind: CueKind
    gain_db: float = 0.0
    fade_s: float = 0.0


@dataclass(frozen=True)
class Show:
    """The podcast: ``studio.yaml``, its voices, lexicons and assets, all validated."""

    root: Path
    title: str
    author: str
    language: str
    description: str
    email: str
    site: str
    feed_url: str
    categories: tuple[str, ...]
    artwork: Path
    pillars: tuple[Pillar, ...]
    marks: tuple[MarkKind, ...]
    voices: Mapping[str, Voice]
    narrator: str
    speakers: Mapping[str, str] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)
    lexicons: tuple[Path, ...] = ()
    style: Mapping[str, object] = field(default_factory=dict)
    pauses: Pauses = Pauses()
    ducking: Ducking = Ducking()
    loudness: Loudness = Loudness()
    encoding: Encoding = Encoding()
    lint: Mapping[str, object] = field(default_factory=dict)
    copyright: str = ""
    explicit: bool = False
    funding_url: str = ""
    funding_text: str = ""

    def pillar(self, pillar_id: str) -> Pillar:
        """The pillar with this id; KeyError where there is none."""
        return next(p for p in self.pillars if p.id == pillar_id)

    @property
    def scripts(self) -> Path:
        return self.root / "scripts"

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def cache(self) -> Path:
        """Where takes and encoded audio are kept between renders; safe to delete."""
        return self.build / ".cache"
