"""Letters that are said by their names: "C P U", "A P Is", "g R P C's", "the k-th"."""

from __future__ import annotations

import re

#: A lone "a" is no letter, and "A C compiler" no abbreviation.
LETTERS = re.compile(
    r"(?<![\w'’-])(?:(?!A C (?!\w\b))(?:[A-Z]|[b-z](?= [A-Z]\b))(?: [A-Z])+(?P<end>['’]?s)?(?![\w'’])|[A-Za-z]-th\b)"
)

_NAMES = {
    "A": "eɪ", "B": "biː", "C": "siː", "D": "diː", "E": "iː", "F": "ɛf", "G": "dʒiː", "H": "eɪtʃ", "I": "aɪ",
    "J": "dʒeɪ", "K": "keɪ", "L": "ɛl", "M": "ɛm", "N": "ɛn", "O": "oʊ", "P": "piː", "Q": "kjuː", "R": "ɑːɹ",
    "S": "ɛs", "T": "tiː", "U": "juː", "V": "viː", "W": "dʌbəljuː", "X": "ɛks", "Y": "waɪ", "Z": "ziː",
}  # fmt: skip


def spelled(letters: str) -> str:
    """IPA of letters with blanks between them, as one word stressed on its last letter; of "k-th" as of "kayth"."""
    names = [_NAMES[letter] for letter in letters.upper().removesuffix("-TH").split()]
    ordinal = "θ" if letters.endswith("-th") else ""
    return "".join(f"ˌ{name}" for name in names[:-1]) + f"ˈ{names[-1]}{ordinal}"
