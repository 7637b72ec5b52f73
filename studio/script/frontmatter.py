"""Front matter → :class:`~studio.model.script.Episode`, each complaint at its exact place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.model.script import Episode
from studio.model.source import Span
from studio.script.problems import (
    FOREIGN_KEY,
    FRONT_MATTER,
    LOST_PART,
    UNKNOWN_KEY,
    WRONG_VALUE,
    Problems,
    did_you_mean,
)
from studio.settings.frontmatter import FrontMatter, find_front_matter, opening_fence, read_values
from studio.settings.reader import fields_of

if TYPE_CHECKING:
    from studio.script.lines import Lines
    from studio.settings.complaints import Complaint

KEYS: Mapping[str, str] = {one.key: one.declared.meaning for one in fields_of(Episode)}
ALIASES: Mapping[str, str] = {alias: one.key for one in fields_of(Episode) for alias in one.declared.also}
_NAMES = (*KEYS, *ALIASES)
_NEAR = 0.75
#: Keys of other programs that look like slips in ours.
_FOREIGN = frozenset(("link", "linktitle", "subtitle", "publishdate", "tags"))
_SYNTAX_HINT = "check the indentation, and put quotes around values that contain “: ” or “#”"


@dataclass
class FrontMatterValues:
    """What was found: ``end_line`` is the first line of the script proper, ``values`` fit ``Episode``'s fields."""

    end_line: int = 0
    values: dict[str, Any] = field(default_factory=dict)


def read_front_matter(lines: Lines, problems: Problems) -> FrontMatterValues:
    """The front matter at the top of a script; empty where there is none, or where it cannot be read."""
    front = find_front_matter(lines.lines)
    if front is None:
        # A script in the wild may begin with a horizontal rule; front matter has a key on its first line.
        fence = opening_fence(lines.lines)
        if fence and len(lines.lines) > 1 and re.match(r"[A-Za-z_]+[ \t]*[:=]", lines.lines[1]):
            message = "The front matter is never closed"
            problems.add(FRONT_MATTER, lines.span(0, 1), message, f"end it with a line {fence}")
        return FrontMatterValues()
    values, reading = read_values(front)
    for complaint in reading.complaints:
        _add(complaint, front, lines, problems)
    return FrontMatterValues(front.end_line, values)


def _add(complaint: Complaint, front: FrontMatter, lines: Lines, problems: Problems) -> None:
    key = complaint.label.split(".")[0]
    span = Span(_offset(complaint.start, front.text, lines), _offset(complaint.end - 1, front.text, lines) + 1)
    if not key:
        problems.add(FRONT_MATTER, span, complaint.message, complaint.hint or _SYNTAX_HINT)
    elif _is_foreign(complaint):
        problems.add(FOREIGN_KEY, span, f"Nothing is made of “{key}”, which studio does not know", "it may stay")
    elif complaint.code == "lost-part":
        problems.add(LOST_PART, span, complaint.message, complaint.hint)
    elif complaint.code == "unknown-key":
        problems.add(UNKNOWN_KEY, span, complaint.message, did_you_mean(complaint.label, _NAMES))
    else:
        usual = "keep one of them" if complaint.code == "duplicate-key" else f"{key}: {KEYS[key]}"
        problems.add(WRONG_VALUE, span, complaint.message, complaint.hint or usual)


def _is_foreign(complaint: Complaint) -> bool:
    """Whether this is for a site generator or a note taker, and no slip in a key of ours."""
    if complaint.code != "unknown-key":
        return complaint.code == "foreign-key"
    name = complaint.label.lower()
    is_slip = bool(difflib.get_close_matches(name, _NAMES, n=1, cutoff=_NEAR))
    return "." not in name and (name in _FOREIGN or not is_slip)


def _offset(position: int, text: str, lines: Lines) -> int:
    """Where a character of the front matter stands in the source."""
    position = min(position, len(text))
    before = text[:position]
    line = before.count("\n")
    return lines.starts[1 + line] + position - (before.rfind("\n") + 1)
