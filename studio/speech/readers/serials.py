"""Numbers that name and count nothing: phone, card, order and account numbers, ISBN and ISSN. Said digit by digit."""

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.passage import Passage, Reading
from studio.speech.readers.nouns import is_plural_noun

_PHONE = re.compile(
    r"(?:\+\d{1,3}[ -.])?\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}(?!\d)|\+\d{1,3}(?:[ .-]\d{2,4}){2,4}(?![\d.])|\+\d{8,15}(?!\d)"
    r"|1-[2-9]\d\d-\d{3}-\d{4}(?!\d)|0\d{2,4} \d{3,4} \d{3,4}(?!\d)"
)
_TOLD = re.compile(
    r"(ISBN|ISSN|IMEI|EAN|UPC|IBAN|DOI|VAT|VIN|SKU|PIN|SSN|EIN|ABN|OCLC|LCCN)(?:-1[03])?"
    r"(?::| no\.?| number)?[ \u00a0](?=\d)"
)
_GROUPS = re.compile(r"\d{1,17}(?:[- ]\d{1,8}){0,5}(?:-?[Xx])?(?![\w]|[-–.,]\d)")
_CARD = re.compile(r"\d{4}(?:[ -]\d{4}){3}(?![\w-])|\d{3}-\d{2}-\d{4}(?![\w-])|\d{4,8}(?:-\d{4,8}){2,4}(?![\w-])")
_LABEL = re.compile(
    r"\b(account|order|invoice|tracking|confirmation|card|serial|ticket|booking|reservation|customer|member|membership"
    r"|passport|licence|license|policy|case|accession|badge|employee|extension|flight|pin|zip|passcode|code)"
    r"(?: (?:number|no\.?|id|code))?(?:(?<=pin) is|(?<=code) is|(?<=zip) is)?:? ?#?\Z",
    re.IGNORECASE,
)
_RUN = re.compile(r"(\d{4,24})(?![\w%]|[.,:/-]\d)")
_DIALLED = re.compile(r"\b(?:call|calls|called|dial|dials|dialed|dialled|text) \Z", re.IGNORECASE)
_THREE = re.compile(r"[1-9]\d\d(?![\w%]|[.,:/-]\d)")
_TOLL_FREE = re.compile(r"1-([2-9]\d\d)-(?=[A-Z]{3})")
_HYPHENED = re.compile(r"\d{1,5}(?:-\d{1,7}){3,6}(?:-?[Xx])?(?![\w-])")


def say_groups(written: str) -> str:
    """Digit by digit, with a pause between the groups."""
    groups = re.findall(r"\d+|[Xx]", written)
    return ", ".join("X" if group in "Xx" else numbers.spell_digits(group) for group in groups)


def read_phone(passage: Passage, start: int) -> Reading | None:
    """``555-123-4567``, ``+1 555-123-4567``: digit by digit with a pause between groups."""
    found = _PHONE.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    plus = "plus " if found[0].startswith("+") else ""
    return Reading(found.end(), plus + say_groups(found[0]), "phone")


def read_told_serial(passage: Passage, start: int) -> Reading | None:
    """``ISBN 978-0-13-468599-1``: the name spelled, then the digits."""
    told = _TOLD.match(passage.text, start)
    groups = _GROUPS.match(passage.text, told.end()) if told else None
    if not told or not groups or passage.is_joined(start):
        return None
    name = told[1] if told[1] in ("PIN", "VIN") else " ".join(told[1])
    return Reading(groups.end(), f"{name} {say_groups(groups[0])}", "serial")


def read_serial(passage: Passage, start: int) -> Reading | None:
    """Digits behind a word that says what they name: ``order 30219884``, and card numbers in fours."""
    text = passage.text
    if passage.is_joined(start) or passage.char(start - 1) in (".", ",", "-", "/", "$", "€", "£"):
        return None
    if found := _CARD.match(text, start) or _HYPHENED.match(text, start):
        return Reading(found.end(), say_groups(found[0]), "serial")
    found = _RUN.match(text, start)
    if not found or is_plural_noun(passage, passage.next_word(found.end()).lower()):
        return None
    label = _LABEL.search(text[max(0, start - 32) : start])
    if not label or (len(found[1]) < 6 and found[1][0] != "0" and not _is_short_code(label[1])):
        return None
    return Reading(found.end(), numbers.spell_digits(found[1]), "serial")


def read_dialled(passage: Passage, start: int) -> Reading | None:
    """``Call 911``: digit by digit; ``1-800-FLOWERS``."""
    text = passage.text
    if passage.is_joined(start):
        return None
    if toll_free := _TOLL_FREE.match(text, start):
        return Reading(toll_free.end(), f"one {numbers.grouped(toll_free[1])} ", "phone")
    found = _THREE.match(text, start)
    if not found or not _DIALLED.search(text[max(0, start - 9) : start]):
        return None
    if _is_followed_by_noun(passage, found.end()):
        return None
    return Reading(found.end(), numbers.spell_digits(found[0]), "phone")


def _is_followed_by_noun(passage: Passage, end: int) -> bool:
    """Whether a word follows that the number may count: "call 100 functions", but not "call 911 now"."""
    following = passage.next_word(end).lower()
    return bool(following) and not passage.tables.is_a("function", following)


def _is_short_code(label: str) -> bool:
    """Whether even four digits behind this word are said one by one."""
    return label.lower() in ("pin", "zip", "passcode", "extension")
