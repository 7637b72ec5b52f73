"""Transcripts of NotebookLM's and others' audio: ``Speaker 1 (00:12)`` or ``[0:12] Host:``, the text below or beside.

NotebookLM itself gives sound only; its transcripts are those of transcribers, which put a time beside each name.
"""

from __future__ import annotations

import re

from studio.importing.elements import Imported, Speech
from studio.importing.material import Material
from studio.importing.turns import Habits, read_turns, text_habits
from studio.script.speakers import TIME, Form, Label

_NAME = r"[^\W\d_][\w.'’&/ -]{0,40}?"
_LINE = re.compile(
    rf"(?P<mark>\*\*)?(?:(?P<before>{TIME})[ \t]*(?:[-–—|][ \t]*)?(?P<late>{_NAME})|(?P<name>{_NAME})"
    rf"[ \t]*[,|–—-]?[ \t]*(?P<after>{TIME}))[ \t]*:?(?P<end>\*\*)?[ \t]*:?[ \t]*$"
)
_STAMP = re.compile(rf"{TIME}(?:[ \t]*(?:-->|[-–—])[ \t]*{TIME})?$")


def _begins(line: str) -> Label | None:
    match = _LINE.match(line)
    if match is None:
        return None
    name = (match["name"] or match["late"]).strip()
    return Label(name, Form.ON_ITS_OWN, len(line), (), has_time=True, is_bold=False, has_title=False, is_quoted=False)


_HABITS = Habits(forms=(Form.COLON,), begins=_begins)


def likelihood(material: Material) -> int:
    """High where names stand beside times, again and again."""
    count = sum(1 for line in material.lines if _begins(line.strip()) is not None or _has_time(line.strip()))
    return 65 if count > 1 else 0


def read(material: Material) -> Imported:
    """Turns with their times left out."""
    lines = ["" if _STAMP.fullmatch(line.strip()) else line for line in material.lines]
    found = read_turns(lines, text_habits(material, _HABITS))
    first = found.elements[0] if found.elements else None
    if isinstance(first, Speech) and first.speaker is None and first.said and found.speakers and not found.title:
        found.title = first.said
        found.doubts.append((first.line, "what stands before the first turn was taken for the title"))
        found.elements = found.elements[1:]
        found.doubts = [doubt for doubt in found.doubts if doubt[0] != first.line or "title" in doubt[1]]
    times = sum(1 for line in material.lines if re.search(rf"(?<!\w){TIME}(?!\w)", line))
    if times:
        found.doubts.append((0, f"the times of {times} lines are left out"))
    return found


def _has_time(line: str) -> bool:
    return re.match(rf"{TIME}[ \t]+\S.*:[ \t]", line) is not None
