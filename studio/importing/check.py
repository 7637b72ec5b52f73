"""Whether the script's parser reads a script that was written from another one as it was meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from studio.importing.compose import Written
from studio.importing.elements import Speech
from studio.model.ledger import Entry, Fate
from studio.model.script import Script


def misread(script: Script, written: Written) -> Iterator[tuple[Speech, str]]:
    """The paragraphs that are read otherwise than meant, each with what happens to it, in words.

    Args:
        script: what the parser made of the text.
        written: the text, and what was meant.
    """
    entries = script.ledger
    starts = [entry.span.start for entry in entries]
    for start, end, speech, name in written.speeches:
        first = max(bisect_left(starts, start) - 1, 0)
        inside = [entry for entry in entries[first : bisect_left(starts, end)] if entry.span.end > start]
        if problem := _problem(inside, speech, name):
            yield speech, problem


def _problem(entries: list[Entry], speech: Speech, name: str | None) -> str:
    heard = [entry for entry in entries if entry.fate is Fate.SPOKEN and _letters(entry.text)]
    if lost := next((entry for entry in entries if entry.fate is Fate.LEFT_OUT), None):
        return f"a part of it cannot be spoken ({lost.reason})"
    wrong = next((entry.speaker for entry in heard if (entry.speaker or "").casefold() != (name or "").casefold()), None)
    if wrong is not None or (heard and name is not None and heard[0].speaker is None):
        return f"it would be spoken by {wrong or 'the narrator'}"
    if speech.said is not None and _letters(speech.said) != "".join(_letters(_shown(entry)) for entry in entries):
        return "its words would be read otherwise"
    return "" if heard or speech.said is None else "nobody would speak it"


def _shown(entry: Entry) -> str:
    return entry.text if entry.fate in (Fate.SPOKEN, Fate.NOTES) else ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
