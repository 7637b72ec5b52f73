"""The grammar of turns: ``HOST:``, ``**Ben (curious):** …``, ``[GUEST]: …``, ``0:00:20 **Ben** …``, ``ALICE`` alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from studio.script.definitions import is_definition

_NAME = r"[^\W\d_][\w.'’&/ -]{0,58}"
TIME = r"[\[(]?\d{1,2}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?[)\]]?"
_BEFORE = rf"(?:(?P<time>{TIME})(?![ ]?[AaPp]\.?[Mm]\b)[ \t]*(?:[-–—|][ \t]*)?)?"
_INSIDE = r"(?:[ ]*[(\[](?P<inside>[^()\[\]\n]{1,80})[)\]])?"
_LATE_TIME = rf"(?:[ ]+(?P<late_time>{TIME}))?"
_MARKED = re.compile(
    rf"{_BEFORE}(?P<mark>\*\*|__|\*|_)(?P<label>{_NAME}(?:,[^*_:\n]{{1,60}}?)?)"
    rf"{_INSIDE}(?:[ ]-[ ][^*:\n]{{1,40}})?{_LATE_TIME}(?:[ ]*(?P<colon>:)[ ]*)?(?P=mark)"
    rf"(?:[ ]*[*_]{{0,2}}[(\[](?P<outside>[^()\[\]\n]{{1,80}})[)\]][*_]{{0,2}})?"
    rf"(?P<late_colon>[ ]*:)?[ \t]*"
)
_PLAIN = re.compile(rf"{_BEFORE}(?P<label>{_NAME}){_INSIDE}{_LATE_TIME}[ ]*:(?:[ \t]+|(?=\n)|\Z)")
_BRACKETED = re.compile(rf"{_BEFORE}\[(?P<label>{_NAME})\]{_LATE_TIME}[ ]*(?P<colon>:)?[ \t]*")
_ON_ITS_OWN = re.compile(rf"{_BEFORE}(?P<label>{_NAME})(?:{_INSIDE}{_LATE_TIME})[ \t]*\n(?=\S)")
_AFTER_LINK = ("[", "(", "{", ",", ".", ";", "’", "'")
_QUOTES = (('"', "“", "„", "«"), ('"', "”", "“", "»"))
_IS_TIME = re.compile(TIME)


class Form(Enum):
    """How a label is set off from what is said; the weaker ones count only where they recur."""

    COLON = auto()
    MARKED = auto()
    BRACKETED = auto()
    ON_ITS_OWN = auto()


@dataclass(frozen=True, slots=True)
class Label:
    """What could be the name of a speaker at the start of a paragraph or line.

    ``end`` is where the speech begins, ``directions`` are never spoken, ``has_time`` says that a time stamp stands
    there, too; ``is_bold`` that the name is set in bold, ``has_title`` that a title follows it.
    """

    name: str
    form: Form
    end: int
    directions: tuple[str, ...]
    has_time: bool
    is_bold: bool
    has_title: bool
    is_quoted: bool

    @property
    def direction(self) -> str | None:
        """All directions in one."""
        return "; ".join(self.directions) or None


def labels(text: str) -> Iterator[Label]:
    """The ways to read the start of a text as a label, the strongest first; none for most texts."""
    first = text[:1]
    if first in "*_" or (first.isdigit() and ("*" in text[:20] or "_" in text[:20])) or text.startswith(("[", "(")):
        match = _MARKED.match(text)
        if match and (match["colon"] or match["late_colon"]):
            yield _label(match, Form.COLON, text)
        elif match and match["mark"] in ("**", "__"):
            yield _label(match, Form.MARKED, text)
    if ":" in text[:200]:
        match = _PLAIN.match(text)
        if match:
            yield _label(match, Form.COLON, text)
    if first == "[" or first.isdigit():
        match = _BRACKETED.match(text)
        if match and not is_definition(text) and not text.startswith(_AFTER_LINK, match.end()):
            yield _label(match, Form.COLON if match["colon"] else Form.BRACKETED, text)
    head = text[:120].split("\n", 1)[0]
    if len(head) < 100 and (head.isupper() or _IS_TIME.search(head)):
        match = _ON_ITS_OWN.match(text)
        if match and (match["late_time"] or match["time"] or match["label"].isupper()):
            yield _label(match, Form.ON_ITS_OWN, text)


def _label(match: re.Match[str], form: Form, text: str) -> Label:
    groups = match.groupdict()
    name, title = _split(match["label"])
    inside = [part.strip() for part in (groups.get("inside"), groups.get("outside")) if part]
    times = [part for part in inside if _IS_TIME.fullmatch(part)]
    speech = text[match.end() :].lstrip()
    return Label(
        name=name,
        form=form,
        end=match.end(),
        directions=tuple(part for part in (title, *inside) if part and part not in times),
        has_time=bool(groups.get("time") or groups.get("late_time") or times),
        is_bold=groups.get("mark") in ("**", "__"),
        has_title=bool(title),
        is_quoted=speech.startswith(_QUOTES[0]) and speech.rstrip().endswith(_QUOTES[1]),
    )


def _split(label: str) -> tuple[str, str]:
    """Name and title of ``Ada Byron, Analyst`` or ``CTO - Interview``."""
    parts = re.split(r",| - ", label, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""
