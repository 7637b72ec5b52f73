"""What is told of a text that somebody writes: a look at the whole, one piece that turned, a change from outside."""

from __future__ import annotations

from dataclasses import dataclass

from studio.desk.documents import Document
from studio.live.rows import Row
from studio.live.saving import revision_of
from studio.live.team import own_takes
from studio.model.show import Show
from studio.takes import TakeStore


@dataclass(frozen=True)
class View:
    """What a look at the whole text found.

    Attributes:
        document: the text.
        show: its show, with the settings of that moment.
        rows: the pieces; empty where the text is no script of the show.
        fault: why takes cannot be planned, in words; empty where they can.
        target_s: how long it is to be; None where nobody says.
    """

    document: Document
    show: Show
    rows: tuple[Row, ...] = ()
    fault: str = ""
    target_s: float | None = None

    @property
    def revision(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return revision_of(self.document.text)

    @property
    def store(self) -> TakeStore:
        """Where its takes are kept."""
        return own_takes(self.show)


@dataclass(frozen=True, slots=True)
class Turned:
    """A piece that is another, or stands otherwise, than in the last view; how far its take is, the sitting knows.

    Attributes:
        index: of its row.
        key: of its take now.
        text: the text for which this is so.
    """

    index: int
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Fanned:
    """What a change outside of the text has made old.

    Attributes:
        because: the files that were changed, as they are called in the show.
        count: sentences that are to be made again.
        of: sentences of the text.
    """

    because: tuple[str, ...]
    count: int
    of: int
