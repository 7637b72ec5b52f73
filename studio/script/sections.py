"""Headings and the blocks under them → sections, with ids, chapter titles and pillars."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from studio.model.publishing import SOUNDBITE
from studio.model.script import Block, BlockKind, Section
from studio.model.show import Pillar
from studio.model.source import Source, Span
from studio.script.attributes import Attributes, parse_attributes
from studio.script.blocks import Heading
from studio.script.formulas import title_text
from studio.script.inlines import read_inlines
from studio.script.problems import BAD_ATTRIBUTE, UNKNOWN_CLASS, Problems, did_you_mean

if TYPE_CHECKING:
    from studio.script.lines import Region

PillarFrom = Literal["attribute", "heading", "label"]
_CHAPTER_OFF = ("no", "false", "off")
_STRONG = 2


@dataclass
class _SectionDraft:
    heading: Heading | None
    blocks: list[Block] = field(default_factory=list)


class SectionReader:
    """Makes the sections of one script."""

    def __init__(self, source: Source, pillars: Sequence[Pillar], problems: Problems) -> None:
        self._source = source
        self._pillars = pillars
        self._problems = problems
        self._wordings = [(pillar.id, [_wording(text) for text in pillar.wording]) for pillar in pillars]
        self._ids: dict[str, int] = {}  # and the last number that was put behind each

    def read(self, items: Iterable[Heading | Block]) -> list[Section]:
        """The sections, in source order; one of level 0 comes first where a block stands before any heading."""
        drafts = [_SectionDraft(None)]
        for item in items:
            if isinstance(item, Heading):
                drafts.append(_SectionDraft(item))
            else:
                drafts[-1].blocks.append(item)
        if not drafts[0].blocks and len(drafts) > 1:
            del drafts[0]
        return [self._section(draft) for draft in drafts]

    def _section(self, draft: _SectionDraft) -> Section:
        blocks = tuple(draft.blocks)
        if draft.heading is None:
            start = blocks[0].span.start if blocks else 0
            span = Span(start, blocks[-1].span.end if blocks else start)
            return Section("", 0, self._unique("start"), span, Span(start, start), blocks)
        attributes, region = _heading_attributes(draft.heading.region)
        problems_before = Problems(self._source)  # marks inside a heading count for nothing, so neither do problems
        text = read_inlines(region, (), problems_before)
        title = title_text(text.inlines)
        span = Span(draft.heading.span.start, max([draft.heading.span.end, *(block.span.end for block in blocks)]))
        pillar, pillar_from, own_id, chapter_title, is_chapter = None, None, None, None, True
        if attributes is not None:
            pillar = self._read_classes(attributes, draft.heading.region)
            pillar_from = "attribute" if pillar else None
            own_id = next((item.key for item in attributes.items if item.kind == "id"), None)
            chapter_title, is_chapter = self._read_chapter(attributes, draft.heading.region)
        found: PillarFrom | None = "attribute" if pillar_from else None
        if pillar is None:
            pillar, found = self._infer(title, blocks)
        return Section(
            title,
            draft.heading.level,
            self._unique(own_id or slug(title)),
            span,
            region.span(0, len(region.text)),
            blocks,
            pillar,
            found,
            chapter_title,
            is_chapter,
        )

    # ---------------------------------------------------------------------------------------- attributes

    def _read_classes(self, attributes: Attributes, region: Region) -> str | None:
        known = [pillar.id for pillar in self._pillars]
        pillar: str | None = None
        for item in attributes.items:
            if item.kind != "class":
                continue
            span = region.span(item.start, item.end)
            if item.key not in known:
                message = f"“.{item.key}” is no pillar of this show"
                self._problems.add(UNKNOWN_CLASS, span, message, did_you_mean(item.key, known))
            elif pillar is not None:
                self._problems.add(
                    BAD_ATTRIBUTE, span, "A section has one pillar at most", f"keep .{pillar} or this one"
                )
            else:
                pillar = item.key
        return pillar

    def _read_chapter(self, attributes: Attributes, region: Region) -> tuple[str | None, bool]:
        title, is_chapter = None, True
        for item in attributes.items:
            if item.kind == "pair" and item.key == "chapter":
                is_chapter = item.value not in _CHAPTER_OFF
                title = item.value if is_chapter and item.value.strip() else None
            elif item.kind in ("pair", "word"):
                hint = did_you_mean(item.key, ["chapter", "#id", ".pillar"])
                message = f"“{item.key}” means nothing on a heading"
                self._problems.add(BAD_ATTRIBUTE, region.span(item.start, item.end), message, hint)
        return title, is_chapter

    # ---------------------------------------------------------------------------------------- pillars and ids

    def _infer(self, title: str, blocks: Sequence[Block]) -> tuple[str | None, PillarFrom | None]:
        pillar = self._matching(title)
        if pillar:
            return pillar, "heading"
        # A label further down is about its own paragraph, not about the section.
        opening = next((block for block in blocks if block.kind.is_spoken), None)
        label = lead_label(opening) if opening is not None else None
        pillar = self._matching(label) if label else None
        return pillar, "label" if pillar else None

    def _matching(self, text: str) -> str | None:
        for pillar, patterns in self._wordings:
            if any(pattern.search(text) for pattern in patterns):
                return pillar
        return None

    def _unique(self, wanted: str) -> str:
        name = wanted
        while name in self._ids:
            self._ids[wanted] += 1
            name = f"{wanted}-{self._ids[wanted]}"
        self._ids[name] = 1
        return name


def lead_label(block: Block) -> str | None:
    """The bold label that begins a paragraph (``**Why Not Polling:** …``), without its colon."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return None
    label, rest = "", ""
    for run in block.inlines:
        if run.emphasis >= _STRONG:
            label += run.text
        else:
            rest = run.text
            break
    label = label.strip()
    if label.endswith(":"):
        return label[:-1].strip()
    return label if label and (rest.startswith(":") or not rest) else None


def slug(title: str) -> str:
    """A title as an id: ``Why Not Polling?`` → ``why-not-polling``; ``section`` where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "section"


def _heading_attributes(region: Region) -> tuple[Attributes | None, Region]:
    text = region.text
    start = text.rfind("{") if text.endswith("}") else -1
    # A quoted chapter title may hold a brace of its own.
    while start >= 0:
        attributes = parse_attributes(text, start)
        if attributes is not None and attributes.end == len(text):
            return attributes, region.cut(0, start).rstripped()
        start = text.rfind("{", 0, start)
    return None, region


def _wording(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error:
        return re.compile(re.escape(pattern), re.IGNORECASE)


def known_classes(pillars: Iterable[Pillar], marks: Collection[str]) -> frozenset[str]:
    """What ``{.class}`` on a block or a bracketed span may name."""
    return frozenset((SOUNDBITE, *marks, *(pillar.id for pillar in pillars)))
