"""The front matter on top of a script, YAML between ``---`` or TOML between ``+++``: where it is, what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from studio.model.publishing import EpisodeType
from studio.model.script import Episode
from studio.model.source import Source
from studio.settings.complaints import Wording
from studio.settings.reader import Reading
from studio.settings.tomltree import read_toml_tree
from studio.settings.yamltree import Node, Pairs, Scalar, YamlFaultError

_MOST_CHARACTERS = 65_536
_LINE_END = re.compile(r"\r\n?")
_FENCES = {
    "---": re.compile(r"(?:---|\.\.\.)[ \t]*$"),
    "+++": re.compile(r"\+\+\+[ \t]*$"),
}
_WORDING = Wording(
    invalid="The front matter cannot be read: {expected}",
    top="The front matter cannot be read: it has to be lines of “key: value”",
    unknown="Unknown key “{label}”",
    twice="“{label}” is given twice",
    wrong="“{label}” has to be {expected}",
    range="“{label}” has to be {expected}",
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where a script's front matter stands: its fence, the text between, and the first line after it."""

    fence: str
    text: str
    end_line: int


@dataclass(frozen=True, slots=True)
class Head:
    """What the front matter says about which episode a script is; None where it does not say it, or not well."""

    id: str | None = None
    number: int | None = None
    season: int | None = None
    title: str | None = None
    type: EpisodeType | None = None


def opening_fence(lines: Sequence[str]) -> str | None:
    """The fence of front matter that a script's first line is, closed or not; None for any other line."""
    fence = lines[0].rstrip(" \t")
    return fence if fence in _FENCES else None


def find_front_matter(lines: Sequence[str]) -> FrontMatter | None:
    """The front matter at the top of a script's lines; None where there is none, or none that is closed."""
    fence = opening_fence(lines)
    if fence is None:
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if _FENCES[fence].match(line)), None)
    return None if end is None else FrontMatter(fence, "\n".join(lines[1:end]), end + 1)


def read_values(front: FrontMatter) -> tuple[dict[str, Any], Reading]:
    """What front matter sets of an :class:`Episode`, and the reading with its complaints."""
    reading = Reading(Source("", front.text), wording=_WORDING, loose=True)
    top = _read_toml(front.text, reading) if front.fence == "+++" else reading.top(_MOST_CHARACTERS)
    return reading.given(_without_flags(top, reading), Episode, partly=True), reading


def _without_flags(top: Pairs, reading: Reading) -> Pairs:
    """The mapping less ``published: false``, with which site generators keep a page to themselves."""
    kept = []
    for key, value in top.pairs:
        if key.text == "published" and isinstance(value, Scalar) and isinstance(value.value, bool):
            reading.complain("foreign-key", key, key.text, message=f"“{key.text}” is no date here")
        else:
            kept.append((key, value))
    return Pairs(top.start, top.end, kept)


def _read_toml(text: str, reading: Reading) -> Pairs:
    try:
        return read_toml_tree(text, _MOST_CHARACTERS)
    except YamlFaultError as fault:
        reading.complain("invalid-yaml", Node(fault.start, fault.end), "", expected=fault.problem, hint=fault.hint)
        return Pairs(0, 1, [])


def front_matter_head(text: str) -> tuple[Head, str]:
    """What the front matter of a script's text says about its identity, and the text after it.

    What is wrong in it counts as not said.
    """
    head = text[text.startswith("\ufeff") :].replace("\0", "\ufffd")
    if not head.startswith(tuple(_FENCES)):
        return Head(), head
    lines = _LINE_END.sub("\n", head).split("\n")
    front = find_front_matter(lines)
    if front is None:
        return Head(), head
    values, _ = read_values(front)
    told = Head(*(values.get(name) for name in ("id", "number", "season", "title", "episode_type")))
    return told, "\n".join(lines[front.end_line :])
