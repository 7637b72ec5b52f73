"""Reading a text as the author says: ``[2024]{as=number}``, ``[1984]{as=year}``, ``[42]{as=digits}``."""

from __future__ import annotations

import re
from collections.abc import Callable

from studio.speech import numbers
from studio.speech.readers.network import spell
from studio.speech.style import Style

_INTEGER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+")


def _number(text: str, style: Style) -> str | None:
    digits = text.replace(",", "")
    return numbers.decimal(digits, use_and=style.use_and) if _NUMBER.fullmatch(text) and text.isascii() else None


def _ordinal(text: str, style: Style) -> str | None:
    return numbers.ordinal(text.replace(",", ""), use_and=style.use_and) if _is_integer(text) else None


def _year(text: str, _style: Style) -> str | None:
    return numbers.year(text) if _is_integer(text) and len(text) <= 4 else None


def _name(text: str, _style: Style) -> str | None:
    return numbers.grouped(text) if _is_integer(text) and "," not in text else None


def _digits(text: str, _style: Style) -> str | None:
    return numbers.spell_digits(text) if any(c in "0123456789" for c in text) else None


def _letters(text: str, _style: Style) -> str | None:
    return spell("".join(c for c in text if c.isalpha() or c in "0123456789")) or None


def _word(text: str, _style: Style) -> str | None:
    return text if text.isalpha() else None


def _is_integer(text: str) -> bool:
    return text.isascii() and _INTEGER.fullmatch(text) is not None


READ_AS: dict[str, Callable[[str, Style], str | None]] = {
    "number": _number,
    "ordinal": _ordinal,
    "year": _year,
    "name": _name,
    "digits": _digits,
    "letters": _letters,
    "word": _word,
}
"""Kind → reading of a text as that kind, or None where the text is none. ``name`` is 8080 as "eighty eighty"."""
