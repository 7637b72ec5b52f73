"""Written English to spoken English: walk the text, read what is not plain prose, keep the map."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from studio.model.narration import SpokenPiece
from studio.speech.passage import Alternative, Passage, Reading
from studio.speech.readas import READ_AS
from studio.speech.readers import BY_DIGIT, BY_LETTER, BY_SYMBOL
from studio.speech.readers.common import LETTER
from studio.speech.style import HOUSE, Style
from studio.speech.tables import tables_for

_CHUNK = re.compile(r"\S+")
_PLAIN = re.compile(
    r"[(\[\"“'‘]*((?:[A-Za-z][a-zà-öø-ÿ]*|[a-zà-öø-ÿ]+)(?:['’][a-z]+)?(?:[-–—][a-zà-öø-ÿ]{2,}(?:['’][a-z]+)?)*)([.,;:!?)\]\"”'’…—–]*)"
)
_LETTERS = re.compile(f"{LETTER}+")
_SPEAKABLE = frozenset(" \t\n\r.,;:!?()[]\"'“”‘’-–—…«»‹›¡¿")
_BLANK = re.compile(r"[^\S \n\t\r]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Characters ``[start, end)`` of the written text that can be read in several ways, the one said first.

    ``is_sure`` is whether what stands around them decided; where it is false the author should.
    """

    start: int
    end: int
    readings: tuple[Alternative, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """Spoken text and where each part of it comes from; the pieces tile both the spoken and the written text.

    A piece whose rule is ``plain`` has the same characters on both sides. A piece of spoken length 0 is written
    ornament that makes no sound. ``doubts`` are the ambiguous forms, in order.
    """

    text: str
    pieces: tuple[SpokenPiece, ...]
    doubts: tuple[Doubt, ...] = ()


class _Writer:
    """Collects pieces and keeps words apart."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[str] = []
        self.pieces: list[SpokenPiece] = []
        self.doubts: list[Doubt] = []
        self.length = 0
        self.done = 0
        self.last = ""

    def add(self, spoken: str, end: int, rule: str) -> None:
        if spoken:
            self.parts.append(spoken)
            self.last = spoken[-1]
        self.pieces.append(SpokenPiece(self.length, self.length + len(spoken), self.done, end, rule))
        self.length += len(spoken)
        self.done = end

    def plain(self, end: int) -> None:
        """Take the written text up to ``end`` as it is; blanks other than space and line ends become spaces."""
        if end <= self.done:
            return
        written = self.text[self.done : end]
        spoken = _BLANK.sub(" ", written)
        if (
            self.last.isalnum()
            and (spoken[0].isalnum() or spoken[0] in "([{")
            and self.pieces[-1].rule not in ("plain", "joint")
        ):
            self.pieces.append(self._grow(" "))
        self.add(spoken, end, "plain")

    def reading(self, start: int, reading: Reading) -> None:
        """Take a reading; what it would be glued to is parted from it."""
        self.plain(start)
        spoken, end = reading.spoken, reading.end
        if reading.alternatives:
            self.doubts.append(Doubt(start, end, reading.alternatives, reading.is_sure))
        if not spoken:
            self.add("", end, reading.rule)
            return
        if (
            self.last
            and not self.last.isspace()
            and (self.last.isalnum() or self.last in ".,;:!?)")
            and spoken[0].isalnum()
        ):
            spoken = f" {spoken}"
        self.add(spoken, end, reading.rule)

    def _grow(self, blank: str) -> SpokenPiece:
        """A blank that nothing was written for, as part of the piece before it."""
        last = self.pieces.pop()
        self.parts.append(blank)
        self.length += len(blank)
        self.last = blank
        return SpokenPiece(last.start, self.length, last.written_start, last.written_end, last.rule)


def speak(text: str, style: Style = HOUSE, *, read_as: str | None = None, around: tuple[str, str] = ("", "")) -> Spoken:
    """The spoken form of a written text, with the map back.

    Never raises on any text, takes time linear in its length, and changes nothing where there is nothing to expand.
    ``read_as`` is a kind of :data:`~studio.speech.readas.READ_AS`, or of one of a form's alternatives, for the whole
    text; where the text is not of that kind (or there is no such kind) it is read by the rules. ``around`` is what
    stands before and behind such a text.
    """
    return _speak(text, style, read_as, around)


@lru_cache(maxsize=2048)  # the linter, the narration and an editor's next look at a script ask for the same paragraphs
def _speak(text: str, style: Style, read_as: str | None, around: tuple[str, str]) -> Spoken:
    if read_as in READ_AS and (said := READ_AS[read_as](text.strip(), style)):
        return Spoken(said, (SpokenPiece(0, len(said), 0, len(text), read_as),))
    if read_as and (said := _pinned(text, style, read_as, around)):
        return Spoken(said, (SpokenPiece(0, len(said), 0, len(text), read_as),))
    needs_reading = _judge(style)
    writer = _Writer(text)
    if not any(map(needs_reading, text.split())):  # most sentences
        writer.plain(len(text))
        return Spoken("".join(writer.parts), tuple(writer.pieces))
    passage = Passage(text, style, tables_for(style))
    position = 0
    while chunk := _CHUNK.search(text, position):
        start, end = chunk.span()
        position = end
        if not needs_reading(chunk[0]):
            continue
        while start < end:
            reading = _longest(passage, start)
            if reading is None:
                letters = _LETTERS.match(text, start)
                start = letters.end() if letters else start + 1
                continue
            if reading.spoken != text[start : reading.end]:
                writer.reading(start, reading)
                passage.read_to = reading.end
                passage.heard = writer.last if not reading.spoken else text[reading.end - 1]
            start = reading.end
        position = start
    writer.plain(len(text))
    return Spoken("".join(writer.parts), tuple(writer.pieces), tuple(writer.doubts))


def _pinned(text: str, style: Style, kind: str, around: tuple[str, str]) -> str:
    """The alternative of a kind for a whole text, "" where the text has none."""
    start = len(around[0])
    passage = Passage(around[0] + text + around[1], style, tables_for(style), read_to=start, pinned=kind)
    reading = _longest(passage, start) if text.strip() else None
    exact = reading is not None and reading.end == start + len(text)
    kinds = [alternative.kind for alternative in reading.alternatives] if reading and exact else []
    return reading.spoken if reading and kind in kinds[:1] else ""


def normalise_text(text: str, style: Style = HOUSE) -> str:
    """The spoken form alone, as in :func:`speak`."""
    return speak(text, style).text


def unreadable(text: str) -> tuple[tuple[int, str], ...]:
    """Characters of a spoken text that no voice is known to say: (offset, character), in order.

    Letters of any script count as readable; digits and symbols that are left over do not.
    """
    return tuple(
        (i, c) for i, c in enumerate(text) if not (c.isalpha() or c in _SPEAKABLE or c.isspace() or _is_mark(c))
    )


def _is_mark(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=16)
def _judge(style: Style) -> Callable[[str], bool]:
    """Whether a chunk is more than a plain word; the same few thousand words make up most of a show."""
    tables = tables_for(style)

    @lru_cache(maxsize=1 << 14)
    def needs_reading(chunk: str) -> bool:
        plain = _PLAIN.fullmatch(chunk)
        if not plain:
            return True
        core = plain[1]
        return core in tables.listed or (core + "." in tables.abbreviations and plain[2].startswith("."))

    return needs_reading


def _longest(passage: Passage, start: int) -> Reading | None:
    char = passage.text[start]
    readers = BY_DIGIT if "0" <= char <= "9" else BY_LETTER if char.isalpha() else BY_SYMBOL
    best: Reading | None = None
    for read in readers:
        reading = read(passage, start)
        if reading is not None and (best is None or reading.end > best.end):
            best = reading
    return best
