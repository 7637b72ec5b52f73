"""Speaker lines: ``HOST:``, ``**GUEST (curious):** …``, ``**Ada Byron, Analyst:** "…"``."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_NAME = r"[^\W\d_][\w.'’&/ -]{0,58}"
_BOLD = re.compile(
    rf"(?P<mark>\*\*|__)(?P<label>{_NAME}(?:,[^*:\n]{{1,60}})?)"
    rf"(?:[ ]*\((?P<inside>[^()\n]{{1,80}})\)(?:[ ]-[ ][^*:\n]{{1,40}})?)?"
    rf"(?:(?P<colon>:)[ ]*)?(?P=mark)"
    rf"(?:[ ]*[*_]{{0,2}}\((?P<outside>[^()\n]{{1,80}})\)[*_]{{0,2}})?"
    rf"(?P<late_colon>[ ]*:)?[ \t]*"
)
_PLAIN = re.compile(rf"(?P<label>{_NAME})(?:[ ]*\((?P<inside>[^()\n]{{1,80}})\))?[ ]*:(?:[ \t]+|$)")
_ROLES = re.compile(
    r"(?:CO-?HOST|HOST|GUEST|NARRATOR|ANNOUNCER|INTERVIEWER|INTERVIEWEE|SPEAKER|EXPERT|LISTENER|CALLER|VOICE)"
    r"(?:[ -]?[A-Z0-9])?"
)
_QUOTES = (('"', "“", "„", "«"), ('"', "”", "“", "»"))


@dataclass(frozen=True, slots=True)
class SpeakerLabel:
    """A recognised label: ``end`` is where the speech begins; the direction is kept and never spoken."""

    name: str
    direction: str | None
    end: int
    quoted: bool


def speaker_label(text: str, known: Collection[str]) -> SpeakerLabel | None:
    """The speaker label at the start of a paragraph or line; None for ordinary text and for bold lead labels.

    ``known`` are the speakers' names, case-folded.

    A label is a speaker where its name is known (front matter, ``studio.yaml``), is a role such as HOST or GUEST, or
    where nothing but quoted speech follows a bold name.
    """
    if text.startswith(("**", "__")):
        match = _BOLD.match(text)
        if match is None or not (match["colon"] or match["late_colon"]):
            return None
        outside = match["outside"]
    else:
        match = _PLAIN.match(text)
        if match is None:
            return None
        outside = None
    name, title = _split(match["label"])
    speech = text[match.end() :].lstrip()
    quoted = speech.startswith(_QUOTES[0]) and speech.rstrip().endswith(_QUOTES[1])
    bold = "mark" in match.re.groupindex
    shouted = name.isupper()
    if name.casefold() in known or (shouted and _ROLES.fullmatch(name)):
        recognised = True
    elif shouted and (match["inside"] or outside) and not bold:
        recognised = bool(speech) and len(name.split()) <= 3
    else:
        recognised = bold and quoted and _looks_like_a_person(match["label"], name, bool(match["inside"] or outside))
    if not recognised:
        return None
    directions = [part.strip() for part in (title, match["inside"], outside) if part]
    return SpeakerLabel(name, "; ".join(directions) or None, match.end(), quoted)


def _split(label: str) -> tuple[str, str]:
    """Name and title of ``Ada Byron, Analyst`` or ``CTO - Interview``."""
    parts = re.split(r",| - ", label, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def _looks_like_a_person(label: str, name: str, has_direction: bool) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 5:
        return False
    if name.isupper() or has_direction or label != name:
        return True
    return 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words) and words[0] not in _NOT_NAMES


_NOT_NAMES = frozenset(
    ("The", "A", "An", "Key", "What", "Why", "How", "When", "Where", "My", "Your", "Our", "This", "That")
)
