"""Long text in pieces that an engine can take at once."""

from __future__ import annotations

import itertools
import re

_SENTENCE_ENDS = re.compile(r"[.!?…]+[\"')\]]*(?=\s)")
_CLAUSE_ENDS = re.compile(r"[,;:–—]+(?=\s)")
_WORD_ENDS = re.compile(r"(?=\s)")


def pieces(text: str, longest: int) -> tuple[str, ...]:
    """The text cut after sentences, and where a sentence is longer than ``longest`` characters, after clauses or words.

    Pieces with nothing to say are left out; a word that is longer by itself is cut anywhere.
    """
    return tuple(
        piece for sentence in _cut(text, _SENTENCE_ENDS) for piece in _shorten(sentence, longest) if _has_words(piece)
    )


def _cut(text: str, ends: re.Pattern[str]) -> list[str]:
    at = [0, *(match.end() for match in ends.finditer(text)), len(text)]
    return [text[start:end].strip() for start, end in itertools.pairwise(at)]


def _shorten(text: str, longest: int) -> list[str]:
    if len(text) <= longest:
        return [text]
    for ends in (_CLAUSE_ENDS, _WORD_ENDS):
        before = [match.end() for match in ends.finditer(text, 1, longest + 1) if match.end() <= longest]
        if before:
            return [text[: before[-1]], *_shorten(text[before[-1] :].strip(), longest)]
    return [text[:longest], *_shorten(text[longest:], longest)]


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)
