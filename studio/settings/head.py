"""Who a script is, read from its first lines alone: every command looks through the whole back catalogue."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from studio.settings.frontmatter import Head, front_matter_head

#: What is read of a script, in bytes; what comes after it decides no identity.
HEAD_BYTES = 65_536
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_BEFORE_TITLE = re.compile(r"(?:\ufeff|\s|<!--.*?-->)*", re.DOTALL)
_TITLE = re.compile(
    r"#[ \t]+[*_]{0,3}(?:podcast[ \t]+)?episode[ \t]+#?(?P<number>\d{1,6})[ \t]*[:.–—-][ \t]*\S", re.IGNORECASE
)


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
    told = front_matter_head(text)
    if told.number is None:
        front = _FRONT_MATTER.match(text)
        at = _BEFORE_TITLE.match(text, front.end() if front else 0)
        title = _TITLE.match(text, at.end() if at else 0)
        if title:
            return replace(told, number=int(title["number"]))
    return told
