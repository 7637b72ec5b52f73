"""The parts of a formula → words, left to right, as one reads it to somebody who cannot see it.

After L. A. Chang, *Handbook for Spoken Mathematics* (1983): what stands in brackets is "the quantity", a fraction is
something over something, and a comma is heard where a part of several terms ends.
"""

# A reader is a row of cases
# ruff: noqa: PLR0911

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeGuard

from studio.speech import numbers
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
    is_compound,
    is_operator,
    unwrapped,
)
from studio.speech.formulas.text import write_row
from studio.speech.passage import Passage
from studio.speech.readers.algebra import ORDERS
from studio.speech.readers.common import say_number
from studio.speech.readers.fractions import say_fraction
from studio.speech.readers.names import say_name
from studio.speech.speak import speak
from studio.speech.style import Style
from studio.speech.tables import tables_for

_FUNCTIONS = {
    "ln": "natural log", "lg": "log", "sin": "sine", "cos": "cosine", "tan": "tangent", "exp": "exp",
    "sup": "the supremum", "inf": "the infimum", "max": "the maximum", "min": "the minimum", "lim": "the limit",
    "limsup": "the upper limit", "liminf": "the lower limit", "gcd": "the greatest common divisor",
    "lcm": "the least common multiple", "det": "the determinant", "dim": "the dimension", "deg": "the degree",
    "argmax": "the arg max", "argmin": "the arg min",
    "Pr": "the probability", "Var": "the variance", "Cov": "the covariance",
}  # fmt: skip
_LETTERS = {"ℙ": "the probability", "𝔼": "the expectation", "ℏ": "h bar"}
_BIG = {
    "∑": "the sum", "∏": "the product", "∫": "the integral", "∬": "the double integral", "∮": "the contour integral",
    "⋃": "the union", "⋂": "the intersection", "∐": "the coproduct",
}  # fmt: skip
_OPERATORS = {
    "/": "over", "∣": "given", "|": "given", "∤": "does not divide", "≔": "is defined as", "⋆": "star", "∙": "times",
    "mod": "mod", "!": "factorial", "~": "is distributed as", "∼": "is distributed as", "∥": "parallel to",
    "⊥": "is perpendicular to", "→": "to",
}  # fmt: skip
_EXPONENTS = {"∗": "star", "·": "star", "⊤": "transpose", "T": "transpose", "∘": "degrees", "+": "plus", "−": "minus"}
_DOUBLED = re.compile(r"(the quantity|times) \1(?=\s)")
_SETS = {"ℝ": "R", "ℕ": "N", "ℤ": "Z", "ℚ": "Q", "ℂ": "C"}  # “the reals” have no exponent
_ROOTS = {"3": "the cube root of", "4": "the fourth root of"}
_FENCES = {
    "⌊": "the floor of", "⌈": "the ceiling of", "‖": "the norm of", "|": "the absolute value of", "{": "the set of",
}  # fmt: skip
_VARIABLES = frozenset("abcdijklmnpqrstuvwxyzKLMRαβγδεηθκλμνπρστω")
_CALLED = frozenset("fghpqFGHPETVWXYOΘΩωoφψΦΨΓζℙ𝔼")
_FACTORS = (AtomKind.NUMBER, AtomKind.LETTER)
_LISTED = frozenset(("max", "min", "gcd", "lcm", "inf", "sup"))


def say_row(row: Row, style: Style) -> str:
    """A formula in words."""
    return _Reader(style).row(row)


class _Reader:
    def __init__(self, style: Style) -> None:
        self._style = style
        self._passage = Passage("", style, tables_for(style))

    def row(self, row: Row) -> str:
        """The words of a row, with commas where a part of several terms ends."""
        said: list[str] = []
        items = _joined(row.items)
        for index, item in enumerate(items):
            before = items[index - 1] if index else None
            after = items[index + 1] if index + 1 < len(items) else None
            words = self._item(item, before, after)
            if _is_product(items[max(index - 2, 0) : index], item):
                words = f"times {words}"
            said.append(f"{words}," if after is not None and _needs_end(item, after) else words)
        return re.sub(r"[ ,]*,", ",", _DOUBLED.sub(r"\1", " ".join(filter(None, said)))).strip(" ,")

    def _item(self, item: Node, before: Node | None, after: Node | None) -> str:
        match item:
            case Atom():
                return self._atom(item, before, after)
            case Row():
                return self.row(item)
            case Fraction():
                return self._fraction(item)
            case Root(inside, degree):
                return f"{self._degree(degree)} {self.row(inside)}"
            case Scripts():
                return self._scripts(item, before, after)
            case Fence():
                return self._fence(item, before, after)
            case Accent(name, inside):
                is_order = name == "tilde" and isinstance(after, Fence) and unwrapped(inside) == _letter("O")
                return "soft O" if is_order else f"{self.row(inside)} {name.replace('-', ' ')}"

    # ---------------------------------------------------------------------------------------- atoms

    def _atom(self, atom: Atom, before: Node | None, after: Node | None) -> str:
        match atom.kind:
            case AtomKind.NUMBER:
                return say_number(self._passage, atom.text)
            case AtomKind.LETTER:
                called = isinstance(after, Fence)
                times = "times " if called and isinstance(before, Fence) else ""
                return times + self._letter(atom.text, called=called)
            case AtomKind.NAME:
                return _FUNCTIONS.get(atom.text) or say_name(self._passage, atom.text)
            case AtomKind.FUNCTION:
                return _FUNCTIONS.get(atom.text, atom.text)
            case AtomKind.BIG:
                return f"{_BIG[atom.text]} of"
            case AtomKind.PROSE:
                return speak(" ".join(atom.text.split()), self._style).text
            case AtomKind.MARK:
                return {"…": "and so on,", ":": ",", "′": "prime", ";": ",", ".": ""}.get(atom.text, atom.text)
            case AtomKind.OPERATOR:
                return self._operator(atom.text, before)

    def _letter(self, letter: str, *, called: bool) -> str:
        if called and letter in ORDERS:
            return (ORDERS[letter] or self._style.big_o).removesuffix(" of")
        known = self._passage.tables.symbols.get(letter)
        return _LETTERS.get(letter) or (known[0] if known else letter)

    def _operator(self, operator: str, before: Node | None) -> str:
        if before is None and operator in "∼≈~":
            return self._style.approximately
        is_vector = isinstance(before, Accent) or before == _letter("∇")
        if operator == "·" and is_vector:
            return "dot"
        known = self._passage.tables.symbols.get(operator)
        return _OPERATORS.get(operator) or (known[0] if known else "")

    # ---------------------------------------------------------------------------------------- structures

    def _fraction(self, fraction: Fraction) -> str:
        over, under = unwrapped(fraction.over), unwrapped(fraction.under)
        if fraction.is_choice:
            return f"{self.row(fraction.over)} choose {self.row(fraction.under)}"
        if _is_whole(over) and _is_whole(under):
            return say_fraction(int(over.text), int(under.text))
        first, second = self.row(fraction.over), self.row(fraction.under)
        if is_compound(fraction.over) or any(map(_ends_in_terms, fraction.over.items)):
            return f"{first}, all over {self._quantity(fraction.under, second)}"
        return f"{first} over {self._quantity(fraction.under, second)}"

    def _quantity(self, row: Row, words: str) -> str:
        has_terms = is_compound(row) or isinstance(unwrapped(row), Fraction)
        return f"the quantity {words}" if has_terms else words

    def _degree(self, degree: Row | None) -> str:
        if degree is None:
            return "the square root of"
        words = self.row(degree)
        text = getattr(unwrapped(degree), "text", "")
        return _ROOTS.get(text, f"the {words}-th root of")

    def _scripts(self, scripts: Scripts, before: Node | None, after: Node | None) -> str:
        base = unwrapped(scripts.base)
        if isinstance(base, Atom) and base.kind is AtomKind.BIG:
            return f"{_BIG[base.text]}{self._bounds(scripts)} of"
        if isinstance(base, Atom) and base.kind is AtomKind.FUNCTION:
            return self._function(base, scripts)
        called = isinstance(after, Fence) and scripts.above is None
        words = self._letter(base.text, called=called) if _is_letter(base) else self._item(base, before, Row())
        if isinstance(base, Fence) and (len(base.inside.items) > 1 or _is_called(before, base.inside)):
            words += ","
        if isinstance(base, Atom) and scripts.above is not None:
            words = _SETS.get(base.text, words)
        if scripts.below is not None:
            words += f" {self._index(scripts.below)}"
        if scripts.above is not None and _is_inverse(base, scripts.above):
            words += " inverse"
        elif scripts.above is not None:
            comma = "," if scripts.below is not None and is_compound(scripts.below) else ""
            words += f"{comma} {self._exponent(scripts.above, of_number=_is_number(base))}"
        return words

    def _bounds(self, scripts: Scripts) -> str:
        lower = self.row(scripts.below) if scripts.below is not None else ""
        upper = self.row(scripts.above) if scripts.above is not None else ""
        if lower and upper:
            return f" from {lower} to {upper}"
        return f" over {lower}" if lower else f" up to {upper}" if upper else ""

    def _function(self, base: Atom, scripts: Scripts) -> str:
        words = _FUNCTIONS.get(base.text, base.text)
        if scripts.below is not None:
            below = self.row(scripts.below)
            if base.text.startswith("lim"):
                return f"{words} as {below.replace(' to ', ' goes to ', 1)} of"
            words += f" base {below} of" if base.text in ("log", "lg") else f" over {below} of"
        return f"{words} {self._exponent(scripts.above)}" if scripts.above is not None else words

    def _index(self, below: Row) -> str:
        only = unwrapped(below)
        if isinstance(only, Atom) and only.kind in (AtomKind.NAME, AtomKind.PROSE, AtomKind.FUNCTION):
            return self._item(only, None, None).removeprefix("the ") if only.text not in _LISTED else only.text
        return f"sub {self.row(below)}"

    def _exponent(self, above: Row, *, of_number: bool = False) -> str:
        texts = [item.text for item in above.items if isinstance(item, Atom)]
        if len(texts) == len(above.items):
            if set(texts) == {"′"}:
                return ("", "prime", "double prime", "triple prime")[min(len(texts), 3)]
            if texts[0] == "′":
                return f"prime {self._exponent(Row(above.items[1:]))}"
            if len(texts) == 1 and texts[0] in _EXPONENTS and not (of_number and texts[0] == "T"):
                return _EXPONENTS[texts[0]]
            plain = "".join(texts).replace("−", "-")
            if re.fullmatch(r"-?\d{1,12}(\.\d{1,12})?", plain):
                return numbers.power(plain)
        if is_compound(above):
            return f"to the power of {self.row(above)}"
        return f"to the {self.row(above)}"

    # ---------------------------------------------------------------------------------------- brackets

    def _fence(self, fence: Fence, before: Node | None, after: Node | None) -> str:
        inside = self.row(fence.inside)
        listed = isinstance(before, Atom) and before.text in _LISTED
        if fence.left == "{" and not listed:
            return f"the set of {inside.replace(' given ', ' such that ')}"
        if fence.left in _FENCES and not listed:
            is_size = fence.left == "|" and (inside[:1].isupper() and _is_set(fence.inside))
            said = f"the size of {inside}" if is_size else f"{_FENCES[fence.left]} {inside}"
            return f"times {said}" if _is_factor(before) else said
        if _is_called(before, fence.inside):
            inside = " and".join(inside.rsplit(",", 1)) if listed else inside
            return inside if _says_of(before) else f"of {inside}"
        comma = [item for item in fence.inside.items if item == Atom(AtomKind.MARK, ",")]
        if len(comma) == 1 and "[" in fence.left + fence.right + "[" * (fence.right == "]"):
            return f"the interval from {inside.replace(',', ' to', 1)}"
        needed = is_compound(fence.inside) and (after is not None or _is_factor(before) or is_operator(before, "−-/"))
        said = f"the quantity {inside}" if needed and not comma else inside
        return f"times {said}" if _is_factor(before) else said


def _says_of(before: Node | None) -> bool:
    """Whether the words for a function end in “of” already, as those for one with a bound below do."""
    base = before.base if isinstance(before, Scripts) else None
    is_bound = isinstance(base, Atom) and base.kind is AtomKind.FUNCTION
    return is_bound and isinstance(before, Scripts) and before.below is not None


def _is_set(row: Row) -> bool:
    """Whether a row is a set's letter, or made of sets."""
    return _is_letter(unwrapped(row)) or any(is_operator(item, "∪∩∖") for item in row.items)


def _letter(text: str) -> Atom:
    return Atom(AtomKind.LETTER, text)


def _is_letter(node: Node | None) -> TypeGuard[Atom]:
    return isinstance(node, Atom) and node.kind is AtomKind.LETTER


def _is_number(node: Node) -> TypeGuard[Atom]:
    return isinstance(node, Atom) and node.kind is AtomKind.NUMBER


def _is_inverse(base: Node, above: Row) -> bool:
    """Whether “to the minus one” means the inverse: of a function, or of a matrix."""
    minus_one = Row((Atom(AtomKind.OPERATOR, "−"), Atom(AtomKind.NUMBER, "1")))
    return above == minus_one and isinstance(base, Atom) and (base.text in "fgh" or base.text.isupper())


def _is_whole(node: Node) -> TypeGuard[Atom]:
    return isinstance(node, Atom) and node.kind is AtomKind.NUMBER and node.text.isdigit() and len(node.text) < 10


def _joined(items: Sequence[Node]) -> list[Node]:
    """A number and the unit behind it are read together, and so are ``1/2`` and ``1, …, n``."""
    found: list[Node] = []
    for item in items:
        last = found[-1] if found else None
        if isinstance(item, Atom) and item.kind in (AtomKind.PROSE, AtomKind.NAME) and _is_count(last):
            found[-1] = Atom(AtomKind.PROSE, f"{write_row(Row((found[-1],)))} {item.text.strip()}")
            continue
        if is_operator(last, "$") and _is_count(item):
            found[-1] = Atom(AtomKind.PROSE, f"${write_row(Row((item,)))}")
            continue
        if _is_whole(item) and len(found) > 1 and is_operator(last, "/") and _is_whole(found[-2]):
            over = found[-2]
            found[-2:] = [Fraction(Row((over,)), Row((item,)))]
            continue
        found.append(item)
    return _worded(found)


def _worded(items: list[Node]) -> list[Node]:
    """``1, …, n`` → 1 up to n; ``f: A → B`` → f from A to B."""
    comma, dots, colon = (Atom(AtomKind.MARK, mark) for mark in ",…:")
    is_mapping = any(is_operator(item, "→") for item in items)
    found: list[Node] = []
    for item in items:
        if item == comma and found[-2:] == [comma, dots]:
            found[-2:] = [Atom(AtomKind.PROSE, "up to")]
        elif item == colon and is_mapping:
            found.append(Atom(AtomKind.PROSE, "from"))
        else:
            found.append(item)
    return found


def _is_count(node: Node | None) -> bool:
    """Whether a unit may stand behind this: a number, or a power of one."""
    return node is not None and _is_number(node.base if isinstance(node, Scripts) else node)


def _is_product(before: Sequence[Node], item: Node) -> bool:
    """Whether a part right behind a bracket is multiplied by it, and nothing else would say so."""
    bracket = before[-1] if before else None
    if not isinstance(bracket, Fence) or bracket.left != "(" or not is_compound(bracket.inside):
        return False
    is_operand = isinstance(item, Scripts | Fraction | Root) or (isinstance(item, Atom) and item.kind in _FACTORS)
    return is_operand and item != _letter("d") and not _is_called(before[0], bracket.inside)


def _needs_end(item: Node, after: Node) -> bool:
    """Whether only a pause tells where this part ends."""
    return (
        _ends_in_terms(item)
        or (isinstance(item, Root) and not isinstance(after, Atom | Fence))
        or (isinstance(item, Root) and isinstance(after, Atom) and after.kind in (*_FACTORS, AtomKind.FUNCTION))
    )


def _ends_in_terms(item: Node) -> bool:
    """Whether a part ends in several terms, or in brackets that hold some."""
    match item:
        case Fraction(over, under, is_choice):
            return is_choice or is_compound(over) or is_compound(under)
        case Root(inside, _):
            return is_compound(inside)
        case Fence(_, inside, _):
            return is_compound(inside)
        case Scripts(base, below, above):
            is_bound = isinstance(base, Atom) and base.kind in (AtomKind.BIG, AtomKind.FUNCTION)
            last = above if above is not None else below
            return not is_bound and last is not None and is_compound(last)
        case _:
            return False


def _is_factor(before: Node | None) -> bool:
    """Whether a bracket right behind this multiplies it."""
    if isinstance(before, Atom):
        return before.kind in _FACTORS or is_operator(before, "!")
    return isinstance(before, Fence | Fraction | Scripts | Root) and not _is_bound(before)


def _is_bound(before: Node | None) -> bool:
    """Whether this is a symbol or a function over a range, whose words end in “of”."""
    base = before.base if isinstance(before, Scripts) else None
    if not isinstance(before, Scripts) or not isinstance(base, Atom):
        return False
    is_range = base.kind is AtomKind.FUNCTION and base.text not in ("log", "lg") and before.below is not None
    return base.kind is AtomKind.BIG or is_range


def _is_called(before: Node | None, inside: Row) -> bool:
    """Whether what stands right before a bracket is a function of what stands in it."""
    base = unwrapped(before.base) if isinstance(before, Scripts) else before
    if _is_bound(before):
        return False
    if isinstance(base, Accent):
        return True
    if not isinstance(base, Atom):
        return False
    if base.kind in (AtomKind.FUNCTION, AtomKind.NAME):
        return True
    if base.kind is not AtomKind.LETTER:
        return False
    if base.text in _CALLED or base.text not in _VARIABLES:
        return True
    return not is_compound(inside) and _is_letter(unwrapped(inside))
