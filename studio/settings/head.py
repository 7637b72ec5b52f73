"""Who a script is, read from its first lines alone: every command looks through the whole back catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

#: Longest front matter that is read, in bytes; what comes after it decides no identity.
HEAD_BYTES = 65_536
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_BEFORE_TITLE = re.compile(r"(?:\ufeff|\s|<!--.*?-->)*", re.DOTALL)
_TITLE = re.compile(
    r"#[ \t]+[*_]{0,3}(?:podcast[ \t]+)?episode[ \t]+#?(?P<number>\d{1,6})[ \t]*[:.–—-][ \t]*\S", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a script says of its own identity; None where it says nothing, or nothing that can be used."""

    id: str | None = None
    number: int | None = None
    season: int | None = None


def read_head(script: Path) -> Head:
    """The identity of a script file; an unreadable one has none, which is told where it is read as a whole."""
    try:
        with script.open("rb") as file:
            data = file.read(HEAD_BYTES)
    except OSError:
        return Head()
    return head_of(data.decode("utf-8", "replace"))


def head_of(text: str) -> Head:
    """The identity of a script: its front matter's, and the number of a title line ``# Episode 17: …`` without one."""
    opening = _FRONT_MATTER.match(text)
    told = _front_matter(opening["yaml"]) if opening else Head()
    if told.number is None:
        at = _BEFORE_TITLE.match(text, opening.end() if opening else 0)
        title = _TITLE.match(text, at.end() if at else 0)
        if title:
            return Head(told.id, int(title["number"]), told.season)
    return told


def _front_matter(text: str) -> Head:
    import yaml

    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError):
        return Head()
    if not isinstance(node, yaml.MappingNode):
        return Head()
    values = {
        key.value: value.value
        for key, value in node.value
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
    }
    name = values.get("id", "")
    return Head(
        name if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", name) else None,
        _whole(values.get("number", "")),
        _whole(values.get("season", "")),
    )


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None
