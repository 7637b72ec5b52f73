"""The parts of a formula → one line of Unicode, for captions and transcripts: ``x²``, ``√(n + 1)``, ``∑_(i = 1)^n``.

After M. Sargent, *Unicode Nearly Plain-Text Encoding of Mathematics* (Unicode Technical Note 28).
"""

# A writer is a row of cases
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from studio.speech.formulas.nodes import (
    Accent,
    Atom,
    AtomKind,
    Fence,
    Fraction,
    Node,
    Root,
    Row,
    Scripts,
    is_operator,
    unwrapped,
)
from studio.speech.readers.common import SUBSCRIPTS, SUPERSCRIPTS

_RAISED = {chr(plain): chr(raised) for raised, plain in SUPERSCRIPTS.items()} | {
    "−": "⁻",
    "′": "′",
    "∗": "*",
    "∘": "°",
    "T": "ᵀ",
    "⊤": "ᵀ",
}
_LOWERED = {chr(plain): chr(lowered) for lowered, plain in SUBSCRIPTS.items()} | {"−": "₋"}
_ACCENTS = {
    "hat": "\u0302",
    "bar": "\u0304",
    "vector": "\u20d7",
    "tilde": "\u0303",
    "dot": "\u0307",
    "double-dot": "\u0308",
}
_TIGHT = "/!∣|%"
_ROOTS = {"3": "∛", "4": "∜"}
_WORDS = (AtomKind.FUNCTION, AtomKind.NAME, AtomKind.BIG)
_ONE_THING = re.compile(r"∂?\w|[\w.]+|\w!|\w+\([^()]*\)")


def write_row(row: Row) -> str:
    """A formula as a reader sees it without layout."""
    written = ""
    previous: Node | None = None
    is_sign = False
    for item in row.items:
        text = _write(item)
        if written and text and not is_sign and _is_apart(previous, item):
            written += " "
        written += text
        is_sign = is_operator(item, "−+±") and (previous is None or is_operator(previous))
        previous = item
    return re.sub(r",( ?,)+", ",", re.sub(r" +([,;.)])", r"\1", " ".join(written.split())))


def _is_apart(previous: Node | None, item: Node) -> bool:
    if is_operator(previous, _TIGHT) or is_operator(item, _TIGHT):
        return False
    if isinstance(previous, Fraction):
        return not isinstance(item, Fence)
    left, right = _kind(previous), _kind(item)
    if {left, right} & {AtomKind.OPERATOR, AtomKind.PROSE} or left is AtomKind.MARK:
        return not is_operator(previous, "∀∃¬")
    return right in _WORDS or (left in _WORDS and not isinstance(item, Fence))


def _kind(node: Node | None) -> AtomKind | None:
    while isinstance(node, Scripts):
        node = unwrapped(node.base)
    return node.kind if isinstance(node, Atom) else None


def _write(node: Node) -> str:
    match node:
        case Atom(_, text):
            return text
        case Row():
            return write_row(node)
        case Fraction(over, under, is_choice):
            return f"C({write_row(over)}, {write_row(under)})" if is_choice else f"{_whole(over)}/{_tight(under)}"
        case Root(inside, degree):
            text = "" if degree is None else write_row(degree)
            return f"{_ROOTS.get(text) or _script(text, _RAISED, '') + '√'}{_tight(inside)}"
        case Scripts(base, below, above):
            text = _write(base)
            text += _script(write_row(below), _LOWERED, "_") if below is not None else ""
            return text + (_script(write_row(above), _RAISED, "^") if above is not None else "")
        case Fence(left, inside, right):
            return f"{left}{write_row(inside)}{right}"
        case Accent(name, inside):
            text = write_row(inside)
            return text + _ACCENTS[name] if len(text) == 1 else text


def _whole(row: Row) -> str:
    """In brackets where it is more than one thing."""
    text = write_row(row)
    return text if len(row.items) == 1 or not re.search(r"[\s/]", re.sub(r"\([^()]*\)", "", text)) else f"({text})"


def _tight(row: Row) -> str:
    """In brackets where it is a product, too: a/2b can be read in two ways."""
    text = write_row(row)
    is_one = len(row.items) == 1 or (_ONE_THING.fullmatch(text) and not text.isalnum())
    return text if is_one and "/" not in text else f"({text})"


def _script(text: str, letters: dict[str, str], mark: str) -> str:
    tight = text.replace(" ", "")
    if all(char in letters for char in tight):
        return "".join(letters[char] for char in tight)
    return f"{mark}{tight}" if len(tight) == 1 else f"{mark}({tight})"
