"""Scripts and transcripts with a name and a colon in front of each turn: ``ALEX: …``, ``**Alex (laughing):** …``.

Names on a line of their own, and before a dash, are read so where several recur.
"""

from __future__ import annotations

from collections.abc import Sequence

from studio.importing.elements import Imported
from studio.importing.material import Material
from studio.importing.turns import Habits, labelled, read_turns, speakers_among, text_habits
from studio.script.speakers import Form
from studio.script.unmarked import unmarked_turns

_HABITS = Habits(forms=(Form.COLON,))


def likelihood(material: Material) -> int:
    """Middling: many other forms have such lines, too."""
    found = labelled(_with_colons(material.lines), _HABITS)
    count = sum(len(found[name]) for name in speakers_among(found))
    return 50 if count > 1 else 20 if count else 0


def read(material: Material) -> Imported:
    """Turns with a colon; headings with hashes stay headings."""
    return read_turns(_with_colons(material.lines), text_habits(material, _HABITS))


def _with_colons(lines: Sequence[str]) -> list[str]:
    """The lines with a colon behind each name that stands on a line of its own, or before a dash."""
    found = list(lines)
    there = [number for number, line in enumerate(lines) if line.strip()]
    for index, turn in unmarked_turns([lines[number].strip() for number in there]).items():
        number = there[index]
        if turn.is_alone:
            found[number] = ""
            number = there[index + 1]
            found[number] = f"{turn.name}: {lines[number].strip()}"
        else:
            found[number] = f"{turn.name}: {lines[number].strip()[turn.end :]}"
    return found
