"""Podcastfy: each turn between ``<Person1>`` and ``</Person1>``, with tags of SSML in the text."""

from __future__ import annotations

import html
import re

from studio.importing.elements import Element, Imported, Kept, Pause
from studio.importing.material import Material
from studio.importing.plain import LONGEST_PAUSE_S, spoken

_TURN = re.compile(
    r"<(?P<who>person[ _-]?(?P<number>\d{1,3}))\s*>(?P<text>.*?)(?:</(?P=who)\s*>|(?=<person[ _-]?\d)|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_STRAY = re.compile(r"</?person[ _-]?\d{1,3}\s*/?>", re.IGNORECASE)
_BREAK = re.compile(r"<break\b[^<>]*>", re.IGNORECASE)
_TIME = re.compile(r"""time\s*=\s*["']?(?P<number>\d+(?:\.\d+)?)(?P<unit>m?s)""", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:speak|emphasis|say-as|prosody|lang|p|s|phoneme|sub|voice|audio|mark|w|amazon:[\w-]+|mstts:[\w-]+"
    r"|br|b|i|em|strong)\b[^<>]*>",
    re.IGNORECASE,
)
_USUAL_S = 0.5


def likelihood(material: Material) -> int:
    """Sure where there is such a tag."""
    return 95 if re.search(r"<person[ _-]?\d{1,3}\s*>", material.text, re.IGNORECASE) else 0


def read(material: Material) -> Imported:
    """The turns; what stands between them is kept."""
    text, found = material.text, Imported()
    at = 0
    for turn in _TURN.finditer(text):
        _outside(found, text, at, turn.start())
        found.elements += _turn(turn["text"], _line(text, turn.start("text")), f"Person {int(turn['number'])}")
        at = turn.end()
    _outside(found, text, at, len(text))
    tags = len(_TAG.findall(text))
    if tags:
        found.doubts.append((0, f"{tags} tags of SSML for emphasis and the like are left out"))
    return found


def _outside(found: Imported, text: str, start: int, end: int) -> None:
    between = _STRAY.sub("", text[start:end])
    if re.search(r"\w", between):
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        found.elements.append(Kept(_line(text, first), "outside of turns", between.strip()))


def _turn(text: str, line: int, speaker: str) -> list[Element]:
    found: list[Element] = []
    at = 0
    for match in [*_BREAK.finditer(text), None]:
        part = text[at : match.start() if match else len(text)]
        number = line + text.count("\n", 0, at)
        for paragraph in re.split(r"\n[ \t]*\n", part):
            lead = len(paragraph) - len(paragraph.lstrip())
            found += spoken(_plain(paragraph), number + paragraph.count("\n", 0, lead), speaker)
            number += paragraph.count("\n") + 2
        if match is not None:
            found.append(_break(match, line + text.count("\n", 0, match.start())))
            at = match.end()
    return found


def _plain(text: str) -> str:
    return html.unescape(_STRAY.sub(" ", _TAG.sub("", text)))


def _break(match: re.Match[str], line: int) -> Pause | Kept:
    time = _TIME.search(match[0])
    length_s = float(time["number"]) / (1000 if time["unit"].lower() == "ms" else 1) if time else _USUAL_S
    return Pause(line, length_s) if 0 < length_s <= LONGEST_PAUSE_S else Kept(line, "pause", match[0])


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
