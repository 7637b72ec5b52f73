"""Abbreviations."""

# A recogniser is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from studio.speech.context import Context, Reading

_FORM = re.compile(r"(?:[A-Za-z]{1,6}\.){2,4}|[A-Za-z]{1,8}\.|[A-Za-z]{1,3}/[A-Za-z]?|[A-Za-z]+(?:;[A-Z]+)?|[A-Za-z.]+")
_NUMBER_NEXT = re.compile(r"[^\S\n]?[#~]?(?:\d|[IVX]+\b)")
_CLOSING = frozenset("etc Inc Corp Ltd Jr Sr".split())
_CLAUSE_END = re.compile(r"[^\S\n]*(?:[,;:.!?)\]\n]|\Z)")
_NAME_NEXT = re.compile(r"[^\S\n]\n?[A-Z]")


def read_abbreviation(context: Context, start: int) -> Reading | None:
    """``e.g.``, ``vs``, ``Dr. Lamport``, ``Fig. 3``, ``No. 5``; a period that also ends the sentence is kept."""
    if context.is_joined(start) or context.char(start - 1) in ("_", "."):
        return None
    found = _FORM.match(context.text, start)
    if not found:
        return None
    written, end = found[0], found.end()
    known = context.tables.abbreviations
    entry = known.get(written)
    if entry is None and not written.endswith(".") and context.char(end) != "/":
        entry = known.get(written + ".")
        if written in _CLOSING and not _CLAUSE_END.match(context.text, end):
            return None
        if entry is None or (entry.before != "bare" and written.count(".") == 0):
            return None
    if entry is None or (context.is_wordy(end) and not written.endswith((".", "/"))):
        return None
    if entry.before == "number" and not _NUMBER_NEXT.match(context.text, end):
        return None
    if entry.before == "name" and not _NAME_NEXT.match(context.text, end):
        return None
    if written.endswith(".") and entry.before not in ("name", "number") and context.ends_sentence(end):
        if entry.before == "bare" or written.count(".") > 1 or not context.text[end:].strip():
            if written in ("e.g.", "i.e.", "Mr.", "Mrs.", "vs."):
                return Reading(end, entry.spoken, "abbreviation")
            end -= 1
        elif written not in ("Rev.", "Hon.", "Dept.", "Corp.", "Co.", "Bros.", "cf.", "approx.", "Ave.", "Blvd."):
            return None
    return Reading(end, entry.spoken, "abbreviation")
