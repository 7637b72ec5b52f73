"""The one number core: digits to American English words. Pure functions over digit strings that the readers found.

All take plain ASCII digits. Words are hyphenated from twenty-one to ninety-nine and joined by spaces otherwise.
"""

from __future__ import annotations

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion", "sextillion")
MAX_DIGITS = 3 * len(SCALES)

_IRREGULAR_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_TWO_DIGITS = (*ONES, *(TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "") for n in range(20, 100)))


def _hundreds(number: int, joiner: str) -> str:
    """1 to 999 in words; ``joiner`` stands between hundreds and the rest."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _TWO_DIGITS[rest]
    return f"{ONES[hundreds]} hundred" + (f"{joiner}{_TWO_DIGITS[rest]}" if rest else "")


def cardinal(digits: str | int, *, use_and: bool = False) -> str:
    """``"128"`` → "one hundred twenty-eight"; numbers beyond the named scales are said digit by digit.

    ``use_and`` puts the British "and" before the last two digits ("one hundred and twenty-eight").
    """
    digits = str(digits).lstrip("0") or "0"
    if len(digits) > MAX_DIGITS:
        return spell_digits(digits)
    if digits == "0":
        return "zero"
    groups: list[str] = []
    for scale in range((len(digits) + 2) // 3):
        end = len(digits) - 3 * scale
        value = int(digits[max(0, end - 3) : end])
        if value:
            words = _hundreds(value, " and " if use_and else " ")
            if use_and and scale == 0 and value < 100 and len(digits) > 3:
                words = f"and {words}"
            groups.append(f"{words} {SCALES[scale]}" if scale else words)
    return " ".join(reversed(groups))


def ordinal(digits: str | int, *, use_and: bool = False) -> str:
    """``"21"`` → "twenty-first", ``"100"`` → "one hundredth"."""
    words = cardinal(digits, use_and=use_and)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    if last in _IRREGULAR_ORDINALS:
        last = _IRREGULAR_ORDINALS[last]
    elif last.endswith("y"):
        last = f"{last[:-1]}ieth"
    else:
        last += "th"
    return words[:cut] + last


def spell_digits(digits: str, zero: str = "zero") -> str:
    """``"4077"`` → "four zero seven seven"; characters that are no ASCII digits are passed over."""
    return " ".join(zero if d == "0" else ONES[int(d)] for d in digits if d in "0123456789")


def decimal(text: str, *, use_and: bool = False) -> str:
    """``"2.50"`` → "two point five zero", ``".5"`` → "point five", ``"40"`` → "forty"."""
    whole, point, fraction = text.partition(".")
    if not point:
        return cardinal(whole, use_and=use_and)
    head = f"{cardinal(whole, use_and=use_and)} " if whole else ""
    return f"{head}point {spell_digits(fraction)}"


def year(digits: str | int) -> str:
    """``"1984"`` → "nineteen eighty-four", ``"1905"`` → "nineteen oh five", ``"2008"`` → "two thousand eight"."""
    number = int(digits)
    if number < 1000 or number > 9999 or number % 1000 < 10:
        return grouped(str(number)) if 100 < number < 1000 else cardinal(number)
    high, low = divmod(number, 100)
    if not low:
        return f"{_TWO_DIGITS[high]} hundred"
    return f"{_TWO_DIGITS[high]} {f'oh {ONES[low]}' if low < 10 else _TWO_DIGITS[low]}"


def plural(words: str) -> str:
    """``"eighty"`` → "eighties", ``"F sixteen"`` → "F sixteens", ``"six"`` → "sixes"."""
    if words.endswith("y"):
        return f"{words[:-1]}ies"
    return f"{words}es" if words.endswith("x") else f"{words}s"


def decade(digits: str) -> str:
    """``"1980"`` → "nineteen eighties", ``"80"`` → "eighties", ``"2000"`` → "two thousands"."""
    words = year(digits) if len(digits) == 4 else _TWO_DIGITS[int(digits)]
    return plural(words)


def grouped(digits: str) -> str:
    """A name's digits as people say them: ``"256"`` two fifty-six, ``"404"`` four oh four, ``"8080"`` eighty eighty.

    Up to two digits are a cardinal, three and four are split in pairs from the right, longer ones are spelled.
    """
    if len(digits) > 4 or (digits.startswith("0") and len(digits) > 1):
        return spell_digits(digits)
    if len(digits) <= 2:
        return _TWO_DIGITS[int(digits)]
    number = int(digits)
    if number % 1000 == 0 or (len(digits) == 3 and number % 100 == 0):
        return cardinal(digits)
    high, low = divmod(number, 100)
    if not low:
        return f"{_TWO_DIGITS[high]} hundred"
    return f"{_TWO_DIGITS[high]} {f'oh {ONES[low]}' if low < 10 else _TWO_DIGITS[low]}"


def denominator(digits: str | int, *, plural: bool) -> str:
    """``4`` → "quarter(s)", ``2`` → "half"/"halves", ``10`` → "tenth(s)"."""
    number = int(digits)
    if number == 2:
        return "halves" if plural else "half"
    words = "quarter" if number == 4 else ordinal(number)
    return f"{words}s" if plural else words


def power(exponent: str) -> str:
    """What follows the base: ``"2"`` squared, ``"3"`` cubed, ``"6"`` to the sixth, ``"-9"`` to the minus nine."""
    if exponent == "2":
        return "squared"
    if exponent == "3":
        return "cubed"
    if exponent.startswith("-"):
        return f"to the minus {decimal(exponent[1:])}"
    return f"to the {decimal(exponent)}" if "." in exponent else f"to the {ordinal(exponent)}"
