"""What an author put into ``::: notes``: kept as Markdown, for the manifest, the feed and the page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")


def notes_markdown(lines: Sequence[str]) -> str:
    """The Markdown between the lines of a block of notes, at the margin, also where the block stands in a quote."""
    quoted = all(line.lstrip().startswith(">") for line in lines if line.strip())
    bare = [_QUOTED.sub("", line, count=1) for line in lines] if quoted else lines
    return textwrap.dedent("\n".join(bare)).strip("\n")
