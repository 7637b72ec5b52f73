"""Texts for synthesisers: ``[ALEX]`` begins a turn, ``[PAUSE 1s]`` is silence, other brackets are directions."""

from __future__ import annotations

import re

from studio.importing.elements import Imported
from studio.importing.material import Material
from studio.importing.turns import Habits, labelled, read_turns, speakers_among, text_habits
from studio.script.speakers import Form, Label

_TURN = re.compile(
    r"\[(?P<name>[^\[\]|:(){}\n]{1,58}?)[ ]*(?:\((?P<inside>[^()\n]{1,80})\))?\](?![({])"
    r"(?:[ ]*\((?P<outside>[^()\n]{1,80})\)(?=[ ]*:))?[ ]*:?[ \t]*"
)


def _begins(line: str) -> Label | None:
    match = _TURN.match(line)
    if match is None or not match["name"].strip()[:1].isalpha():
        return None
    directions = tuple(part.strip() for part in (match["inside"], match["outside"]) if part)
    name = match["name"].strip()
    return Label(name, Form.BRACKETED, match.end(), directions, False, False, False, False)


_HABITS = Habits(forms=(), begins=_begins)


def likelihood(material: Material) -> int:
    """High where lines begin with names in brackets."""
    found = labelled(material.lines, _HABITS)
    count = sum(len(found[name]) for name in speakers_among(found))
    return 70 if count > 1 else 45 if count or re.search(r"^\[PAUSE\b", material.text, re.MULTILINE) else 0


def read(material: Material) -> Imported:
    """Turns in brackets, with or without a colon."""
    return read_turns(material.lines, text_habits(material, _HABITS))
