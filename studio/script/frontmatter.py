"""YAML front matter → :class:`~studio.model.script.Episode`, each complaint at its exact place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.model.script import Episode
from studio.model.source import Span
from studio.script.problems import FRONT_MATTER, UNKNOWN_KEY, WRONG_VALUE, Problems, did_you_mean
from studio.settings.frontmatter import end_of_front_matter, has_front_matter, read_values
from studio.settings.reader import fields_of

if TYPE_CHECKING:
    from studio.script.lines import Lines
    from studio.settings.complaints import Complaint

KEYS: Mapping[str, str] = {one.key: one.declared.meaning for one in fields_of(Episode)}
ALIASES: Mapping[str, str] = {alias: one.key for one in fields_of(Episode) for alias in one.declared.also}
_SYNTAX_HINT = "check the indentation, and put quotes around values that contain “: ” or “#”"


@dataclass
class FrontMatter:
    """What was found: ``end_line`` is the first line of the script proper, ``values`` fit ``Episode``'s fields."""

    end_line: int = 0
    values: dict[str, Any] = field(default_factory=dict)


def read_front_matter(lines: Lines, problems: Problems) -> FrontMatter:
    """The front matter at the top of a script; empty where there is none, or where it cannot be read."""
    if not has_front_matter(lines.lines):
        return FrontMatter()
    end = end_of_front_matter(lines.lines)
    if end is None:
        # A script in the wild may begin with a horizontal rule; front matter has a key on its first line.
        if len(lines.lines) > 1 and re.match(r"[A-Za-z_]+:", lines.lines[1]):
            problems.add(FRONT_MATTER, lines.span(0, 1), "The front matter is never closed", "end it with a line ---")
        return FrontMatter()
    text = "\n".join(lines.lines[1:end])
    values, reading = read_values(text)
    for complaint in reading.complaints:
        _add(complaint, text, lines, problems)
    return FrontMatter(end + 1, values)


def _add(complaint: Complaint, text: str, lines: Lines, problems: Problems) -> None:
    key = complaint.label.split(".")[0]
    span = Span(_offset(complaint.start, text, lines), _offset(complaint.end - 1, text, lines) + 1)
    if not key:
        problems.add(FRONT_MATTER, span, complaint.message, _SYNTAX_HINT)
    elif complaint.code == "unknown-key":
        problems.add(UNKNOWN_KEY, span, complaint.message, did_you_mean(complaint.label, [*KEYS, *ALIASES]))
    else:
        usual = "keep one of them" if complaint.code == "duplicate-key" else f"{key}: {KEYS[key]}"
        problems.add(WRONG_VALUE, span, complaint.message, complaint.hint or usual)


def _offset(position: int, text: str, lines: Lines) -> int:
    """Where a character of the front matter stands in the source."""
    position = min(position, len(text))
    before = text[:position]
    line = before.count("\n")
    return lines.starts[1 + line] + position - (before.rfind("\n") + 1)
