"""What a script of another tool consists of, whatever its form: speech, headings, pauses, and what is not spoken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Speech:
    """A paragraph that is spoken.

    Attributes:
        line: of the source, from 1 on.
        text: Markdown on one line, as it goes into the script.
        speaker: whose it is; None for the narrator's.
        direction: how it is said, which is kept and never spoken.
        said: its words, for comparison with what the script's parser reads; None where only the parser can tell.
    """

    line: int
    text: str
    speaker: str | None = None
    direction: str = ""
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, of level 1 to 6; ``text`` is Markdown on one line."""

    line: int
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence, in seconds."""

    line: int
    length_s: float


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is not spoken: it stays in the script as a comment, and is listed.

    Attributes:
        line: of the source, from 1 on.
        what: in a word or two: ``action``, ``sound``, ``table``.
        text: as the source has it.
        in_place: the comment stands already in the text of the speech before.
    """

    line: int
    what: str
    text: str
    in_place: bool = False


Element: TypeAlias = Speech | Heading | Pause | Kept


@dataclass
class Imported:
    """A script of another tool, as it was understood.

    Attributes:
        elements: in their order.
        title: of the episode; empty where the source tells none.
        front: further values for the front matter (``summary``, ``number``), as plain values.
        doubts: what may have been meant otherwise: line of the source (0 for all of it), and a sentence.
    """

    elements: list[Element] = field(default_factory=list)
    title: str = ""
    front: Mapping[str, str | int] = field(default_factory=dict)
    doubts: list[tuple[int, str]] = field(default_factory=list)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Names in the order in which they are heard first."""
        return tuple(
            dict.fromkeys(one.speaker for one in self.elements if isinstance(one, Speech) and one.speaker is not None)
        )
