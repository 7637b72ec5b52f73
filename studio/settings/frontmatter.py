"""The YAML between two lines of ``---`` on top of a script: where it ends, and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from studio.model.script import Episode
from studio.model.source import Source
from studio.settings.complaints import Wording
from studio.settings.reader import Reading

_MOST_CHARACTERS = 65_536
_FENCE = re.compile(r"---[ \t]*$")
_FENCE_END = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_LINE_END = re.compile(r"\r\n?")
_WORDING = Wording(
    invalid="The front matter cannot be read: {expected}",
    top="The front matter cannot be read: it has to be lines of “key: value”",
    unknown="Unknown key “{label}”",
    twice="“{label}” is given twice",
    wrong="“{label}” has to be {expected}",
    range="“{label}” has to be {expected}",
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the front matter says about which episode a script is; None where it does not say it, or not well."""

    id: str | None = None
    number: int | None = None
    season: int | None = None
    title: str | None = None


def has_front_matter(lines: Sequence[str]) -> bool:
    """Whether a script's first line opens one."""
    return _FENCE.match(lines[0]) is not None


def end_of_front_matter(lines: Sequence[str]) -> int | None:
    """The index of the line that closes the front matter; None where none does."""
    return next((number for number, line in enumerate(lines[1:], 1) if _FENCE_END.match(line)), None)


def read_values(text: str) -> tuple[dict[str, Any], Reading]:
    """What YAML front matter sets of an :class:`Episode`, and the reading with its complaints."""
    reading = Reading(Source("", text), wording=_WORDING, loose=True)
    return reading.given(reading.top(_MOST_CHARACTERS), Episode, partly=True), reading


def front_matter_head(text: str) -> Head:
    """What the front matter of a script's text says about its identity. What is wrong in it counts as not said."""
    start = text.startswith("\ufeff")
    if not text.startswith("---", start):
        return Head()
    head = text[start : start + _MOST_CHARACTERS + 8].replace("\0", "\ufffd")
    lines = _LINE_END.sub("\n", head).split("\n")
    end = end_of_front_matter(lines) if has_front_matter(lines) else None
    if end is None:
        return Head()
    values, _ = read_values("\n".join(lines[1:end]))
    return Head(values.get("id"), values.get("number"), values.get("season"), values.get("title"))
