"""What a formula is made of, whatever it was written in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AtomKind(StrEnum):
    """What the smallest parts of a formula are."""

    NUMBER = "number"
    LETTER = "letter"
    """A variable of one letter; Greek ones, and sets such as ℝ, too."""
    NAME = "name"
    """A name of several letters: ``latency``, ``RTT``."""
    FUNCTION = "function"
    """``log``, ``max``: known by name."""
    BIG = "big"
    """A symbol that takes bounds: ∑, ∏, ∫, ⋃."""
    OPERATOR = "operator"
    MARK = "mark"
    """Commas and the like."""
    PROSE = "prose"
    """Words of plain language."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One symbol, number or word; ``text`` in Unicode."""

    kind: AtomKind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """Parts side by side."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Fraction:
    """One over the other; ``is_choice`` is a binomial coefficient, n over k without a line."""

    over: Row
    under: Row
    is_choice: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """A root; a square one has no degree."""

    inside: Row
    degree: Row | None = None


@dataclass(frozen=True, slots=True)
class Scripts:
    """A base with what stands below and above it: indices, exponents, bounds."""

    base: Node
    below: Row | None = None
    above: Row | None = None


@dataclass(frozen=True, slots=True)
class Fence:
    """What stands between brackets or bars."""

    left: str
    inside: Row
    right: str


@dataclass(frozen=True, slots=True)
class Accent:
    """A mark over a part, by name: ``hat``, ``bar``."""

    name: str
    inside: Row


Node = Atom | Row | Fraction | Root | Scripts | Fence | Accent

_BINARY = "+−±∓=≠<>≤≥≪≫≈≃≅∼≡∝∈∉∋⊂⊆⊄⊃⊇∪∩∖→←↦⇒⇔∧∨⊕⊗∣|≔"


def is_operator(node: Node | None, texts: str = _BINARY) -> bool:
    """Whether a part is one of some operators; without ``texts``, of those that join terms."""
    return isinstance(node, Atom) and node.kind is AtomKind.OPERATOR and node.text in texts


def is_compound(row: Row) -> bool:
    """Whether a row is more than one term, so that where it ends has to be heard."""
    return any(is_operator(item) for item in row.items[1:])


def unwrapped(node: Node) -> Node:
    """A row of one part is that part."""
    return unwrapped(node.items[0]) if isinstance(node, Row) and len(node.items) == 1 else node


def depth(node: Node | None) -> int:
    """How many fractions, roots and indices of more than plain symbols stand in one another."""
    match node:
        case Row(items):
            return max(map(depth, items), default=0)
        case Fraction(over, under):
            return 1 + max(depth(over), depth(under))
        case Root(inside, degree):
            return 1 + max(depth(inside), depth(degree))
        case Scripts(base, below, above):
            plain = all(isinstance(item, Atom) for row in (below, above) if row for item in row.items)
            return depth(base) if plain else max(depth(base), 1 + max(depth(below), depth(above)))
        case Fence(_, inside, _) | Accent(_, inside):
            return depth(inside)
        case _:
            return 0
