"""Formulas: big-O, function application, powers, scientific notation, coefficients, subscripts."""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.passage import Passage, Reading
from studio.speech.readers.amounts import unit_after
from studio.speech.readers.common import (
    LETTER,
    NUMBER,
    SUBSCRIPT,
    SUBSCRIPTS,
    SUPERSCRIPT,
    SUPERSCRIPTS,
    bare,
    say_number,
)
from studio.speech.readers.fractions import VULGAR, say_fraction
from studio.speech.readers.names import say_name

_VARIABLES = frozenset("nmkijxyzabcNMK")
ORDERS = {
    "O": "",
    "Õ": "soft O of",
    "Θ": "theta of",
    "θ": "theta of",
    "Ω": "omega of",
    "ω": "little omega of",
    "o": "little o of",
}
_CALL = re.compile(rf"({LETTER}{{1,6}}[₀-₉]?)\(")
_REACH = 120
_EXPONENT = re.compile(
    rf"({SUPERSCRIPT}{{1,24}}(?:[·˙.]{SUPERSCRIPT}{{1,12}})?)|(?:\^|\*\*)(?:(-?[−-]?\d{{1,12}}(?:\.\d{{1,12}})?(?![\d.]{{0,3}}\d))|([−-]?(?:[A-Za-z]{{1,3}}|[α-ω]))(?!\w)|([({{]))"
)
_EXPONENT_SIGNS = str.maketrans("−·˙", "-..")
_POWER = re.compile(rf"({NUMBER})(?=(?:\^|\*\*)[-−\d({{A-Za-zα-ω]|{SUPERSCRIPT})")
_SCIENTIFIC = re.compile(rf"({NUMBER}) ?[×x*·⋅] ?10(?=\^|\*\*|{SUPERSCRIPT})")
_E_NOTATION = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)[eE]([+−-]?)(\d{1,4})(?!\d|\.\d)")
_COEFFICIENT = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)([A-Za-z]{1,2}|[α-ωπ])(?![A-Za-z0-9_'’])")
_SUBSCRIPTED = re.compile(rf"({LETTER}{{1,8}})({SUBSCRIPT}{{1,8}})")
_RAISED = re.compile(r"(?:[\w)\]}|′°⁰-⁹₀-₉]|\w['’])\Z")
_SAID = re.compile(r"[A-Za-z]{2} \Z")
_FACTORIAL = re.compile(r"([A-Za-z]|\d{1,4})!(?=[)\s.,;]|\Z)")
_TOKEN = re.compile(
    rf"\s+|(?P<sub>{LETTER}+{SUBSCRIPT}+)|(?P<num>{NUMBER})|(?P<word>{LETTER}+)|(?P<exp>{SUPERSCRIPT}+|\^|\*\*)"
    r"|(?P<op><=|>=|!=|->|==|\S)"
)
_UNDER = re.compile(r"(?:([A-Za-z]|\d{1,3})(?![A-Za-z0-9])|\{([^{}]{1,20})\})")
_BARS = re.compile(r"\|([^|]{1,24})\|")
_MINUS = {"-": "minus", "−": "minus", "–": "minus"}
_INNER = {
    "/": "over",
    "*": "times",
    "!": "factorial",
    ",": ",",
    "…": "…",
    "'": "prime",
    "%": "mod",
    "|": "given",
    **_MINUS,
}
_OPENERS = {"(": ")", "[": "]", "{": "}", "⌈": "⌉", "⌊": "⌋"}
_BRACKET_WORDS = {"⌈": "the ceiling of ", "⌊": "the floor of "}
_FORMULA_CHAR = re.compile(r"[\w\s.,+*/^<>=!|′'⌈⌉⌊⌋∈∪∩√∞×·⋅≤≥≠→⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ₀-₉ₐ-ₜᵢᵣᵤᵥⱼ(){}\[\]%~−–-]*")


def closing(text: str, start: int) -> int:
    """Index of the bracket that closes the one at ``start``, within reach, or -1."""
    pairs = {")": "(", "]": "[", "}": "{"}
    depth = 0
    for index in range(start, min(len(text), start + _REACH)):
        char = text[index]
        if char in "([{":
            depth += 1
        elif char in pairs:
            depth -= 1
            if depth == 0:
                return index
        elif char == "\n" and text[index + 1 : index + 2] == "\n":
            return -1
    return -1


def say_formula(passage: Passage, formula: str) -> str:
    """An expression in words, left to right; brackets are heard as commas where something follows them."""
    said: list[str] = []
    position, tokens = 0, formula.strip()
    while position < len(tokens):
        token = _TOKEN.match(tokens, position)
        assert token is not None
        position = token.end()
        if token["sub"]:
            said.append(say_subscripted(passage, token["sub"]))
        elif token["num"]:
            said.append(say_number(passage, token["num"]))
        elif token["word"]:
            said.append(_say_word(passage, token["word"], tokens, position))
        elif token["exp"]:
            words, position = _exponent(passage, tokens, token.start())
            said.append(words)
        elif token["op"]:
            words, position = _operator(passage, tokens, token["op"], token.start(), said)
            said.append(words)
    return re.sub(r" +,", ",", " ".join(word for word in said if word)).strip(" ,")


def _say_word(passage: Passage, word: str, formula: str, end: int) -> str:
    greek = passage.tables.symbols.get(word)
    if greek and greek[1] == "greek":
        spoken = greek[0]
    elif passage.tables.is_a("math", word.lower()):
        spoken = {"sqrt": "the square root", "ln": "natural log", "lg": "log"}.get(word.lower(), word)
        if (
            word.lower() in ("sqrt", "max", "min", "abs", "gcd", "poly", "floor", "ceil")
            and formula[end : end + 1] == "("
        ):
            spoken = f"{spoken} of".removeprefix("the the ")
        elif word.lower() == "mod":
            spoken = "mod"
    elif len(word) <= 3 and not (len(word) > 1 and word.lower() in passage.tables.short_words):
        spoken = " ".join(passage.tables.symbols.get(c, (c, ""))[0] for c in word)
    else:
        spoken = say_name(passage, word)
    return spoken


def _exponent(passage: Passage, text: str, start: int) -> tuple[str, int]:
    found = _EXPONENT.match(text, start)
    if not found:
        return "to the", start + (2 if text.startswith("**", start) else 1)
    raised, number, letter, bracket = found.groups()
    if bracket:
        end = closing(text, found.end() - 1)
        if end < 0:
            return "to the", found.end()
        return f"to the {say_formula(passage, text[found.end() : end])}", end + 1
    exponent = (raised or number or letter).translate(SUPERSCRIPTS).translate(_EXPONENT_SIGNS)
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", exponent):
        return numbers.power(exponent.removeprefix("+")), found.end()
    return f"to the {say_formula(passage, exponent)}", found.end()


def _operator(passage: Passage, text: str, op: str, start: int, said: list[str]) -> tuple[str, int]:
    end = start + len(op)
    if op == "_" and (under := _UNDER.match(text, end)):
        base = "base" if said and said[-1].endswith("log") else "sub"
        return f"{base} {say_formula(passage, under[1] or under[2])}", under.end()
    if op == "|" and (size := _BARS.match(text, start)):
        return say_formula(passage, size[1]), size.end()
    if op in VULGAR:
        return say_fraction(*VULGAR[op]), end
    if op in _OPENERS:
        stop = text.find(_OPENERS[op], end) if op in "⌈⌊" else closing(text, start)
        if stop < 0:
            return "", end
        inner = say_formula(passage, text[end:stop])
        after = text[stop + 1 :].lstrip()[:1]
        comma = "," if after and after not in "^⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁻)!," and " " in inner else ""
        before = "times " if said and text[start - 1 : start] == ")" else ""
        return f"{before}{_BRACKET_WORDS.get(op, '')}{inner}{comma}", stop + 1
    if op in _INNER:
        word = "minus" if op in _MINUS else _INNER[op]
        return word, end
    spoken = passage.tables.symbols.get(op)
    if spoken:
        return spoken[0], end
    return ("" if op in ")]}" else op if op.isalnum() else ""), end


def say_subscripted(passage: Passage, written: str) -> str:
    """``xᵢ`` x sub i, ``log₂`` log base two, ``CO₂`` C O two."""
    found = _SUBSCRIPTED.match(written)
    assert found is not None
    base, under = found[1], found[2].translate(SUBSCRIPTS)
    index = numbers.cardinal(under) if under.isdigit() else say_formula(passage, under)
    if base.lower() in ("log", "ln", "lg"):
        return f"log base {index}"
    if len(base) > 1 and base[0].isupper():
        return f"{' '.join(base) if base.isupper() else say_name(passage, base)} {index}"
    if base.isupper() and base in "HON":
        return f"{base} {index}"
    return f"{say_formula(passage, base)} sub {index}"


def read_big_o(passage: Passage, start: int) -> Reading | None:
    """``O(n log n)``, ``Θ(n²)``, ``Ω(n)``, ``o(1)``."""
    text = passage.text
    char = text[start]
    if char not in ORDERS or passage.char(start + 1) != "(" or passage.is_joined(start):
        return None
    end = closing(text, start + 1)
    if end < 0:
        return None
    inner = say_formula(passage, text[start + 2 : end])
    order = ORDERS[char] or passage.style.big_o
    return Reading(end + 1, f"{order} {inner}".rstrip(), "big-o")


def read_call(passage: Passage, start: int) -> Reading | None:
    """``f(x)`` f of x, ``log(n)`` log of n; arguments have to look like a formula."""
    found = _CALL.match(passage.text, start)
    if not found or (passage.is_joined(start) and not passage.char(start - 1).isdigit()):
        return None
    if passage.char(start - 1) in ("_", "."):
        return None
    name = found[1]
    known = passage.tables.is_a("math", name.lower()) or len(name) == 1
    end = closing(passage.text, found.end() - 1) if known else -1
    if end < 0:
        return None
    inner = passage.text[found.end() : end]
    if name in _VARIABLES and (not inner.isalpha() or passage.tables.is_a("function", inner.lower())):
        return None
    words = re.findall(r"[A-Za-z]+", inner)
    if (
        not inner
        or not _FORMULA_CHAR.fullmatch(inner)
        or any(len(w) > 3 and not passage.tables.is_a("math", w) for w in words)
    ):
        return None
    head = {"sqrt": "the square root", "P": "P", "E": "E"}.get(name) or _say_word(passage, name, "", 0)
    spoken = f"{head} of {say_formula(passage, inner)}".replace(",", ",")
    return Reading(end + 1, spoken, "formula")


def read_bracketed(passage: Passage, start: int) -> Reading | None:
    """``⌈n/2⌉`` and ``⌊n/2⌋``: the ceiling and the floor of what they hold."""
    char = passage.text[start]
    if char not in _BRACKET_WORDS:
        return None
    end = passage.text.find(_OPENERS[char], start, start + _REACH)
    if end < 0:
        return None
    return Reading(end + 1, _BRACKET_WORDS[char] + say_formula(passage, passage.text[start + 1 : end]), "formula")


def read_product(passage: Passage, start: int) -> Reading | None:
    """``n(n-1)``: a variable right before a bracket multiplies it."""
    if passage.char(start) != "(" or passage.char(start - 1) not in _VARIABLES or passage.is_wordy(start - 2):
        return None
    end = closing(passage.text, start)
    inner = passage.text[start + 1 : end]
    if end < 0 or not re.fullmatch(r"[\w ]{1,12}[-−–+*/][\w ]{1,12}", inner):
        return None
    return Reading(end + 1, f"times {say_formula(passage, inner)}", "formula")


def read_power(passage: Passage, start: int) -> Reading | None:
    """``10^6``, ``10⁻⁹ s``, ``3 × 10⁸ m/s``: a number with an exponent, and a unit behind it."""
    text = passage.text
    if passage.is_joined(start):
        return None
    scientific = _SCIENTIFIC.match(text, start)
    found = scientific or _POWER.match(text, start)
    if not found:
        return None
    words, end = _exponent(passage, text, found.end())
    number = say_number(passage, found[1])
    spoken = f"{number} times ten {words}" if scientific else f"{number} {words}"
    unit, end = unit_after(passage, end)
    return Reading(end, spoken + unit, "scientific" if scientific else "power")


def read_e_notation(passage: Passage, start: int) -> Reading | None:
    """``2.4e9`` two point four times ten to the ninth."""
    found = _E_NOTATION.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    sign = "-" if found[2] in ("-", "−") else ""
    power = found[3].lstrip("0") or "0"
    exponent = f"to the minus {numbers.cardinal(power)}" if sign else f"to the {numbers.ordinal(power)}"
    unit, end = unit_after(passage, found.end())
    if passage.is_wordy(end):
        return None
    return Reading(end, f"{numbers.decimal(bare(found[1]))} times ten {exponent}{unit}", "scientific")


def read_coefficient(passage: Passage, start: int) -> Reading | None:
    """``2f`` two f, ``3n``, ``2π``."""
    found = _COEFFICIENT.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    letters = found[2]
    if passage.char(found.end()) == "(" and (call := read_call(passage, found.end(1))):
        return Reading(call.end, f"{numbers.decimal(found[1])} {call.spoken}", "formula")
    if found[1].startswith("802."):
        return None
    if letters == "p" and len(found[1]) in (3, 4) and found[1].isdigit():
        return Reading(found.end(), f"{numbers.grouped(found[1])} p", "name")
    symbol = passage.tables.symbols.get(letters)
    return Reading(found.end(), f"{numbers.decimal(found[1])} {symbol[0] if symbol else ' '.join(letters)}", "algebra")


def read_subscript(passage: Passage, start: int) -> Reading | None:
    """``x₁`` x sub one, ``log₂`` log base two."""
    found = _SUBSCRIPTED.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    return Reading(found.end(), say_subscripted(passage, found[0]), "algebra")


def read_exponent(passage: Passage, start: int) -> Reading | None:
    """An exponent behind a letter or a bracket: ``x²``, ``(n-1)^2``, ``2ⁿ``."""
    found = _EXPONENT.match(passage.text, start)
    if not found or (passage.text[start] in "^*" and not _RAISED.search(passage.text[max(0, start - 2) : start])):
        return None
    words, end = _exponent(passage, passage.text, start)
    return Reading(end, words, "power")


def read_factorial(passage: Passage, start: int) -> Reading | None:
    """``n!`` where a sentence cannot end: before a closing bracket, or a lone letter inside a sentence."""
    found = _FACTORIAL.match(passage.text, start)
    free = not passage.char(start - 1) or passage.char(start - 1) in " (+-*/=^\n"
    if not found or not free or passage.ends_sentence(found.end()) or found[1] in "aAI":
        return None
    if len(found[1]) > 2 and _SAID.search(passage.text[max(0, start - 3) : start]):
        return None  # a number told with emphasis
    base = numbers.cardinal(found[1]) if found[1].isdigit() else found[1]
    return Reading(found.end(), f"{base} factorial", "algebra")
