r"""Formulas in LaTeX → words and one line of Unicode: ``O(n \log n)`` → "O of n log n"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from studio.speech.formulas.latex import is_function, parse_latex
from studio.speech.formulas.nodes import depth
from studio.speech.formulas.text import write_row
from studio.speech.formulas.words import say_row
from studio.speech.style import HOUSE, Style

__all__ = ["MOST_WORDS", "Formula", "is_function", "read_formula"]

MOST_WORDS = 30
"""A longer reading than this is lost on a listener before its end."""

_MOST_CHARACTERS = 2_000
_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it is said and as it is read.

    ``trouble`` is why the words are no more than an attempt: what could not be understood, or is too much for the ear;
    empty where they can be spoken.
    """

    words: str
    text: str
    trouble: str = ""


@lru_cache(maxsize=256)
def read_formula(latex: str, style: Style = HOUSE) -> Formula:
    """Read the LaTeX of a formula, without its dollars.

    Never raises on any text, and takes time linear in its length.
    """
    if len(latex) > _MOST_CHARACTERS:
        return Formula("", " ".join(latex.split()), f"{len(latex):,} characters")
    row, troubles = parse_latex(latex)
    words = say_row(row, style)
    count = len(words.split())
    if not any(char.isalnum() for char in words):
        troubles.append("nothing to say")
    if depth(row) > _DEEPEST:
        troubles.append("fractions and indices within one another")
    if count > MOST_WORDS:
        troubles.append(f"{count} words")
    return Formula(words, write_row(row), " and ".join(troubles))
