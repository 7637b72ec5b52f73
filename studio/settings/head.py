"""Who a script is, read from its first lines alone: every command looks through the whole back catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from studio.kit.inputs import opened
from studio.settings.frontmatter import Head, front_matter_head

#: What is read of a script, in bytes; what comes after it decides no identity.
HEAD_BYTES = 65_536
_BEFORE_TITLE = re.compile(r"(?:\s|<!--.*?-->)*", re.DOTALL)
_HEADING = re.compile(r"#[ \t]+[*_]{0,3}(?P<text>.*)")
_EPISODE_TITLE = re.compile(
    r"(?:podcast[ \t]+)?episode[ \t]+#?(?P<number>\d{1,6})[ \t]*[:.–—-][ \t]*(?P<title>\S.*)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class EpisodeTitle:
    """What a title line ``Episode 17: Scaling`` says."""

    number: int
    title: str


def episode_title(text: str) -> EpisodeTitle | None:
    """Number and title of a heading such as ``Podcast Episode 17: Scaling``; None for any other."""
    match = _EPISODE_TITLE.match(text)
    return EpisodeTitle(int(match["number"]), match["title"].strip()) if match else None


def read_head(script: Path) -> Head:
    """The identity of a script file; an unreadable one has none, which is told where it is read as a whole."""
    try:
        with opened(script) as file:
            data = file.read(HEAD_BYTES)
    except OSError:
        return Head()
    return head_of(data.decode("utf-8", "replace"))


def head_of(text: str) -> Head:
    """The identity of a script: its front matter's, and the number of a title line ``# Episode 17: …`` without one."""
    told, rest = front_matter_head(text)
    if told.number is None:
        at = _BEFORE_TITLE.match(rest)
        heading = _HEADING.match(rest, at.end() if at else 0)
        title = episode_title(heading["text"]) if heading else None
        if title:
            return replace(told, number=title.number)
    return told
