"""Google Docs, “Download as Markdown”: signs escaped with backslashes, pictures as data at the end."""

from __future__ import annotations

import re

from studio.importing.elements import Imported
from studio.importing.material import Material
from studio.importing.turns import Habits, read_turns
from studio.script.speakers import Form

_ESCAPES = re.compile(r"\\[-!.=+\[\]_#&<>~]")
_PICTURE = re.compile(r"^\[image\d+\]: <data:image/|!\[[^\]]*\]\[image\d+\]", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} (?:\*\*.+\*\*|.+\{#[^{}]*\})[ \t]*$", re.MULTILINE)
#: A name and how it is said, each set in a way of its own: ``**Ada** *(laughs)***:**``.
_LABEL = re.compile(
    r"^\*{1,3}(?P<name>[^*:()\n]{1,58}?)[ ]?\*{1,3}[ ]*\*{0,3}(?P<how>\([^()*\n]{1,80}\))\*{0,3}[ ]*\*{0,3}:\*{0,3}"
)


def _joined(match: re.Match[str]) -> str:
    return f"**{match['name'].strip()} {match['how']}:**"


def likelihood(material: Material) -> int:
    """High where there are the marks of that export, which hardly anybody would type."""
    if not material.text[:1] or material.suffix not in (".md", ".markdown", ".txt", ""):
        return 0
    count = len(_ESCAPES.findall(material.text)) + 3 * len(_PICTURE.findall(material.text))
    count += len(_HEADING.findall(material.text))
    return 75 if count > 2 else 55 if count and material.suffix != ".txt" else 0


def read(material: Material) -> Imported:
    """Turns in whatever way the document writes them, as Markdown."""
    lines = [_LABEL.sub(_joined, line, count=1) for line in material.lines]
    return read_turns(lines, Habits(forms=(Form.COLON, Form.BRACKETED), is_markdown=True))
