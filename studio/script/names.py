"""Whether the words before a colon are the name of a person or the label of a paragraph."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROLE = re.compile(
    r"(?:co-?host|host|guest|narrator|announcer|interviewer|interviewee|moderator|presenter|speaker|expert|listener"
    r"|caller|voice|participant|respondent|panell?ist)(?:[ -]?(?:[a-z]|\d{1,2}))?",
    re.IGNORECASE,
)
#: Roles that are hardly anything else in mixed case, too; an “Expert:” or a “Voice:” may be a heading.
SURE_ROLE = re.compile(
    r"(?:Co-?[Hh]ost|Host|Guest|Narrator|Interviewer|Interviewee|Moderator)(?:[ -]?(?:[A-Z]|\d{1,2}))?"
    r"|(?:Speaker|Voice|Caller|Participant|Panell?ist|Expert|Listener)[ -](?:[A-Z]|\d{1,2})"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*\.?(?:[A-Z]\.)?")
_TITLES = ("Dr.", "Dr", "Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Prof.", "Prof")
_PARTICLES = frozenset("de del della der den di da dos la le van von bin ibn al el y".split())
_ABSTRACT = re.compile(
    r"(?:tions?|sions?|ments?|ness|ities|ity|ances?|ences?|ings?|isms?|ships?|ics|ologies|ology|ages?|ables?|ibles?|ives?"
    r"|als?|ous|ful|less|ures?|tors?|ency|ancy|ysis|ters?|ware|work|works|ways?|ates?|ized?|ed|ly)$",
    re.IGNORECASE,
)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / "data" / name).read_text(encoding="utf-8").split())


def is_role(name: str, *, surely: bool = False) -> bool:
    """Whether this is what a speaker does in a show (``HOST``, ``Speaker 2``); ``surely`` in mixed case, too."""
    return bool(SURE_ROLE.fullmatch(name) if surely else ROLE.fullmatch(name) and name.isupper())


def may_be_a_name(name: str) -> bool:
    """Whether these words could be a person's name: one to four in capitals, none of them a common noun."""
    words = re.split(r"[ /]+|[ ]*&[ ]*", name)
    if not 1 <= len(words) <= 4 or not all(_is_capital(word) or word in _PARTICLES for word in words):
        return False
    return _is_given(words[0]) or not any(_is_common(word) for word in words)


def is_a_person(name: str) -> bool:
    """Whether this begins like the name of a person and of nothing else: ``Alice``, ``Bob Miller``, ``Dr. Smith``."""
    words = name.split()
    begins = _is_given(words[0]) or (words[0] in _TITLES and len(words) > 1) if words else False
    return begins and may_be_a_name(name)


def _is_capital(word: str) -> bool:
    return bool(_WORD.fullmatch(word)) and word[0].isupper()


def _is_given(word: str) -> bool:
    return word.lower() in _words("given-names.txt")


def _is_common(word: str) -> bool:
    lower = word.lower().rstrip(".")
    return not _is_given(word) and (
        lower in _words("label-words.txt") or (len(lower) > 4 and bool(_ABSTRACT.search(lower)))
    )
