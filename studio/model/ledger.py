"""What became of every character of a script: no word of it is lost without a word about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.model.source import Span


class Fate(StrEnum):
    """What becomes of a stretch of a script."""

    SPOKEN = "spoken"
    SPEAKER = "speaker"
    HEADING = "heading"
    DIRECTION = "direction"
    CUE = "cue"
    NOTES = "notes"
    FRONT_MATTER = "front-matter"
    COMMENT = "comment"
    MARKUP = "markup"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Entry:
    """A stretch of the source and its fate.

    ``text`` is what a reader sees of spoken words (escapes and entities resolved, markup gone) and ``speaker`` whose
    they are; ``reason`` says of what is left out what it is (``table``, ``formula``, ``unread``).
    """

    span: Span
    fate: Fate
    text: str = ""
    speaker: str | None = None
    reason: str = ""
