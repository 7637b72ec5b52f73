"""The header of a script without front matter: lines such as ``**Guest:** Ana Lima`` above the first spoken words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studio.script.directions import direction_of, without_emphasis

_KEYS = (
    r"series|season|episode|(?:(?:total|estimated|target)[ ]+)?(?:duration|runtime|length|reading time|word count)"
    r"|format|style|difficulty|level|(?:target )?audience|prerequisites?|authors?|date|published|release date"
    r"|recorded(?: on)?|tier|topics?|tags|category|categories|language|licen[cs]e|status|version|draft"
    r"|editor|producer|produced by|recording|location|subject|from|to|website|url|contact|file|keywords|title|slug"
    r"|description|summary"
)
_PEOPLE = (
    r"(?:co-?)?hosts?|guests?|speakers?|participants|interviewers?|interviewees?|narrators?|moderator|with|voices?"
)
_LINE = re.compile(r"(?P<key>[A-Za-z][A-Za-z -]{0,30}?)\s*:\s*(?P<value>\S.*)$")
_KEY = re.compile(_KEYS, re.IGNORECASE)
_PEOPLE_KEY = re.compile(_PEOPLE, re.IGNORECASE)
_PERSON = r"[A-Z][\w.'’-]*(?:[ ][A-Z][\w.'’-]*){0,4}(?:[ ]\([^()]*\))?"
_NAMES = re.compile(rf"{_PERSON}(?:(?:,| and| &|,? with)[ ]{_PERSON})*(?:, [^.?!]{{1,60}})?(?<![.?!])")
_SILENT = re.compile(r"#{1,6}(?:\s|$)|(?:[-*_=][ ]*){3,}$|<!--.*-->$|::\w")
_LONGEST = 300
_LONGEST_VALUE = 100


def header_lines(lines: Sequence[str], first_line: int) -> frozenset[int]:
    """The numbers of the lines, counted from 0, that say something about the episode and are not spoken."""
    found: set[int] = set()
    for numbers in _paragraphs(lines, first_line):
        said = [number for number in numbers if not _is_silent(lines[number])]
        parts = [_LINE.match(without_emphasis(lines[number].strip())) for number in said]
        keyed = [number for number, part in zip(said, parts, strict=True) if part and _is_metadata(part, lines[number])]
        if keyed and len(said) > 1 and all(part and len(part["value"]) <= _LONGEST_VALUE for part in parts):
            keyed = said
        found.update(keyed)
        if len(keyed) < len(said):
            break
    return frozenset(found)


def _paragraphs(lines: Sequence[str], first_line: int) -> Iterator[list[int]]:
    """The numbers of the lines of each paragraph."""
    numbers: list[int] = []
    for number in range(first_line, len(lines)):
        if lines[number].strip():
            numbers.append(number)
        elif numbers:
            yield numbers
            numbers = []
    yield numbers


def _is_silent(line: str) -> bool:
    return _SILENT.match(line.strip()) is not None or direction_of(line) is not None


def _is_metadata(part: re.Match[str], line: str) -> bool:
    """Whether one line alone is metadata; in plain type only what could be nothing else."""
    stripped = line.strip()
    if len(stripped) > _LONGEST:
        return False
    if _PEOPLE_KEY.fullmatch(part["key"]):
        several_words = " " in part["value"].strip()
        return several_words and not part["key"].isupper() and bool(_NAMES.fullmatch(part["value"].strip()))
    if not _KEY.fullmatch(part["key"]):
        return False
    is_set_off = stripped.startswith(("**", "__", "*", "_"))
    return is_set_off or (
        len(part["value"]) <= _LONGEST_VALUE and not part["value"].rstrip().endswith((".", "?", "!", ":"))
    )
