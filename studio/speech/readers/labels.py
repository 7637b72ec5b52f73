"""A letter or a mark behind a number or a letter: ``Room 3B``, ``the 23d``, ``6'2"``, a ``B-`` grade, ``O-`` blood."""

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.context import Sense, choose
from studio.speech.passage import Passage, Reading
from studio.speech.readers.nouns import is_adjunct

_LABELLED = re.compile(r"(\d{1,4})([A-Z])(?![\w'’]|[-.]\w)")
_SHORT_ORDINAL = re.compile(r"(\d{0,3}[23])d(?![\w'’]|-\d)")
_HEIGHT = re.compile(r"(\d{1,2})['′’] ?(\d{1,2}(?:\.5|½)?)(?:\"|″|”|'')(?!\w)")
_MEASURE = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)(\"|″|'|′)(?=[\s,.;:)?!-]|\Z)")
_ARC_MINUTES = re.compile(r"(\d{1,2})['′’](?!\w)")
_MEASURES = {'"': ("inch", "inches"), "″": ("inch", "inches"), "'": ("foot", "feet"), "′": ("foot", "feet")}
_MARK = re.compile(r"(AB|[A-FO])([-+−–])(?=[\s,.;:)?!]|\Z)")
_BLOOD = re.compile(r"\s+(?:blood|donors?|types?|negative|positive|red|plasma|platelets|patients?)\b")
_BLOOD_BEHIND = re.compile(r"\b(?:blood|type|group|donor|is|are) \Z", re.IGNORECASE)
_GRADE_AHEAD = re.compile(
    r"\s+(?:grades?|students?|average|rating|rated|minus|work|paper|report|essay|list|player|game)\b"
)
_GRADE_BEHIND = re.compile(
    r"\b(?:an?|got|grade|grades|graded|rated|earned|rating|score|gets?|gave|straight|of|from|to|solid)"
    r" (?:solid |weak |strong )?\Z"
)
_QUOTE_REACH = 240


def read_labelled(passage: Passage, start: int) -> Reading | None:
    """``Room 3B`` three B, ``Gate 12A`` twelve A: behind a word for what is numbered and lettered."""
    found = _LABELLED.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) in (".", "-", "/", "$"):
        return None
    if not passage.tables.is_a("labelled", passage.previous_word(start).lower()):
        return None
    return Reading(found.end(), f"{numbers.grouped(found[1])} {found[2]}", "name")


def read_short_ordinal(passage: Passage, start: int) -> Reading | None:
    """``the 23d``, ``2d floors``: an old ordinal; ``a 3d model`` three D; elsewhere days."""
    found = _SHORT_ORDINAL.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) in (".", ",", "-", "/"):
        return None
    digits, end = found[1], found.end()
    if digits[-2:-1] == "1":
        return None
    days = f"{numbers.cardinal(digits)} day{'' if is_adjunct(passage, start, end) else 's'}"
    before = passage.previous_word(start).lower()
    senses = [
        Sense("days", days, 4 if passage.char(start - 1) in ("+", "−") else 1, "duration"),
        Sense(
            "ordinal", numbers.ordinal(digits), (2 + (len(digits) > 1)) if before == "the" else 0, "ordinal", "ordinal"
        ),
    ]
    if len(digits) == 1:
        senses.append(Sense("letters", f"{numbers.cardinal(digits)} D", 0, "graphics", "name"))
    return choose(passage, start, end, senses, "quantity")


def read_height(passage: Passage, start: int) -> Reading | None:
    """``6'2"`` six feet two inches, ``16" wheels`` sixteen inch wheels; a mark that closes a quotation is none."""
    text = passage.text
    if passage.is_joined(start) or passage.char(start - 1) in (".", ",", "'", "’", "$"):
        return None
    if found := _HEIGHT.match(text, start):
        return Reading(found.end(), f"{_counted(found[1], 'foot', 'feet')} {_inches(found[2])}", "quantity")
    if (minutes := _ARC_MINUTES.match(text, start)) and passage.char(start - 2) == "°":
        return Reading(minutes.end(), _counted(minutes[1], "minute", "minutes"), "quantity")
    found = _MEASURE.match(text, start)
    if not found or _closes_quotation(text, start, found[2]):
        return None
    singular, plural = _MEASURES[found[2]]
    if is_adjunct(passage, start, found.end()):
        plural = singular
    return Reading(found.end(), _counted(found[1], singular, plural), "quantity")


def _inches(written: str) -> str:
    whole = written.removesuffix("½").removesuffix(".5")
    if whole != written:
        return f"{numbers.cardinal(whole)} and a half inches"
    return _counted(whole, "inch", "inches")


def _counted(digits: str, singular: str, plural: str) -> str:
    return f"{numbers.decimal(digits)} {singular if digits == '1' else plural}"


def _closes_quotation(text: str, start: int, mark: str) -> bool:
    """Whether a mark behind a number ends a quotation that began before it."""
    if mark in "″′":
        return False
    behind = text[max(0, start - _QUOTE_REACH) : start]
    behind = behind[behind.rfind("\n\n") + 1 :]
    if mark == '"':
        return behind.count('"') % 2 == 1
    return re.search(r"(?:\A|[\s(\[\"“])'(?=\w)", behind) is not None


def read_mark(passage: Passage, start: int) -> Reading | None:
    """A ``B-`` grade is a B minus, an ``O-`` donor is O negative, an ``A+`` an A plus."""
    found = _MARK.match(passage.text, start)
    if not found or passage.is_wordy(start - 1) or passage.char(start - 1) in ("-", "+", "_", "."):
        return None
    behind = passage.text[max(0, start - 24) : start]
    minus = found[2] != "+"
    blood = _BLOOD.match(passage.text, found.end()) or (found[1] in ("O", "AB") and _BLOOD_BEHIND.search(behind))
    if blood and found[1] in ("A", "B", "AB", "O"):
        return Reading(found.end(), f"{' '.join(found[1])} {'negative' if minus else 'positive'}", "name")
    if (
        len(found[1]) == 1
        and found[1] != "O"
        and (_GRADE_AHEAD.match(passage.text, found.end()) or _GRADE_BEHIND.search(behind))
    ):
        return Reading(found.end(), f"{found[1]} {'minus' if minus else 'plus'}", "name")
    return None
