"""What a script of another tool says → a script in this one's language."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from studio.importing.elements import Element, Heading, Imported, Kept, Pause, Speech
from studio.importing.plain import comment, first_escaped, fully_escaped, guarded, without_formulas

NARRATOR = "NARRATOR"
"""Who speaks what nobody says, in a script where others speak, too."""

_LONGEST_PARAGRAPH = 3_000
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“‘(]?[A-Z0-9])")
_BULLET = re.compile(r"\A[-*+][ \t]+")
_NOT_IN_NAMES = re.compile(r"[^\w.'’&/ -]+")
_LONGEST_NAME = 58
_PLAIN_KEY = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[^\W\d_][\w-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A script, and where each paragraph of speech stands in it: its place, the paragraph, and the speaker's name."""

    text: str
    speeches: tuple[tuple[int, int, Speech, str | None], ...]


def names_of(imported: Imported) -> dict[str | None, str]:
    """How each speaker is called in the script: letters, digits and a few signs, each name once."""
    names: dict[str | None, str] = {}
    for speaker in imported.speakers:
        plain = " ".join(_NOT_IN_NAMES.sub(" ", speaker.replace("_", " ")).split())[:_LONGEST_NAME].strip(" .'’&/-")
        if not plain or not plain[0].isalpha():
            plain = f"Speaker {plain}".strip()
        while plain.casefold() in {name.casefold() for name in names.values()}:
            stem, _, count = plain.rpartition(" ")
            plain = f"{stem} {int(count) + 1}" if stem and count.isdecimal() else f"{plain} 2"
        names[speaker] = plain
    if names and any(isinstance(one, Speech) and one.speaker is None for one in imported.elements):
        taken = {name.casefold() for name in names.values()}
        names[None] = NARRATOR if NARRATOR.casefold() not in taken else "Narrator voice"
    return names


def compose(
    imported: Imported, names: Mapping[str | None, str], voices: Mapping[str, str], careful: Collection[int] = ()
) -> Written:
    """Write the script.

    Args:
        imported: what it is to say.
        names: of the speakers, see :func:`names_of`.
        voices: voice of each of these names that the script itself has to declare.
        careful: numbers of those elements whose punctuation is escaped entirely, and whose speaker is named anew.
    """
    head = _front_matter(imported, voices)
    parts = [head]
    at = len(head)
    speeches: list[tuple[int, int, Speech, str | None]] = []
    speaking: str | None = None
    for number, element in enumerate(imported.elements):
        for piece in _pieces(element):
            text = _block(piece, names, speaking, in_full=number in careful)
            if not text:
                continue
            if isinstance(piece, Speech):
                speaking = names.get(piece.speaker)
                speeches.append((at, at + len(text), piece, speaking))
            elif isinstance(piece, Heading):
                speaking = None
            parts.append(f"{text}\n\n")
            at += len(parts[-1])
    return Written("".join(parts).rstrip("\n") + "\n", tuple(speeches))


def _front_matter(imported: Imported, voices: Mapping[str, str]) -> str:
    values: dict[str, object] = {"title": imported.title} if imported.title else {}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in {**values, **imported.front}.items()]
    if voices:
        lines += ["speakers:", *(f"  {_key(name)}: {_key(voice)}" for name, voice in voices.items())]
    head = "".join(f"{line}\n" for line in lines)
    return f"---\n{head}---\n\n" if head else ""


def _key(text: str) -> str:
    return text if _PLAIN_KEY.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _pieces(element: Element) -> Iterator[Element]:
    """The element; a paragraph that is too long for one in several, cut between sentences."""
    if not isinstance(element, Speech) or len(element.text) <= _LONGEST_PARAGRAPH or element.said is None:
        yield element
        return
    # Cut both at once would need to know which word of one is which of the other: the parser tells whether it is right.
    part = ""
    for sentence in _SENTENCE_END.split(element.text):
        if part and len(part) + len(sentence) > _LONGEST_PARAGRAPH:
            yield replace(element, text=part, said=None)
            part = sentence
        else:
            part = f"{part} {sentence}".strip()
    yield replace(element, text=part, said=None)


def _block(element: Element, names: Mapping[str | None, str], speaking: str | None, *, in_full: bool) -> str:
    if isinstance(element, Heading):
        return f"{'#' * element.level} {element.text}"
    if isinstance(element, Pause):
        return f"::pause{{{_length(element.length_s)}}}"
    if isinstance(element, Kept):
        return "" if element.in_place else comment(f"line {element.line}, {element.what}: {element.text}")
    name = names.get(element.speaker)
    text = element.text
    if in_full:
        text = without_formulas(text) if element.said is None else fully_escaped(element.said)
    if name is None or (name == speaking and not element.direction and not in_full):
        return guarded(text if element.said is None else first_escaped(text))
    text = text if element.said is not None else _BULLET.sub("", text)
    return f"{name} ({element.direction}): {text}" if element.direction else f"{name}: {text}"


def _length(seconds: float) -> str:
    in_ms = round(seconds * 1000)
    return f"{in_ms // 1000}s" if in_ms % 1000 == 0 else f"{in_ms}ms"
