"""Abbreviations."""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from studio.speech.passage import Passage, Reading
from studio.speech.readers.nouns import is_plural_noun
from studio.speech.tables import Abbreviation

_FORM = re.compile(
    r"(?:[A-Za-z]{1,6}\.){2,4}|[A-Za-z]{1,8}\.|[A-Za-z]{1,3}/[A-Za-z]?|[A-Za-z]{1,24}(?:;[A-Z]{1,8})?|[A-Za-z.]{1,24}"
)
_NUMBER_NEXT = re.compile(r"[^\S\n]?(?:# ?|~)?(?:\d|(?:[VX][IVX]*|I[IVX]+)\b|I(?=[.,;:)]))")
_NUMBER_SIGN = re.compile(r"(NO|No)\.?[^\S\n](?:# ?)?(\d{1,9})(?![\w%]|[.,]\d)")
_CLOSING = frozenset("etc Inc Corp Ltd Jr Sr".split())
_CLAUSE_END = re.compile(r"[^\S\n]*(?:[,;:.!?)\]\n]|\Z)")
_NEVER_LAST = frozenset(("e.g.", "i.e.", "Mr.", "Mrs.", "vs."))
_TITLES = frozenset("Rev. Hon. Dept. Corp. Co. Bros. cf. approx. Ave. Blvd.".split())
_DOTTED = re.compile(r"(?:[A-Za-z]\.){2,4}")
_LAST = re.compile(r"[A-Za-z](?![A-Za-z.])")
_NAME_NEXT = re.compile(r"[^\S\n]\n?[A-Z]")


def read_abbreviation(passage: Passage, start: int) -> Reading | None:
    """``e.g.``, ``vs``, ``Dr. Lamport``, ``Fig. 3``, ``No. 5``; a period that also ends the sentence is kept."""
    if passage.is_joined(start) or passage.char(start - 1) in ("_", "."):
        return None
    found = _FORM.match(passage.text, start)
    if not found:
        return None
    written, end = found[0], found.end()
    entry = _entry(passage, written, end)
    if entry is None:
        return _spelled(passage, written, end) if _DOTTED.fullmatch(written) else None
    if entry.before == "number" and not _NUMBER_NEXT.match(passage.text, end):
        return None
    if entry.before == "name" and not _NAME_NEXT.match(passage.text, end):
        return None
    closes = written.endswith(".") and entry.before not in ("name", "number") and passage.ends_sentence(end)
    following = passage.next_word(end)
    if closes and written.count(".") > 1 and following and not passage.tables.is_a("function", following.lower()):
        closes = False  # "the U.S. Army": a name goes on
    if closes and written not in _NEVER_LAST:
        if entry.before == "bare" or written.count(".") > 1 or not passage.text[end : end + 24].strip():
            end -= 1
        elif written not in _TITLES:
            return None
    return Reading(end, entry.spoken, "abbreviation")


def read_number_sign(passage: Passage, start: int) -> Reading | None:
    """``Route No 128``, ``Document NO 2366``: number; but ``NO 5 servers`` counts none."""
    found = _NUMBER_SIGN.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    before, after = passage.previous_word(start), passage.next_word(found.end()).lower()
    if is_plural_noun(passage, after) and not passage.tables.is_a("numbered", before.lower()):
        return None
    begins = start == 0 or passage.char(start - 1) in "\"“('"
    named = passage.tables.is_a("numbered", before.lower()) or passage.tables.is_a("route", before.lower())
    listed = passage.char(start - 2) in (";", ",", ":") or passage.char(start - 2).isdigit()
    if not (named or listed or (found[1] == "NO" and (begins or before)) or before[:1].isupper()):
        return None
    return Reading(start + len(found[1]) + (passage.char(start + len(found[1])) == "."), "number", "abbreviation")


def _entry(passage: Passage, written: str, end: int) -> Abbreviation | None:
    """The table's entry for what is written; without its period only where the table or its dots allow that."""
    known = passage.tables.abbreviations
    if entry := known.get(written):
        return None if passage.is_wordy(end) and not written.endswith((".", "/")) else entry
    if written.endswith(".") or passage.char(end) == "/" or passage.is_wordy(end):
        return None
    if written in _CLOSING and not _CLAUSE_END.match(passage.text, end):
        return None
    entry = known.get(f"{written}.")
    return entry if entry and (entry.before == "bare" or "." in written) else None


def _spelled(passage: Passage, written: str, end: int) -> Reading | None:
    """Dotted initials that no table knows: ``e.s.t``, ``U.N.``."""
    if last := _LAST.match(passage.text, end):
        written, end = written + last[0], last.end()
    elif passage.ends_sentence(end):
        end -= 1
    if passage.char(end) == "(":
        return None
    return Reading(end, " ".join(written.replace(".", "").upper()), "acronym")
