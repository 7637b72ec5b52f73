"""Where one sentence of written English ends and the next begins."""

from __future__ import annotations

import re
from functools import lru_cache

#: Words whose full stop does not end a sentence, lower case, without the final stop.
_ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st jr sr vs etc cf inc ltd co corp dept approx est "
    "e.g i.e a.k.a al u.s u.k ph.d jan feb mar apr jun jul aug sep sept oct nov dec min max avg".split()
)
#: Abbreviations that do end a sentence when a new one plainly begins (``… and so on, etc. The next``).
_MAY_END = frozenset("etc inc ltd co corp jr sr al u.s u.k min max avg".split())
#: Abbreviations only before a number (``No. 5``); otherwise plain words or the end of a measure.
_BEFORE_NUMBER = frozenset("no nos fig figs eq eqs sec vol ch p pp".split())

_END = re.compile(r"""(?P<stop>[.!?…]+)(?P<close>["'”’)\]]*)(?P<gap>\s+)(?=(?P<next>\S))""")
_NUMERAL = re.compile(r"\d|[IVXLC]{2,7}\b(?![.'’])")
_WORD_BEFORE = re.compile(r"[\w.]*\w$")


@lru_cache(maxsize=2048)
def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of the sentences of ``text``, without the white space between them.

    A stop ends a sentence when white space and something that can begin a sentence follow: not after an abbreviation
    (``e.g. this``), an initial (``J. Gray``), or when a lower-case word goes on (``vs. the``).
    """
    ranges = []
    start = len(text) - len(text.lstrip())
    for match in _END.finditer(text):
        if match.start() < start or not _ends(text, start, match):
            continue
        ranges.append((start, match.end("close")))
        start = match.end()
    end = len(text.rstrip())
    if start < end:
        ranges.append((start, end))
    return tuple(ranges)


def _ends(text: str, start: int, match: re.Match[str]) -> bool:  # noqa: PLR0911  (a row of guards)
    following = match["next"]
    if following.islower():
        return False
    if match["stop"] != "." or match["close"]:
        return True
    # A bounded look back keeps the scan linear on a text without white space.
    before = _WORD_BEFORE.search(text, max(start, match.start() - 24), match.start())
    if before is None:
        return True
    if before.group() == "ms":
        return True  # milliseconds; the title is written Ms.
    word = before.group().lower().strip(".")
    if word in _BEFORE_NUMBER:
        return not _NUMERAL.match(text, match.end())
    if word in _ABBREVIATIONS:
        return word in _MAY_END and following.isupper()
    is_initial = len(word) == 1 and before.group().isupper() and word != "i"
    return not (is_initial and _looks_like_name(text, before.start(), match.end()))


def _looks_like_name(text: str, initial: int, following: int) -> bool:
    """Whether a single capital stands before a surname, as in ``Leslie B. Lamport``, and does not close a sentence."""
    before = text[max(0, initial - 40) : initial].split()
    after_name = not before or before[-1].endswith(".") or before[-1][0].isupper()
    return after_name and text[following : following + 1].isupper()
