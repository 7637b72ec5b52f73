"""Whether the script's parser reads a script that was written from another one as it was meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from studio.importing.compose import Written
from studio.importing.elements import Kept, Speech
from studio.model.ledger import Entry, Fate
from studio.model.script import Script


def misread(script: Script, written: Written) -> Iterator[tuple[Speech, str]]:
    """The paragraphs that are read otherwise than meant, each with what happens to it, in words.

    Args:
        script: what the parser made of the text.
        written: the text, and what was meant.
    """
    names = [name for *_, name in written.speeches]
    for (speech, entries), name in zip(_read(script, written), names, strict=True):
        if problem := _problem(entries, speech, name):
            yield speech, problem


def unspoken(script: Script, written: Written) -> Iterator[Kept]:
    """What stands in paragraphs of speech and nobody will hear, of which the source's reader does not know.

    Args:
        script: what the parser made of the text.
        written: the text, and what was meant.
    """
    for speech, entries in _read(script, written):
        for entry in entries:
            text = script.source.slice(entry.span)
            if _letters(text) and _is_lost(entry.fate, text):
                plain = text.strip().removeprefix("<!--").removesuffix("-->").strip()
                yield Kept(speech.line, entry.reason or entry.fate.value, plain, in_place=True)


def _is_lost(fate: Fate, text: str) -> bool:
    if fate in (Fate.MARKUP, Fate.COMMENT):
        return text.startswith(("<", "%%"))
    return fate in (Fate.DIRECTION, Fate.LEFT_OUT) or (fate is Fate.NOTES and text.startswith(("[^", "[@", "^[")))


def _read(script: Script, written: Written) -> Iterator[tuple[Speech, list[Entry]]]:
    """Each paragraph of speech, and the entries of the ledger for it."""
    ends = [entry.span.end for entry in script.ledger]
    for start, end, speech, _ in written.speeches:
        first, last = bisect_right(ends, start), bisect_right(ends, end)
        yield speech, [entry for entry in script.ledger[first : last + 1] if start <= entry.span.start < end]


def _problem(entries: list[Entry], speech: Speech, name: str | None) -> str:
    heard = [entry for entry in entries if entry.fate is Fate.SPOKEN and _letters(entry.text)]
    if lost := next((entry for entry in entries if entry.fate is Fate.LEFT_OUT), None):
        return f"a part of it cannot be spoken ({lost.reason})"
    wrong = next(
        (entry.speaker for entry in heard if (entry.speaker or "").casefold() != (name or "").casefold()), None
    )
    if wrong is not None or (heard and name is not None and heard[0].speaker is None):
        return f"it would be spoken by {wrong or 'the narrator'}"
    if speech.said is not None and _letters(speech.said) != "".join(_letters(_shown(entry)) for entry in entries):
        return "its words would be read otherwise"
    return "" if heard or speech.said is None else "nobody would speak it"


def _shown(entry: Entry) -> str:
    return entry.text if entry.fate in (Fate.SPOKEN, Fate.NOTES) else ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
