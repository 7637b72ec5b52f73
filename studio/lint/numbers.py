"""Which figures a listener has to keep in mind: dates, times and ranges count once, names with digits not at all."""

from __future__ import annotations

import re
from functools import lru_cache

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_FIGURE = r"[$€£~≈+<>≤≥-]{0,2}\d(?:[\d,]*\d)?(?:\.\d+)?"
_UNIT = r"(?:[ -]?(?:[KMBTkmbt%x×]|ms|[µμ]s|ns|[KMGT]i?B|percent|times|thousand|million|billion|trillion)(?![\w]))?"
_NUMBER = re.compile(
    rf"""
      \b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b     # January 27th, 2021
    | \b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?\b
    | \b\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\.\d+)?(?:\s*[AaPp]\.?[Mm]\b)?
    | \b\d{{4}}-\d{{2}}-\d{{2}}\b
    | (?<![\w.]){_FIGURE}{_UNIT}(?:\s?(?:-|–|—|\sto\s|/|×)\s?{_FIGURE}{_UNIT})*[\w+]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: A capitalised word right before a small number makes a name of both.
_NAME_BEFORE = re.compile(
    r"(?:[A-Z][A-Za-z]*[-/ ]|\b(?:step|part|level|layer|phase|stage|chapter|episode|version|tier|type|option|case|rule|"
    r"law|figure|port|error|status|code|number|node|server|replica|shard|term|epoch|zone|day|week|month|year|question|"
    r"hour|act|scene|season|pattern|problem)\s)$",
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:s|['’]s)?")


@lru_cache(maxsize=2048)
def numbers_in(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of the figures in a sentence that a listener has to remember."""
    found = []
    for match in _NUMBER.finditer(text):
        if _YEAR.fullmatch(match[0]):
            continue
        if (
            match[0].isdigit()
            and len(match[0]) <= 3
            and _NAME_BEFORE.search(text, max(0, match.start() - 40), match.start())
        ):
            continue
        found.append(match.span())
    return tuple(found)
