"""Addresses, and the titles that look like parts of them: ``12 Elm St.``, ``St. Louis``, ``Dr. Ko``, ``Salem, Ore.``"""

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.context import evidence
from studio.speech.passage import Passage, Reading

_TWO_FACED = {
    "st": ("Saint", "Street"),
    "dr": ("Doctor", "Drive"),
    "mt": ("Mount", ""),
    "ft": ("Fort", ""),
    "pt": ("Point", ""),
}
_ROADS = {
    "rd": "Road",
    "ave": "Avenue",
    "av": "Avenue",
    "blvd": "Boulevard",
    "ln": "Lane",
    "hwy": "Highway",
    "pkwy": "Parkway",
    "sq": "Square",
    "ct": "Court",
    "pl": "Place",
    "ter": "Terrace",
    "expy": "Expressway",
    "cres": "Crescent",
}
_FORM = re.compile(
    r"(ST(?=\.? (?:JOHN|LOUIS|MARY|PAUL|PETER|JAMES|GEORGE|MARK|LUKE|ANDREW|PATRICK|THOMAS|JOSEPH|ANNE|HELEN))"
    r"|St|Dr|Mt|Ft|Pt|st|dr|mt|Rd|Ave|Av|Blvd|Ln|Hwy|Pkwy|Sq|Ct|Pl|Ter|Expy|Cres|rd|ave|blvd)(\.?)(?![\w'’]|\.\w)"
)
_NAME_BEFORE = re.compile(r"([A-Z][\w'’]*|\d+(?:st|nd|rd|th)|['’] ?[Rr]d)[ \u00a0]\Z")
_NAME_AFTER = re.compile(r"[ \u00a0](?:(?:&|and) (?=(?:Mrs?|Ms|Dr|Prof)\b))?\n?([A-Z][\w'’]*)|(\.[ \u00a0]?)?[A-Z]\.")
_HOUSE_BEHIND = re.compile(r"\b\d{1,5}[A-Za-z]?,? (?:[NSEW]\.? |North |South |East |West )?(?:[\w'’]+ ){1,3}\Z")
_BEFORE_SAINTS = frozenset(
    "Port Lake Mount Fort Church Cathedral North South East West Old New Upper Lower Cape Gulf Bay Isle Island Sault "
    "Saint In At Of The And From To For With Near Via On Is Was Since".split()
)
_STREET_KIND = (
    r"(?:St|Street|Dr|Drive|Ave|Avenue|Rd|Road|Blvd|Boulevard|Ln|Lane|Way|Ct|Court|Place|Pl|Hwy|Highway|Terrace|Circle"
    r"|Square|Parkway|Pkwy|Broadway|st|ave|rd)\b"
)
_HOUSE = re.compile(
    rf"(\d{{3,5}})(?= (?:[NSEW]\.? |North |South |East |West )?"
    rf"(?:[A-Z][\w'’]*|\d+(?:st|nd|rd|th)) (?:[A-Z][\w'’]* ){{0,2}}?{_STREET_KIND})"
)
_DIRECTION = re.compile(rf"([NSEW])\.?(?= (?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+) (?:[A-Z][\w'’]* )?{_STREET_KIND})")
_DIRECTIONS = {"N": "North", "S": "South", "E": "East", "W": "West"}
_WORDS_OR_TITLES = frozenset("ok hi in or me oh pa ma md la al id".split())
_AFTER_TOWN = re.compile(r"[A-Z][a-z]+, \Z")
_STATE = re.compile(r"([A-Z][A-Za-z]{1,4})(\.?)(?![\w'’])")
_STATE_CLOSES = re.compile(r",? \d{5}\b|[,;)–—-]|\.?(?:\s|\Z)")
_ZIP_AHEAD = re.compile(r",? \d{5}\b")
_ZIP = re.compile(r"(\d{5})(?:-(\d{4}))?(?![\w-]|[.,]\d)")
_STATE_BEHIND = re.compile(
    r"(?:\A|[\s(])(?:A[KLRZ]|C[AOT]|DE|FL|GA|I[ADLN]|K[SY]|LA|M[ADINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]"
    r"|W[AIVY]) \Z|[a-z], (?:[A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?),? \Z"
)
_POINT = re.compile(r"(\d{1,3}(?:\.\d{1,8})?) ?(°?) ?([NSEW])(?![\w'’]|[.-]\w)")
_POINT_AHEAD = re.compile(r",? ?(?:and )?\d{1,3}(?:\.\d{1,8})? ?°? ?[NSEW](?!\w)")
_POINT_BEHIND = re.compile(r"\d ?°? ?[NS],? (?:and )?\Z")
_MOUNTAIN = re.compile(r" (?:View|Home|Top|Pass|Lodge|Lake|Ranch|Time)\b")


def read_place(passage: Passage, start: int) -> Reading | None:
    """``St.`` as saint or street, ``Dr.`` as doctor or drive, ``Rd.``, ``Ave.``; a sentence's end is kept."""
    found = _FORM.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) in ("_", "-", "/", ".", "'"):
        return None
    before = _NAME_BEFORE.search(passage.text[max(0, start - 24) : start])
    after = _NAME_AFTER.match(passage.text, found.end())
    ends = not passage.text[found.end() : found.end() + 24].strip(" \"')”’") or (
        bool(found[2]) and _next_begins(passage, found.end())
    )
    road = _ROADS.get(found[1].lower())
    if found[1].lower() == "mt" and _MOUNTAIN.match(passage.text, found.end()):
        return Reading(found.end(), "Mountain", "abbreviation")
    if road is None:
        title, road = _TWO_FACED[found[1].lower()]
        if not _is_road(passage, start, before, after and not ends, road):
            is_title = after and (not ends or (found[1][0].isupper() and not before))
            return Reading(found.end(), title, "abbreviation") if is_title else None
    elif not before and not (found[2] and after):
        return None
    return Reading(found.end() - (1 if found[2] and ends else 0), road, "abbreviation")


def _is_road(passage: Passage, start: int, before: re.Match[str] | None, leads_on: object, road: str) -> bool:
    """Whether ``St`` or ``Dr`` stands behind a name, as the kind of road; otherwise it is a title before one."""
    if not before or not road:
        return False
    if before[1][0].isdigit() or _HOUSE_BEHIND.search(passage.text[max(0, start - 48) : start]):
        return True
    if not leads_on:
        return True
    if before[1] in _BEFORE_SAINTS or road == "Drive":
        return False
    return evidence(passage, start, start + 2, "street") > 1


def _next_begins(passage: Passage, end: int) -> bool:
    """Whether the next word is one that begins a sentence rather than a name."""
    word = passage.next_word(end)
    return word[:1].isupper() and passage.tables.is_a("function", word.lower())


def read_house_number(passage: Passage, start: int) -> Reading | None:
    """``1428 Elm St``: fourteen twenty-eight; ``TX, 75115``: digit by digit."""
    text = passage.text
    if passage.is_joined(start) or passage.char(start - 1) in (",", ".", "-", "$", "#"):
        return None
    if found := _HOUSE.match(text, start):
        return Reading(found.end(), numbers.grouped(found[1]), "address")
    found = _ZIP.match(text, start)
    if found and _STATE_BEHIND.search(text[max(0, start - 28) : start]):
        more = f", {numbers.spell_digits(found[2])}" if found[2] else ""
        return Reading(found.end(), numbers.spell_digits(found[1]) + more, "address")
    return None


def read_direction(passage: Passage, start: int) -> Reading | None:
    """``317 S. 3rd St``: south."""
    found = _DIRECTION.match(passage.text, start)
    if not found or not passage.char(start - 1).isspace() or not passage.is_wordy(start - 2):
        return None
    return Reading(found.end(), _DIRECTIONS[found[1]], "address")


def read_state(passage: Passage, start: int) -> Reading | None:
    """A state behind its town: ``Salem, OR 97301``, ``Smithland, Ky.``"""
    found = _STATE.match(passage.text, start)
    name = passage.tables.states.get(found[1]) if found else None
    if not found or not name or not _AFTER_TOWN.search(passage.text[max(0, start - 24) : start]):
        return None
    zip_follows = bool(_ZIP_AHEAD.match(passage.text, found.end()))
    if not zip_follows and not found[2] and not found[1].isupper():
        return None  # "Ann, Miss Lee" and "Rosa, Wash it"
    if found[1].isupper() and not zip_follows and found[1].lower() in _WORDS_OR_TITLES:
        return None
    if not _STATE_CLOSES.match(passage.text, found.end()):
        return None
    ends = bool(found[2]) and passage.ends_sentence(found.end())
    return Reading(found.end() - (1 if ends else 0), name, "address")


def read_point(passage: Passage, start: int) -> Reading | None:
    """Coordinates: ``14 N, 61 W`` fourteen north, sixty-one west."""
    found = _POINT.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) in (".", "$", "="):
        return None
    paired = _POINT_AHEAD.match(passage.text, found.end()) or _POINT_BEHIND.search(
        passage.text[max(0, start - 12) : start]
    )
    if not (found[2] or paired or evidence(passage, start, found.end(), "geography") > 1):
        return None
    degrees = (" degree" if found[1] == "1" else " degrees") if found[2] else ""
    return Reading(found.end(), f"{numbers.decimal(found[1])}{degrees} {_DIRECTIONS[found[3]].lower()}", "address")
