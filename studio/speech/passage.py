"""What a reader sees: the whole text, the place it stands at, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from studio.speech.style import Style
from studio.speech.tables import Tables

_NEXT_WORD = re.compile(r"[^\S\n]*\n?[^\S\n]*([^\W\d_]+(?:['’][^\W\d_]+)?)")
_PREVIOUS_WORD = re.compile(r"([^\W\d_]+)[^\S\n]*\n?[^\S\n]*[(\"“'‘\[]?\Z")
_REACH = 32


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to read a form that has several; ``kind`` pins it: ``[it]{as=kind}``."""

    kind: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Written text up to ``end`` is spoken as ``spoken`` by ``rule``; spoken may be empty for mere ornament.

    Where the form means several things, ``alternatives`` has them all, what is said first; ``is_sure`` is whether
    the context decided.
    """

    end: int
    spoken: str
    rule: str
    alternatives: tuple[Alternative, ...] = ()
    is_sure: bool = True


@dataclass(slots=True)
class Passage:
    """The text being read with its style and tables, and how far it has been read (``heard``: the last sound's end).

    ``pinned`` is the kind that the author chose for forms that have several.

    All look-arounds are bounded, so reading stays linear.
    """

    text: str
    style: Style
    tables: Tables
    read_to: int = 0
    heard: str = ""
    pinned: str = ""

    def next_word(self, end: int) -> str:
        """The word after blanks that begins right behind ``end``, or ""."""
        found = _NEXT_WORD.match(self.text, end, end + _REACH + 16)
        return found[1] if found and found.start(1) > end else ""

    def previous_word(self, start: int) -> str:
        """The word before blanks (and an opening quote or bracket) that end at ``start``, or ""."""
        found = _PREVIOUS_WORD.search(self.text[max(0, start - _REACH) : start])
        return found[1] if found and found.end(1) < found.end() else ""

    def previous_words(self, start: int) -> tuple[str, str]:
        """The last two words before ``start`` in lower case, nearest first."""
        found = _PREVIOUS_WORD.search(self.text[max(0, start - _REACH) : start])
        if not found or found.end(1) == found.end():
            return "", ""
        second = self.previous_word(max(0, start - _REACH) + found.start(1))
        return found[1].lower(), second.lower()

    def char(self, index: int) -> str:
        """The character at an index, or "" outside the text."""
        return self.text[index] if 0 <= index < len(self.text) else ""

    def before(self, start: int) -> str:
        """The character that is heard before an index: what is written there, unless that was silent ornament."""
        return self.heard if start == self.read_to and start and not self.is_wordy(start - 1) else self.char(start - 1)

    def is_wordy(self, index: int) -> bool:
        """Whether a letter or digit stands at an index."""
        return self.char(index).isalnum()

    def is_joined(self, start: int) -> bool:
        """Whether a letter or digit that no reading has taken stands right before ``start``."""
        return start > self.read_to and self.is_wordy(start - 1)

    def ends_sentence(self, end: int) -> bool:
        """Whether a sentence ends here: end of text or line, or a capital after blanks."""
        rest = self.text[end : end + _REACH].lstrip(" \t\u00a0\"'”’)")
        return not rest or rest[0] == "\n" or (end < len(self.text) and not self.is_wordy(end) and rest[0].isupper())


Reader = Callable[[Passage, int], Reading | None]
"""Reads what starts at an index, or says None. The caller keeps the longest reading, the first on a tie."""
