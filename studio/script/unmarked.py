"""Turns whose speaker is named without a mark: in capitals on a line of its own, or before a dash."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.script.names import is_a_person, is_role, may_be_a_name

_ALONE = re.compile(r"[^\W\d_a-z][^\W_a-z.'’ -]*(?:[ ][^\W_a-z.'’-]+){0,2}(?:[ ]\d{1,2})?")
_DASHED = re.compile(
    r"(?P<name>[^\W\d_][\w.'’]*(?:[ ][^\W\d_][\w.'’]*){0,2})[ ]+[–—-]{1,2}[ ]+(?=[“\"‘'(]?[^\W\d_a-z])"
)


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A turn: who speaks, where the speech begins in the text, and whether the name is all of the text."""

    name: str
    end: int
    is_alone: bool


def unmarked_turns(texts: Sequence[str]) -> Mapping[int, Unmarked]:
    """Those of the paragraphs (or lines) of a script that name a speaker so; one that stands alone speaks the next.

    A name has to recur, and somebody has to answer it or its bearer be known for a person: a paragraph that begins
    “Raft – an algorithm” is nobody's.
    """
    found: dict[int, Unmarked] = {}
    for index, text in enumerate(texts):
        name = text.rstrip()  # a comment behind it leaves a blank
        if len(name) <= 40 and _ALONE.fullmatch(name):
            if index + 1 < len(texts) and not _ALONE.fullmatch(texts[index + 1].rstrip()):
                found[index] = Unmarked(name, len(name), is_alone=True)
        elif match := _DASHED.match(text):
            found[index] = Unmarked(match["name"], match.end(), is_alone=False)
    counts = Counter(turn.name for turn in found.values() if _may_speak(turn.name))
    people = {name for name in counts if _is_surely_somebody(name)}
    talk = len(counts) > 1 and max(counts.values()) > 1 and bool(people or min(counts.values()) > 1)
    speak = {name for name, count in counts.items() if count > 1 or name in people}
    return {index: turn for index, turn in found.items() if talk and turn.name in speak}


def _may_speak(name: str) -> bool:
    return _is_surely_somebody(name) or may_be_a_name(name.title() if name.isupper() else name)


def _is_surely_somebody(name: str) -> bool:
    return is_role(name) or is_role(name, surely=True) or is_a_person(name.title() if name.isupper() else name)
