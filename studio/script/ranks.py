"""The rank of each heading among those of its script, which may begin at any level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from studio.model.script import PART_RANK, Section


def lifted(sections: Sequence[Section]) -> list[Section]:
    """The sections with their ranks: 1 for a title above all others, 2 for what stands highest otherwise.

    Headings of level 1 and 2 keep their level as their rank; a script that begins at level 3 is read as if its
    headings were moved up. What precedes the first heading has rank 0.
    """
    levels = [section.level for section in sections if section.level]
    has_title = _has_title(sections, levels)
    rest = levels[1:] if has_title else levels
    up = max(0, min(rest, default=PART_RANK) - PART_RANK)
    found, title = [], has_title
    for section in sections:
        if section.level and title:
            found.append(replace(section, lifted=section.level - 1))
            title = False
        else:
            found.append(replace(section, lifted=up) if section.level and up else section)
    return found


def _has_title(sections: Sequence[Section], levels: Sequence[int]) -> bool:
    """Whether the first heading stands above all others; below level 1 it has to be without words of its own."""
    if len(levels) < 2 or levels[0] >= min(levels[1:]):
        return levels[:1] == [1]
    first = next(section for section in sections if section.level)
    return levels[0] == 1 or not any(block.kind.is_spoken for block in first.blocks)
