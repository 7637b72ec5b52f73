"""Paragraphs and blocks of other dialects of Markdown → elements; what cannot be spoken is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studio.importing.elements import Element, Kept, Speech
from studio.importing.fetching import is_web
from studio.importing.plain import ADDRESS, PAUSE, linked, pause

_ESCAPED_BRACKETS = re.compile(r"\\([\[\]])")
_FENCE = re.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})")
_TABLE = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?")
_DEFINITION = re.compile(r"[ \t]{0,3}\[(?P<name>[^\]\n]+)\]:[ \t]*(?P<target>.*)$")
#: An address in running text, in angle brackets or not, and none that is already a link's.
_BARE = re.compile(rf"(?<![\w(\[\"'=<])<?(?P<address>{ADDRESS.pattern})>?(?![^\[\]\n]*\]\()", re.IGNORECASE)
_REFERENCE = re.compile(r"(?<![!\\\]])\[(?P<text>[^\[\]\n]+)\]\[(?P<name>[^\[\]\n]*)\]")
_HTML = re.compile(r"[ \t]{0,3}</?[A-Za-z][^>\n]*>[ \t]*$|[ \t]{0,3}<!--")
_SHOWN = 80


def inline_speech(text: str, line: int, speaker: str | None = None, direction: str = "") -> list[Element]:
    """A paragraph of Markdown as elements: pauses in brackets apart, pictures kept, the rest as it stands."""
    found: list[Element] = []
    for picture in _PICTURE.finditer(text):
        found.append(Kept(line, "picture", picture[0]))
    text = _PICTURE.sub("", text)
    at = 0
    plain = _ESCAPED_BRACKETS.sub(r"\1", text) if PAUSE.search(_ESCAPED_BRACKETS.sub(r"\1", text)) else text
    for match in PAUSE.finditer(plain):
        found += _speech(plain[at : match.start()], line, speaker, direction)
        found.append(pause(match, line))
        at = match.end()
    return found + _speech(plain[at:], line, speaker, direction)


def _speech(text: str, line: int, speaker: str | None, direction: str) -> list[Element]:
    plain = " ".join(text.split())
    if not re.search(r"[^\W_]", plain):
        return []
    addresses = [Kept(line, "address", found["address"], in_place=True) for found in _BARE.finditer(plain)]
    named = _BARE.sub(lambda found: linked(found["address"]), plain)
    return [Speech(line, named, speaker, direction), *addresses]


def speakable(lines: Sequence[str]) -> Iterator[tuple[int, str] | Kept]:
    """The lines of Markdown less code, tables, HTML and definitions, which come as one kept element each.

    Yields:
        number of the line and the line, or what is kept; a blank line stays where it was.
    """
    number = 0
    while number < len(lines):
        line = lines[number]
        end, what = _unspeakable(lines, number)
        if what:
            text = "\n".join(lines[number:end])
            yield Kept(number + 1, what, _shortened_data(text))
            yield (end, "")
        else:
            end = number + 1
            yield (number + 1, line)
        number = end


def with_links(lines: Sequence[str]) -> list[str]:
    """The lines with ``[text][name]`` as ``[text](<address>)``, since definitions do not come along."""
    defined = (_DEFINITION.match(line) for line in lines)
    targets = {
        match["name"].casefold(): match["target"].split()[0].strip("<>")
        for match in defined
        if match and not match["name"].startswith("^") and is_web(match["target"].strip("<>"))
    }

    def linked_in_place(match: re.Match[str]) -> str:
        target = targets.get((match["name"] or match["text"]).casefold())
        return f"[{match['text']}](<{target}>)" if target else match[0]

    return [_REFERENCE.sub(linked_in_place, line) if targets else line for line in lines]


def _unspeakable(lines: Sequence[str], number: int) -> tuple[int, str]:
    """Where a block that cannot be spoken ends, and what it is; the empty string for a line of text."""
    line = lines[number]
    if fence := _FENCE.match(line):
        end = number + 1
        while end < len(lines) and not lines[end].strip().startswith(fence["mark"]):
            end += 1
        return min(end + 1, len(lines)), "code"
    if _TABLE.match(line) and number + 1 < len(lines) and re.fullmatch(r"[ \t|:-]+", lines[number + 1] or "x"):
        return _while(lines, number, _TABLE), "table"
    if definition := _DEFINITION.match(line):
        is_data = definition["target"].startswith("<data:")
        return number + 1, "footnote" if definition["name"].startswith("^") else "picture" if is_data else "link"
    if line.lstrip().startswith("<!--"):
        end = number
        while end < len(lines) and "-->" not in lines[end]:
            end += 1
        return min(end + 1, len(lines)), "comment"
    return number + 1, "HTML" if _HTML.match(line) else ""


def _while(lines: Sequence[str], number: int, pattern: re.Pattern[str]) -> int:
    while number < len(lines) and pattern.match(lines[number]):
        number += 1
    return number


def _shortened_data(text: str) -> str:
    """A definition whose target is a whole picture, in one line that a person can look at."""
    return f"{text[:_SHOWN]}…" if "<data:" in text and len(text) > _SHOWN else text
