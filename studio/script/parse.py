"""Markdown → :class:`~studio.model.Script`: the one function that other rooms use."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from studio.model.ledger import Fate
from studio.model.script import BlockKind, Episode, Script, Section
from studio.model.show import ListNumbers, MarkKind, Pillar
from studio.model.source import Source
from studio.script.blocks import BlockReader
from studio.script.formulas import with_formulas
from studio.script.frontmatter import read_front_matter
from studio.script.ledger import Claims, make_ledger
from studio.script.lines import Lines
from studio.script.lists import NumberedLists
from studio.script.problems import Problems
from studio.script.ranks import lifted
from studio.script.sections import SectionReader, known_classes
from studio.script.turns import Turns
from studio.settings.episodes import id_from_name
from studio.settings.head import episode_title, head_of
from studio.speech import HOUSE, Style


def parse_script(
    source: Source,
    *,
    pillars: Sequence[Pillar] = (),
    marks: Sequence[MarkKind] = (),
    speakers: Collection[str] = (),
    list_numbers: ListNumbers = ListNumbers.AUTO,
    style: Style = HOUSE,
) -> Script:
    """Read a script. It never raises on content: what it cannot understand is in ``Script.diagnostics``.

    Args:
        source: the file, line endings kept; a byte-order mark is skipped.
        pillars: their ids are the classes that headings may carry, their wordings reveal them elsewhere.
        marks: what ``[text]{.class}`` may name.
        speakers: names that the show knows besides the script's own (``HOST``, compared without case).
        list_numbers: when the numbers of ordered lists are spoken.
        style: how the show speaks, which decides the words of formulas.
    """
    lines, problems = Lines(source), Problems(source)
    front = read_front_matter(lines, problems)
    names = frozenset(name.casefold() for name in (*speakers, *front.values.get("speakers", {})))
    classes = known_classes(pillars, [mark.id for mark in marks])
    claims, turns = Claims(), Turns(lines, front.end_line, names)
    if front.end_line:
        claims.add(lines.span(0, front.end_line), Fate.FRONT_MATTER)
    reader = BlockReader(
        lines, turns, NumberedLists(lines.lines, list_numbers), classes=classes, problems=problems, claims=claims
    )
    sections = SectionReader(source, pillars, problems).read(reader.read(front.end_line))
    sections = [with_formulas(section, source, style) for section in sections]
    episode, sections = _episode(source, front.values, lifted(sections))
    ledger = make_ledger(source, claims, sections, problems)
    return Script(source, episode, tuple(sections), problems.sorted(), ledger, turns.doubts, tuple(reader.notes))


def _episode(source: Source, values: dict[str, Any], sections: list[Section]) -> tuple[Episode, list[Section]]:
    """The front matter, completed by what the title lines of a script without one say."""
    name = PurePath(source.path).name
    head = head_of(source.text)
    values["id"] = head.id or id_from_name(name)
    if head.number is not None:
        values["number"] = head.number
    title_index = _title_section(values, sections)
    if title_index is not None:
        section = sections[title_index]
        told = episode_title(section.title)
        values.setdefault("title", told.title if told else section.title.strip())
        sections[title_index] = replace(section, is_chapter=section.chapter_title is not None)
        if title_index + 1 < len(sections) and _is_series(sections[title_index + 1]):
            sections[title_index + 1] = replace(sections[title_index + 1], is_chapter=False)
    values.setdefault("title", name.removesuffix(".md"))
    return Episode(**values), sections


def _title_section(values: dict[str, Any], sections: list[Section]) -> int | None:
    index = next((n for n, section in enumerate(sections) if section.level), None)
    if index is None or any(b.kind.is_spoken for s in sections[:index] for b in s.blocks):
        return None
    section = sections[index]
    if section.rank != 1 or not section.title:
        return None
    told = episode_title(section.title)
    if told or _letters(section.title) == _letters(str(values.get("title", ""))):
        return index
    alone = sum(other.rank == 1 for other in sections) == 1
    return index if alone and "title" not in values else None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _is_series(section: Section) -> bool:
    silent = all(block.kind in (BlockKind.DIRECTION, BlockKind.RULE, BlockKind.COMMENT) for block in section.blocks)
    return silent and re.search(r"\bseries\b|\bseason\b", section.title, re.IGNORECASE) is not None
