"""Scripts and transcripts with a name and a colon in front of each turn: ``ALEX: …``, ``**Alex (laughing):** …``."""

from __future__ import annotations

from studio.importing.elements import Imported
from studio.importing.material import Material
from studio.importing.turns import Habits, labelled, read_turns, speakers_among, text_habits
from studio.script.speakers import Form

_HABITS = Habits(forms=(Form.COLON,))


def likelihood(material: Material) -> int:
    """Middling: many other forms have such lines, too."""
    found = labelled(material.lines, _HABITS)
    count = sum(len(found[name]) for name in speakers_among(found))
    return 50 if count > 1 else 20 if count else 0


def read(material: Material) -> Imported:
    """Turns with a colon; headings with hashes stay headings."""
    return read_turns(material.lines, text_habits(material, _HABITS))
