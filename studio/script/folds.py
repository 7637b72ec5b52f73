"""Text that pages fold away behind a summary (``<details>``): it is spoken like any other, and so is its summary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.script.lines import Region

SUMMARY = "summary"
"""The ``info`` of a block that is what stands for folded text until somebody opens it: a sentence of its own."""

_TAG = re.compile(r"<(?P<closing>/?)(?P<name>details|summary)(?:\s[^<>]*)?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph: a tag, or the text before, between or behind tags."""

    region: Region
    is_tag: bool = False
    is_summary: bool = False


def begins_with_fold(line: str) -> bool:
    """Whether a line begins with a tag of folded text."""
    return _TAG.match(line) is not None


def unfolded(region: Region) -> Iterator[Piece]:
    """The pieces of a paragraph, which is one piece where nothing is folded."""
    at, is_summary = 0, False
    for tag in _TAG.finditer(region.text) if _TAG.match(region.text) or "\n<" in region.text else ():
        if region.text[at : tag.start()].strip():
            yield Piece(region.cut(at, tag.start()).lstripped().rstripped(), is_summary=is_summary)
        yield Piece(region.cut(*tag.span()), is_tag=True)
        at, is_summary = tag.end(), tag["name"].lower() == SUMMARY and not tag["closing"]
    if at == 0:
        yield Piece(region)
    elif region.text[at:].strip():
        yield Piece(region.cut(at, len(region.text)).lstripped(), is_summary=is_summary)
