"""One parsed Markdown file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from studio.model.fields import declared
from studio.model.ledger import Entry, Fate
from studio.model.publishing import Disclosure, EpisodeType, Licence, Person
from studio.model.source import Source, Span

if TYPE_CHECKING:
    from studio.model.diagnostics import Diagnostic

MOST_NUMBER = 2_147_483_647
"""Greatest number of an episode or a season; players keep them in 32 bits."""

PART_RANK = 2
"""Headings down to this rank open a part of the episode: a longer pause, and a chapter."""

PILLAR_RANK = 3
"""Headings down to this rank start a chapter if they carry a pillar."""


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
        """Whether a voice reads such a block."""
        return self in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE)


class InlineKind(StrEnum):
    """What a run of characters inside a block is."""

    TEXT = "text"
    CODE = "code"
    LINK = "link"
    IMAGE = "image"
    HTML = "html"
    SHORTCODE = "shortcode"
    ADDRESS = "address"
    FORMULA = "formula"
    FOOTNOTE = "footnote"
    CITATION = "citation"
    COMMENT = "comment"
    DIRECTION = "direction"
    STRUCK = "struck"
    BREAK = "break"

    @property
    def is_silent(self) -> bool:
        """Whether nothing of such a run is spoken, unless its author gave it words of its own."""
        return self in _SILENT


_SILENT = frozenset(
    (
        InlineKind.IMAGE,
        InlineKind.HTML,
        InlineKind.SHORTCODE,
        InlineKind.ADDRESS,
        InlineKind.FORMULA,
        InlineKind.FOOTNOTE,
        InlineKind.CITATION,
        InlineKind.COMMENT,
        InlineKind.DIRECTION,
        InlineKind.STRUCK,
    )
)


@dataclass(frozen=True, slots=True)
class Inline:
    """A run of characters of one kind.

    ``text`` is what a reader sees (escapes and entities resolved), ``span`` the source it came from. ``say`` is the
    author's own wording, ``spell`` asks for letter by letter, ``read_as`` names a kind (``number``, ``year``).
    ``places`` is the source of each character where that is neither the span's character of the same number nor the
    whole span.
    """

    kind: InlineKind
    text: str
    span: Span
    href: str | None = None
    emphasis: int = 0
    say: str | None = None
    spell: bool = False
    read_as: str | None = None
    places: tuple[Span, ...] | None = None

    @property
    def is_heard(self) -> bool:
        """Whether a voice says it, where its block is spoken."""
        return self.say is not None or not self.kind.is_silent

    @property
    def is_literal(self) -> bool:
        """Whether the text stands in the source just so."""
        as_long = len(self.text) == self.span.end - self.span.start
        return as_long and self.places is None and self.kind is not InlineKind.BREAK

    def place(self, index: int) -> Span:
        """The source of the character ``index`` of the text; of an escape, an entity or a line break all of it."""
        if self.places is not None:
            return self.places[index]
        if len(self.text) != self.span.end - self.span.start:
            return self.span
        return Span(self.span.start + index, self.span.start + index + 1)


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

    ``pillar_from`` says how the pillar was found: ``attribute``, ``heading``, ``label``, or nothing. ``lifted``
    says by how many levels a heading counts for more than it is written, in a script that begins at ``###``.
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
    lifted: int = 0

    @property
    def rank(self) -> int:
        """The level among the headings of this script: 1 for a title, 2 for its parts, however they are written."""
        return self.level - self.lifted

    @property
    def opens_chapter(self) -> bool:
        """Whether listeners can jump to it, where anything is said in it."""
        has_pillar = self.pillar is not None and self.rank <= PILLAR_RANK
        return self.is_chapter and (self.rank <= PART_RANK or self.chapter_title is not None or has_pillar)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that is read as text, and looks as if a speaker called ``name`` began to speak."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Episode:
    """One item of the show: what the front matter (or, in scripts found in the wild, the title lines) says."""

    id: str = declared(
        "short name of the episode, used for its folder and its address; default: the file's name", form="identifier"
    )
    title: str = declared("title as listeners see it, without “Episode 17:”")
    number: int | None = declared("episode number, a whole number", None, low=0, high=MOST_NUMBER)
    season: int | None = declared("season number, a whole number", None, low=0, high=MOST_NUMBER)
    summary: str = declared("one or two sentences for the feed", "")
    published: datetime.datetime | None = declared(
        "publication date, 2026-11-23 or with a time; without a time zone it is UTC", None, also=("date",)
    )
    guid: str = declared("lasting identity in the feed; keeps an episode's place where its id changes", "")
    speakers: Mapping[str, str] = declared(
        "speaker names of this script and the voice of each (`HOST: rowan`)", factory=dict, also=("voices",)
    )
    episode_type: EpisodeType = declared("`full`, `trailer` or `bonus`; only full ones are counted", EpisodeType.FULL)
    explicit: bool | None = declared("whether directories are to warn; default: as the show says", None)
    artwork: str = declared("cover of this episode alone, a file of the show, square, 1400 to 3000 pixels", "")
    people: tuple[Person, ...] = declared(
        "who is heard in it (`Ana Lima: guest`, or with `role`, `link` and `picture`)", ()
    )
    display: Mapping[str, str] = declared(
        "what listeners read for a speaker name of the script (`HOST: Ana Lima`)", factory=dict
    )
    license: Licence = declared("licence of its sound, where it is not the show's", Licence())
    block: bool = declared("whether directories are not to list it", False)
    disclosure: Disclosure = declared(
        "how listeners are told of synthetic voices, where it is not as the show says", Disclosure()
    )
    feed_extra: str = declared(
        "XML of elements that studio does not know, put into the episode's item of the feed", "", form="item-xml"
    )
    guests: tuple[str, ...] = declared("list of guests", ())
    links: tuple[tuple[str, str], ...] = declared(
        "show notes: a list of addresses, or of `title: address`", (), form="links"
    )
    targets: Mapping[str, int] = declared(
        "how many of each mark the episode aims at (`detail: 28`)", factory=dict, low=0, high=MOST_NUMBER
    )
    target_minutes: float | None = declared(
        "how long it is to be, minutes; default for full episodes: as the show says", None, low=0.1, high=1440
    )
    lexicon: Mapping[str, str] = declared(
        "pronunciations for this episode alone (`etcd: et see dee`)", factory=dict, form="pronunciation"
    )


@dataclass(frozen=True)
class Script:
    """One parsed Markdown file.

    ``diagnostics`` are what the parser itself could not make sense of; ``ledger`` accounts for every character of the
    source, in order and without gaps; ``doubts`` are where the text may be somebody's turn; ``notes`` the author's show
    notes, the Markdown of each block.
    """

    source: Source
    episode: Episode
    sections: tuple[Section, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    ledger: tuple[Entry, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def front_matter(self) -> Span:
        """Where the front matter stands, its fences included; empty where there is none."""
        return next((entry.span for entry in self.ledger if entry.fate is Fate.FRONT_MATTER), Span(0, 0))

    def pillar_of(self, section: int) -> str | None:
        """A section's own pillar, or that of the section that it is part of; ``section`` is its index."""
        level = self.sections[section].level
        if self.sections[section].pillar:
            return self.sections[section].pillar
        for above in reversed(self.sections[:section]):
            if above.level < level:
                if above.pillar:
                    return above.pillar
                level = above.level
        return None

    @property
    def left_out(self) -> tuple[Entry, ...]:
        """What nobody will hear or read, though it holds words or pictures: whole blocks, and holes in sentences."""
        return tuple(entry for entry in self.ledger if entry.fate is Fate.LEFT_OUT)
