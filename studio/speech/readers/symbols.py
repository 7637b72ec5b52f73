"""Single characters and operators: read in their passage, and by their Unicode name where nothing better is known."""

# The handlers of symbols are rows of guards with one signature
# ruff: noqa: ARG001, PLR0911

from __future__ import annotations

import re
import unicodedata

from studio.speech import numbers
from studio.speech.passage import Passage, Reading
from studio.speech.readers.common import LETTER, SUBSCRIPTS, SUPERSCRIPTS, operand

_LONG = re.compile(r"<=>|<->|==>|-->|<--|===|<=|>=|=>|->|<-|!=|<>|==|:=|\+=|-=|\*=|/=|\+/-|>>|<<|&&|\|\|")
_PER_TIME = re.compile(r"/(s|sec|seconds?|min|minutes?|h|hr|hours?|days?|weeks?|months?|yr|years?)(?![\w/])")
_GROUP = re.compile(r"\([\w ]{1,8}[-+*/^][\w ]{1,8}\)")
_DIGITS = re.compile(r"[0-9]{1,32}")
_PER_UNIT = re.compile(r"/([A-Za-z]{2,3})(?![\w/])")
_DATED = re.compile(r"\d{4}-\d|\d{1,5} [A-Za-z]{3}")
_RAISED = re.compile(r"(?:[\^]\w{1,6}|[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ]) \Z")
_SUCH = re.compile(r"\{[\w ]{1,12}\Z")
_NTH = re.compile(r"\d(?:st|nd|rd|th)\Z")
_SET = re.compile(r"\{[\w ]{1,20}(?:, ?(?:[\w ]{1,20}|…|\.{3})){1,12}\}")
_SIZE = re.compile(rf"\|({LETTER})(?: ?([∩∪]) ?({LETTER}))?\|")
_COUNTED = re.compile(r" (?:\d+(?![\w%]|[.,:/-]\d)|of\b)")
_ASSIGNED = re.compile(r"=[^=\n]{0,60}\Z|\breturn [^\n]{0,60}\Z|_[^\s]{0,24} \Z")
_INVOLVED = re.compile(r"\([^()]{0,24}[-+*/^−×][^()]{0,24}\)")
_DIFFERENCE = re.compile(r"\((?:\d{1,4}|[a-z])[-−–](?:\d{1,4}|[a-z])\)|(?<=[/*×)])\(\d[-−–][a-z]{1,12}\)")
_FORMULA_END = re.compile(
    r"(?:\([\w ]{1,8}[-+*/^][\w ]{1,8}\)|\w\([^()]{0,12}\)|\)\)|\|[^|]{1,12}\||\w\[[^\[\]]{1,12}\])\Z"
)
_POWERED = re.compile(r"(?:(?:\^|(?<=[\w)])\*\*)\w{1,6}|[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ])\Z")
_NAMES_IN_CAPITALS = frozenset("R/W Y/N M/F P/E L/R W/L S/N Q/A P/L T/F W/D H/W S/W A/V".split())
_NUMBERED_NAME = re.compile(r"[A-Z]{2,8}-?\d{1,4}\Z")
#: Kendall's notation of queues, as in M/M/1 or M/G/k.
_LAW = "(?:M|G|D|GI|PH|MAP|E[kr]?|H)"  # of arrivals and of service
_QUEUE = re.compile(rf"(?<![\w/]){_LAW}/{_LAW}/(?:\d+|[a-zN]|∞)(?:/\w+)?(?!\w)")
_INITIALS_AROUND = re.compile(r"\b[A-Z]{2,4} / [A-Z]{2}")
_SILENT = frozenset("`{}\ufe0e\ufe0f\u200b\u20e3⌈⌉⌊⌋⟨⟩「」")
_JOINTS = frozenset("\u00ad\u200c\u200d\u2060\ufeff")
_CARDINALITIES = frozenset(f"{one}{other}" for one in "1nm" for other in "1nm")
_LOGIC = re.compile(r"&&|\|\||[=!]=|\b(?:if|while|return|assert) \(?!")
_NORM = re.compile(r"‖[^‖\n]{1,80}‖")
_CONTROL = re.compile(r"\^([A-Z])(?!\w)")
_EMPHASIS = 200
_OPENED = re.compile(r"(?:\A|(?<=[\s(\[\"'“‘—]))\*{1,3}(?=[^\s*])[^*\n]*[^\s*]\*{0,2}\Z")
_CLOSED = re.compile(r"\*{1,3}[^\s*](?:[^*\n]*[^\s*])?\*(?!\w)")
#: Flags are two letters that stand for a country, or a black flag and letters; nothing here knows the countries' names.
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]+|\U0001f3f4[\U000e0020-\U000e007f]+")
_MORE = frozenset("=><-+")
_PASS = frozenset(" \t\n\r.,;:!?()[]\"'“”‘’–—…«»‹›¡¿-‐‑")


def read_arrow_or_operator(passage: Passage, start: int) -> Reading | None:
    """Operators of two or three characters: ``<=``, ``->``, ``!=``."""
    found = _LONG.match(passage.text, start)
    if not found or (
        passage.char(found.end()) in ("=", ">", "<", "-", "+") and found[0] not in ("!=", "<=", ">=", "==")
    ):
        return None
    spoken, rule = passage.tables.symbols[found[0]]
    return Reading(found.end(), spoken, rule)


def read_symbol(passage: Passage, start: int) -> Reading | None:
    """One symbol, by passage: ``+``, ``/``, ``-``, ``&``, ``@``, ``→``, ``λ``; anything else by its Unicode name."""
    char = passage.text[start]
    before, after = passage.before(start), passage.char(start + 1)
    special = _SPECIAL.get(char)
    if special is not None:
        return special(passage, start, before, after)
    if char in _PASS or char.isspace():
        return None
    if char in _JOINTS:
        return Reading(start + 1, "", "joint" if before.isalpha() and after.isalpha() else "ornament")
    if char in _SILENT:
        return Reading(start + 1, "", "ornament")
    if flag := _FLAG.match(passage.text, start):
        return Reading(flag.end(), "", "ornament")
    if found := passage.tables.symbols.get(char):
        spoken, rule = found
        if rule == "emoji" and passage.style.emoji == "silent":
            return Reading(start + 1, "", "ornament")
        return Reading(start + 1, spoken, rule)
    return _by_name(passage, start, char)


def read_letter(passage: Passage, start: int) -> Reading | None:
    """Greek letters and letters that stand for something (``ℓ``)."""
    found = passage.tables.symbols.get(passage.text[start])
    return Reading(start + 1, *found) if found else None


def _by_name(passage: Passage, start: int, char: str) -> Reading | None:
    for table in (SUBSCRIPTS, SUPERSCRIPTS):
        if ord(char) in table:
            plain = chr(table[ord(char)])
            return Reading(start + 1, numbers.ONES[int(plain)] if plain.isdigit() else plain, "symbol")
    category = unicodedata.category(char)
    if category in ("Mn", "Cf", "Cc", "Cs", "Co", "Cn", "Me", "Mc", "Sk", "Lm") and not char.isalpha():
        return None if category in ("Mn", "Mc") else Reading(start + 1, "", "ornament")
    if category in ("Nd", "No", "Nl"):
        value = unicodedata.numeric(char, -1.0)
        if value == int(value) and value >= 0:
            return Reading(start + 1, numbers.cardinal(int(value)), "cardinal")
    if category[0] in "LP" and category not in ("Po", "Pd"):
        return None if category[0] == "L" else Reading(start + 1, "", "ornament")
    name = re.sub(r"[^A-Za-z ]+", " ", unicodedata.name(char, "")).lower().strip()
    if category == "So" and passage.style.emoji == "silent":
        name = ""
    return Reading(start + 1, re.sub(r" +", " ", name), "emoji" if category == "So" else "symbol")


def _slash(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    """Over between operands, per before a unit of time, else silent (or the house's word) between words."""
    if any(
        queue.start() < start < queue.end() for queue in _QUEUE.finditer(passage.text, max(0, start - 8), start + 10)
    ):
        return Reading(start + 1, " ", "slash")
    left, right = operand(passage, start, -1), operand(passage, start, 1)
    in_name = left.isdigit() and _NUMBERED_NAME.search(passage.text[max(0, start - 14) : start])
    if in_name and right.isdigit():
        return Reading(start + 1, ", ", "slash")
    if left.isdigit() and right.isdigit():
        return Reading(start + 1, "divided by" if before == " " else "over", "operator")
    nearest = passage.char(start - 1 - (before == " "))
    grouped = nearest == ")" and (right or after == "(")
    sizes = nearest == "|" and "|" in (after, passage.char(start + 2))
    if (left and right and _is_quotient(left, right)) or grouped or sizes or (after == "(" and left):
        return Reading(start + 1, "over", "operator")
    if before.isalnum() and after == "(" and _INVOLVED.match(passage.text, start + 1):
        return Reading(start + 1, "over", "operator")
    if before.isalpha() and (per := _PER_TIME.match(passage.text, start)):
        unit = passage.tables.units.get(per[1])
        return Reading(per.end(), f"per {unit.singular if unit else per[1]}", "rate")
    if before.isalpha() and (per := _PER_UNIT.match(passage.text, start)):
        unit = passage.tables.units.get(per[1])
        if unit and unit.kind == "data":
            return Reading(per.end(), f"per {unit.singular}", "rate")
    initials = _INITIALS_AROUND.search(passage.text[max(0, start - 6) : start + 7])
    spaced = (
        before == " "
        and after == " "
        and not initials
        and passage.char(start - 2).isalpha()
        and passage.char(start + 2).isalpha()
    )
    if before == " " and after == " " and _ASSIGNED.search(passage.text[max(0, start - 64) : start]):
        return Reading(start + 1, "over", "operator")
    if (before.isalnum() and after.isalnum()) or spaced:
        word = passage.style.slash
        return Reading(start + 1 + spaced, f" {word} " if word else _between(passage, start, spaced), "slash")
    return Reading(start + 1, "slash", "symbol")


def _is_quotient(left: str, right: str) -> bool:
    """Whether what stands around a slash is divided: variables and numbers, not the initials of names."""
    capitals = left.isalpha() and right.isalpha() and left.isascii() and (left + right).isupper()
    return not capitals or (len(left + right) == 2 and f"{left}/{right}" not in _NAMES_IN_CAPITALS)


def _between(passage: Passage, start: int, spaced: bool) -> str:
    """A pause between figures and between initials, else a mere blank."""
    around = passage.text[max(0, start - 2) : start] + passage.text[start + 1 : start + 3]
    initials = len(around) == 4 and around.isalpha() and around.isupper()
    return "" if spaced else ", " if initials or around[:2].strip()[-1:].isdigit() else " "


def _minus(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    """Minus between operands or before one; a space where it joins a number to a word; otherwise the dash stays."""
    text, minus = passage.text, Reading(start + 1, "minus", "operator")
    if text[start] == "−" or (before == "T" and after.isdigit() and not passage.is_wordy(start - 2)):
        return minus
    left, right = operand(passage, start, -1), operand(passage, start, 1)
    numeric = left.isdigit() and right.isdigit()
    spaced = before == " " and after == " "
    if spaced and right and _RAISED.search(text[max(0, start - 10) : start]):
        return minus
    group = bool(_GROUP.match(text, start + 2))
    formula = bool(_FORMULA_END.search(text[max(0, start - 20) : start - 1])) if spaced and not left else False
    if spaced and (left or formula) and (group or right) and not numeric and not _DATED.match(text, start + 2):
        return minus
    if formula and passage.char(start + 2).islower() and not passage.is_wordy(start + 3):
        return minus
    if not spaced and (_is_difference(text, start) or _POWERED.search(text[max(0, start - 8) : start])):
        return minus
    names = (left + right).isalpha() and (left + right).isupper()
    if text[start] == "–" and (left + right).isalpha():
        return None
    if left and right and not names and (("=" in text[start : start + 16]) if numeric or spaced else True):
        return minus
    if before in (")", "]", "|") and right:
        return minus
    if not before.isalnum() and (
        after.isnumeric() or (right.isalpha() and after == right and before in ("", " ", "("))
    ):
        return minus if text[start] == "-" else None
    if text[start] == "-" and (not before or before.isspace()) and after not in ("", "-") and not after.isspace():
        return Reading(start + 1, "dash", "symbol") if after.isalpha() else minus
    freed = start == passage.read_to and text[start] != "–"
    if before.isalnum() and after.isalnum() and (freed or before.isdigit() or after.isdigit()):
        if text[start] == "–" or (after.isdigit() and _NTH.search(text[max(0, start - 6) : start])):
            return Reading(start + 1, "to", "range")
        return Reading(start + 1, "to", "range") if numeric else Reading(start + 1, " ", "hyphen")
    return None


def _is_difference(text: str, start: int) -> bool:
    """Whether a dash stands in brackets that hold nothing but a difference: ``(1-d)``."""
    opening = text.rfind("(", max(0, start - 6), start)
    return opening >= 0 and bool(_DIFFERENCE.match(text, opening))


def _hash(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    """``issue # 40`` and ``the # of nodes`` number; silent as the mark of a heading or a comment."""
    text = passage.text
    opens_line = not text[max(0, start - 8) : start].rsplit("\n", 1)[-1].strip(" #") and (
        start < 8 or "\n" in text[start - 8 : start]
    )
    if (not before or before.isspace() or before == "(") and (not after or after.isspace()):
        counts = _COUNTED.match(text, start + 1) and (before == "(" or passage.char(start - 2).isalpha())
        named = passage.tables.is_a("function", passage.previous_word(start).lower())
        if not counts and not named and (opens_line or passage.is_wordy(start + 2)):
            return Reading(start + 1, "", "ornament")
        return Reading(start + 1, "number" if counts else "hash", "symbol")
    return Reading(start + 1, "hashtag" if after.isalpha() and not before.isalnum() else "hash", "symbol")


def _star(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    """Times between operands, star before a dot or alone, silent as emphasis."""
    if operand(passage, start, -1) and operand(passage, start, 1):
        return Reading(start + 1, "times", "operator")
    if before == "(" and after == ")":
        return Reading(start + 1, "star", "symbol")
    if before in (")",) or after == "(":
        return Reading(start + 1, "times", "operator")
    if after == "." or (before in ("", " ") and after in ("", " ", "/")):
        return Reading(start + 1, "star", "symbol")
    if before == " " and after == " ":
        return Reading(start + 1, "times", "operator")
    if not passage.is_wordy(start - 1) and not _emphasises(passage.text, start):
        return Reading(start + 1, "star", "symbol")
    return Reading(start + 1, "", "ornament")


def _emphasises(text: str, start: int) -> bool:
    """Whether a star has a partner, so that the two set off what stands between them."""
    if text[start - 1 : start] not in ("(", "[", "{") and _OPENED.search(text[max(0, start - _EMPHASIS) : start]):
        return True
    return bool(_CLOSED.match(text[start : start + _EMPHASIS]))


def _tilde(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    if after.isdigit() or after in ("$", "€", "£"):
        return Reading(start + 1, passage.style.approximately, "approximate")
    if before in ("", " ", "(") and after.isalpha():
        return Reading(start + 1, passage.style.approximately, "approximate")
    if before == " " and after == " ":
        return Reading(start + 1, "is similar to", "operator")
    return Reading(start + 1, "tilde", "symbol")


def _approximately(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    if before == " " and after == " " and (operand(passage, start, -1) or passage.char(start - 2) in (")", "]")):
        return Reading(start + 1, "approximately equals", "operator")
    return Reading(start + 1, passage.style.approximately, "approximate")


def _underscore(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    if before.isalnum() and after.isalnum():
        return Reading(start + 1, " ", "identifier")
    return Reading(start + 1, "", "ornament")


def _bar(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    if size := _SIZE.match(passage.text, start):
        both = f" {'union' if size[2] == '∪' else 'intersection'} {size[3]}" if size[2] else ""
        return Reading(size.end(), f"the size of {size[1]}{both}", "set")
    if _SUCH.search(passage.text[max(0, start - 14) : start]):
        return Reading(start + 1, "such that", "set")
    return Reading(start + 1, "pipe" if before == " " and after == " " else "bar", "symbol")


def _norm(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    """``‖x‖`` the norm of x."""
    if passage.text.count("‖", max(0, start - 80), start) % 2:
        return Reading(start + 1, "", "set")
    if not _NORM.match(passage.text, start):
        return Reading(start + 1, "double bar", "set")
    return Reading(start + 1, "of" if passage.previous_word(start).lower() == "norm" else "the norm of", "set")


def _brace(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    """A listed set is announced; other braces are silent."""
    if _SET.match(passage.text, start):
        return Reading(start + 1, "the set ", "set")
    return Reading(start + 1, "", "ornament")


def _times(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    return Reading(start + 1, "times", "operator")


def _dot(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    """A dot that joins: digits with letters (``1.x``), or stands before a name."""
    if before in (")", "]") and after.isalpha():
        return Reading(start + 1, "dot", "symbol")
    if before.islower() and (digits := _DIGITS.match(passage.text, start + 1)):
        return Reading(digits.end(), f"point {numbers.spell_digits(digits[0])}", "decimal")
    if before.isalnum() and after.isdigit():
        return Reading(start + 1, "point" if before.isdigit() or before.islower() else "dot", "symbol")
    return None


def _colon(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    left, right = operand(passage, start, -1), operand(passage, start, 1)
    if left and right and before != " " and after != " " and (left + right).upper() == left + right:
        return Reading(start + 1, "to", "ratio")
    if not passage.is_wordy(start - 2) and not passage.is_wordy(start + 2) and before + after in _CARDINALITIES:
        return Reading(start + 1, "to", "ratio")
    if before.isalnum() and after.isalnum() and (before.isdigit() or after.isdigit()):
        return Reading(start + 1, " ", "symbol")
    if before == ":" or after == ":":
        return (
            Reading(start + 1, " " if before.isalnum() or after.isalnum() else "", "ornament")
            if after != ":"
            else Reading(start + 2, " ", "ornament")
        )
    return None


def _middle_dot(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    """Times between operands; between words, where it parts the entries of a line, a dash."""
    words = passage.is_wordy(start - 3) or passage.is_wordy(start + 3)
    if before == " " and after == " " and words and not (operand(passage, start, -1) and operand(passage, start, 1)):
        return Reading(start + 1, "–", "ornament")
    if before.isalpha() and after.isalpha() and passage.is_wordy(start - 2) and passage.is_wordy(start + 2):
        return Reading(start + 1, "", "ornament")
    return Reading(start + 1, "times", "operator")


def _bang(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    """A negation right before a name or a bracket, among others of their kind: ``!ok || !done``."""
    if before not in ("", " ", "(", "[", "\n") or not (after.isalpha() or after in ("_", "(")):
        return None
    line = passage.text[max(0, start - 60) : start + 60]
    return Reading(start + 1, "not", "operator") if _LOGIC.search(line) else None


def _caret(passage: Passage, start: int, before: str, after: str) -> Reading | None:
    """``^C`` control C; a caret that raises nothing is named."""
    if (control := _CONTROL.match(passage.text, start)) and before in ("", " ", "(", "\n"):
        return Reading(control.end(), f"control {control[1]}", "symbol")
    return Reading(start + 1, "caret", "symbol")


_SPECIAL = {
    "·": _middle_dot,
    "!": _bang,
    "^": _caret,
    "/": _slash,
    "#": _hash,
    "*": _star,
    "~": _tilde,
    "_": _underscore,
    "|": _bar,
    "‖": _norm,
    "×": _times,
    ":": _colon,
    **dict.fromkeys("-−–‐‑", _minus),
    **dict.fromkeys("≈≃", _approximately),
    ".": _dot,
    "{": _brace,
}
