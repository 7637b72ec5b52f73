"""Patterns and small readings that several families share."""

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.passage import Passage
from studio.speech.tables import MONTHS

SPACE = "[ \u00a0\u2007\u2009\u202f]"
GROUPED = (
    r"\d{1,3}(?:,\d{3}){1,7}(?!\d)|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,7}(?!\d)"
    r"|\d{1,2}(?:,\d\d){1,5},\d{3}(?![\d,])"
    r"|\d{1,3}(?:_\d{3}){1,7}(?![\d_])|\d{1,3}(?: 0\d\d){1,7}(?!\d)"
    r"|(?<![\d.] )\d{1,3}(?: \d{3}){1,7}(?= (?:s|m|km|kg|g|W|kW|J|V|Hz|kHz|bytes|bits?)\b)"
)
NUMBER = rf"(?:(?:{GROUPED}|\d{{1,64}})(?:\.\d{{1,64}}(?!\.?\d))?|\.\d{{1,64}})"
NUMBER_AT = re.compile(NUMBER)
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ", "0123456789+-ni")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-aehijklmnoprstuvx")
SUPERSCRIPT = "[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ]"
SUBSCRIPT = "[₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ]"
_SEPARATORS = re.compile(r"[,_ \u00a0\u2007\u2009\u202f]")
LETTER = "[A-Za-zÀ-ÖØ-öø-ɏͰ-ͽΆ-ϡЀ-ӿ]"
OPERANDS = frozenset("nmkijlxyzfgrtpqNMKLPRSTWXYVQ")
YEARS = range(1100, 2100)
_ASKED = re.compile(r"\b(?:what(?:['’]s| is| was)|how much (?:is|was)|compute|calculate) \Z", re.IGNORECASE)
EQUALS = re.compile(r" ?=(?![=>])")
_COUNTDOWN = re.compile(r"T[-+−]\Z")
_MONTH_FORMS = frozenset(form for name in MONTHS for form in (name.lower(), name[:3].lower())) | {"sept"}


def bare(number: str) -> str:
    """A matched number without its thousands separators."""
    return _SEPARATORS.sub("", number)


def say_number(passage: Passage, number: str) -> str:
    """A cardinal or decimal as written; leading zeros and very long runs are said digit by digit."""
    digits = bare(number)
    if "." not in digits and ((len(digits) > 1 and digits[0] == "0") or len(digits) > 12) and digits == number:
        return numbers.spell_digits(digits)
    return numbers.decimal(digits, use_and=passage.style.use_and)


def operand(passage: Passage, start: int, step: int) -> str:
    """What stands beside an operator at ``start``, to its left (step -1) or right (1): a number, a variable, or ""."""
    index = start + step
    if passage.char(index) == " ":
        index += step
    run = ""
    while passage.is_wordy(index) and len(run) < 8:
        run = run + passage.char(index) if step > 0 else passage.char(index) + run
        index += step
    if (
        step < 0
        and run.isupper()
        and len(run) == 1
        and passage.char(index) == " "
        and passage.char(index - 1).isupper()
    ):
        return ""  # the last letter of spelled initials
    if (
        step > 0
        and run.isupper()
        and len(run) == 1
        and passage.char(index) == " "
        and passage.char(index + 1).isupper()
    ):
        return ""
    variable = run[-1:] in OPERANDS or (run.isalpha() and not run.isascii())
    if run.isdigit() or (variable and len(run) == 1) or (variable and len(run) < 6 and run[:-1].isdigit()):
        return run
    return run if step > 0 and run[:1] in OPERANDS and run[1:].isdigit() and run[0].islower() else ""


def is_month(month: str, with_year: bool) -> bool:
    """Whether a word names a month; "may" and "march" only where capitals or a year say so."""
    if month.lower() not in _MONTH_FORMS or not (month.islower() or month.istitle() or month.isupper()):
        return False
    return with_year or month not in ("may", "mar", "march", "dec", "oct", "jan", "sep", "MAR", "DEC", "OCT")


def is_asked(passage: Passage, start: int) -> bool:
    """Whether "what is", "calculate" or the like stand right before: then a sum follows."""
    return bool(_ASKED.search(passage.text[max(0, start - 14) : start]))


def is_counted_down(passage: Passage, start: int) -> bool:
    """Whether ``T+`` or ``T-`` stands right before: then a duration follows."""
    return bool(_COUNTDOWN.search(passage.text[max(0, start - 2) : start]))
