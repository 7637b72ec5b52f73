"""podvoice: ``[Alice | calm]`` on a line of its own begins a turn; the second part is how it is said.

The header is podvoice's own (its parser.py): a name, and after a bar an emotion that may be left out.
"""

from __future__ import annotations

import re

from studio.importing.elements import Imported
from studio.importing.material import Material
from studio.importing.turns import Habits, read_turns, text_habits
from studio.script.speakers import Form, Label

_HEADER = re.compile(r"\[(?P<name>[^\]|\n]+)(?:\|[ \t]*(?P<emotion>[^\]\n]+))?\][ \t]*$")


def _begins(line: str) -> Label | None:
    match = _HEADER.match(line)
    if match is None:
        return None
    emotion = re.sub(r"[()\[\]]", "", match["emotion"] or "").strip()
    directions = (emotion,) if emotion else ()
    name = match["name"].strip()
    return Label(name, Form.BRACKETED, len(line), directions, False, False, False, False)


_HABITS = Habits(forms=(), begins=_begins, are_people=True)


def likelihood(material: Material) -> int:
    """High where a header names an emotion."""
    found = (_HEADER.match(line.strip()) for line in material.lines)
    return 85 if any(match and match["emotion"] for match in found) else 0


def read(material: Material) -> Imported:
    """Blocks of text below their headers."""
    return read_turns(material.lines, text_habits(material, _HABITS))
