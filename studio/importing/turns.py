"""Texts in which a name in front says who speaks: ``[ALEX]``, ``ALEX:``, ``**Alex (calm):**``, ``0:12 Alex``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from studio.importing.elements import Heading, Imported, Kept, Speech
from studio.importing.markdown import inline_speech, speakable, with_links
from studio.importing.material import Material
from studio.importing.plain import PAUSE, escaped, pause, spoken
from studio.script.directions import direction_of, silent_stretches
from studio.script.header import header_lines
from studio.script.names import is_a_person, is_role, may_be_a_name
from studio.script.speakers import Form, Label, labels

_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*\s*(?:\{#[^{}]*\})?\s*$")
_ITEM = re.compile(r"(?:[-*+•]|\d{1,9}[.)])\s+\S")
_BOLD_LINE = re.compile(r"(?P<mark>\*\*|__)(?P<text>[^*_\n]{1,80}[^*_\n.!?:…])(?P=mark)")
_ITALIC_LINE = re.compile(r"(?P<mark>[*_])[^*_\n]+(?P=mark)")
_RULE = re.compile(r"(?:[-*_=~•·]\s*){3,}$")
_TITLE = re.compile(
    r"\s*(?:[*_]{1,3})?title(?:[*_]{1,3})?\s*:\s*(?:[*_]{1,3})?\s*(?P<title>.*?)\s*[*_]*\s*$", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
#: What stands in brackets or before a colon, in capitals as names do, and is nobody.
_NOBODY = re.compile(
    r"(?:title|episode|scene|segment|section|part|chapter|act|cold open|open|close|opening|closing|end|the end|fin"
    r"|(?:ad|commercial|mid-?roll|sponsor)(?: break| read)?|transition|cut(?: to)?|fade(?: in| out)?|note|notes|warning"
    r"|tip|todo|fixme|important|caution|example|question|answer|summary|recap|intro|outro|sfx|fx|music|sound|cue|vo"
    r"|date|duration|runtime|url|link|links|source|sources|ps|n\.?b|faq|disclaimer|credits|optional|tbd|sic)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Habits:
    """How a form writes its turns.

    Attributes:
        forms: of label that begin one.
        is_markdown: whether its text is Markdown, which stays as it is.
        begins: finds a label that is the form's own, at the start of a line.
        are_people: whether whatever stands in a label is a speaker.
    """

    forms: Collection[Form] = (Form.COLON, Form.BRACKETED)
    is_markdown: bool = False
    begins: Callable[[str], Label | None] = lambda _line: None
    are_people: bool = False


def text_habits(material: Material, habits: Habits) -> Habits:
    """The same habits for a file of this name: one that ends in ``.md`` holds Markdown."""
    return replace(habits, is_markdown=material.suffix in (".md", ".markdown", ".mdown"))


def label_of(line: str, habits: Habits) -> Label | None:
    """The label at the start of a line, of whomever; None for ordinary text."""
    own = habits.begins(line)
    if own is not None:
        return own
    plain = _ESCAPE.sub(r"\1", line) if habits.is_markdown else line
    found = next((one for one in labels(plain) if one.form in habits.forms or one.has_time), None)
    return None if found is None or (found.is_bold and found.form is Form.MARKED) else found


def labelled(lines: Sequence[str], habits: Habits) -> dict[str, list[Label]]:
    """Every label of a text by its name."""
    found: dict[str, list[Label]] = {}
    for line in lines:
        label = label_of(line.strip(), habits)
        if label is not None:
            found.setdefault(label.name, []).append(label)
    return found


def speakers_among(found: dict[str, list[Label]]) -> set[str]:
    """Those of the names before text that are speakers' and not those of sounds, notes or parts of the script."""
    sure = {name for name, all_of_it in found.items() if _is_speaker(name, all_of_it)}
    if sure:
        sure |= {name for name in found if may_be_a_name(name) and not _is_nobody(name)}
    return sure


def _is_speaker(name: str, found: Sequence[Label]) -> bool:
    if is_role(name) or is_role(name, surely=True) or is_a_person(name):
        return True
    if len(found) > 1 and is_a_person(name.title()):
        return True
    if _is_nobody(name):
        return False
    short = len(name.split()) <= 4
    if name.isupper() or any(label.has_time for label in found):
        return short
    in_capitals = all(not word[0].islower() for word in name.split())
    return short and len(found) > 1 and (in_capitals or found[0].form is Form.BRACKETED)


def _is_nobody(name: str) -> bool:
    # With a word before it, “Emily” is not taken for a manner of speaking, as “softly” is.
    in_brackets = f"[a {name}]"
    return bool(_NOBODY.fullmatch(name)) or any(silent_stretches(in_brackets, 0, len(in_brackets)))


def read_turns(lines: Sequence[str], habits: Habits) -> Imported:
    """Read a text whose turns begin with names.

    Args:
        lines: of the source.
        habits: of its form.
    """
    return _Reader(with_links(lines) if habits.is_markdown else lines, habits).read()


@dataclass
class _Reader:
    lines: Sequence[str]
    habits: Habits
    found: Imported = field(default_factory=Imported)
    speaker: str | None = None
    direction: str = ""
    paragraph: list[str] = field(default_factory=list)
    first_line: int = 0

    def read(self) -> Imported:
        headers = header_lines(self.lines, 0)
        names = labelled([line for number, line in enumerate(self.lines) if number not in headers], self.habits)
        speakers = set(names) if self.habits.are_people else speakers_among(names)
        for piece in speakable(self.lines) if self.habits.is_markdown else enumerate(self.lines, 1):
            if isinstance(piece, Kept):
                self._keep(piece.line, piece.what, piece.text)
            else:
                number, line = piece
                self._line(number, line.strip(), speakers, is_header=number - 1 in headers)
        self._flush()
        self._doubt(names, speakers)
        return self.found

    def _line(self, number: int, line: str, speakers: Collection[str], *, is_header: bool) -> None:
        if not line or _RULE.match(line):
            self._flush()
            return
        title = _TITLE.match(line) if not self.found.title and not self._has_begun() else None
        if title and title["title"]:
            self._flush()
            self.found.title = _ESCAPE.sub(r"\1", title["title"])
        elif is_header:
            self._keep(number, "metadata", line)
        elif heading := _HEADING.match(line):
            self._heading(number, heading)
        elif (label := label_of(line, self.habits)) is not None and label.name in speakers:
            self._flush()
            self.speaker, self.direction = label.name, "; ".join(label.directions)
            self._text(number, line[_raw_offset(line, label.end, self.habits) :].strip())
        else:
            self._text(number, line)

    def _text(self, number: int, line: str) -> None:
        plain = _ESCAPE.sub(r"\1", line) if self.habits.is_markdown else line
        if silence := PAUSE.fullmatch(plain.strip("*_ ")):
            self._flush()
            self.found.elements.append(pause(silence, number))
        elif direction_of(plain) is not None:
            self._keep(number, "direction", plain)
        elif self.habits.is_markdown and (bold := _BOLD_LINE.fullmatch(line)):
            self._flush()
            self.found.elements.append(Heading(number, bold["text"], 3))
            self.found.doubts.append((number, "a line in bold was taken for a heading"))
        elif line:
            if self.habits.is_markdown and self.speaker and not self.paragraph and _ITALIC_LINE.fullmatch(line):
                self.found.doubts.append((number, f"a line in italics would be spoken by {self.speaker}"))
            if _ITEM.match(line):
                self._flush()
            self.first_line = self.first_line if self.paragraph else number
            self.paragraph.append(line)

    def _heading(self, number: int, match: re.Match[str]) -> None:
        self._flush()
        text = match["text"].strip()
        bare = re.sub(r"[*_]{2,3}", "", text).strip()
        if not bare:
            return
        if not self.found.title and len(match["marks"]) == 1 and not self._has_begun():
            self.found.title = _ESCAPE.sub(r"\1", bare)
            return
        self.found.elements.append(
            Heading(number, bare if self.habits.is_markdown else escaped(bare), max(2, len(match["marks"])))
        )
        self.speaker = None if not self.speaker else self.speaker

    def _keep(self, number: int, what: str, text: str) -> None:
        self._flush()
        self.found.elements.append(Kept(number, what, text))

    def _flush(self) -> None:
        if self.paragraph:
            text = " ".join(self.paragraph)
            read = inline_speech if self.habits.is_markdown else spoken
            self.found.elements += read(text, self.first_line, self.speaker, self.direction)
        self.paragraph, self.direction = [], ""

    def _has_begun(self) -> bool:
        return bool(self.paragraph) or any(isinstance(one, Speech | Heading) for one in self.found.elements)

    def _doubt(self, names: dict[str, list[Label]], speakers: Collection[str]) -> None:
        once = Counter({name: len(labels_of) for name, labels_of in names.items()})
        for name in speakers:
            if once[name] == 1 and not (is_role(name, surely=True) or is_a_person(name) or name.isupper()):
                self.found.doubts.append((self._line_of(name), f"“{name}” was taken for a speaker"))
        for name in names:
            if name not in speakers and not _is_nobody(name):
                self.found.doubts.append((self._line_of(name), f"“{name}” was taken for text, and not for a speaker"))

    def _line_of(self, name: str) -> int:
        return next((number for number, line in enumerate(self.lines, 1) if name in line), 0)


def _raw_offset(line: str, plain_offset: int, habits: Habits) -> int:
    """Where a place in a line without its escapes is in the line."""
    if not habits.is_markdown:
        return plain_offset
    at = plain = 0
    while plain < plain_offset and at < len(line):
        escape = _ESCAPE.match(line, at)
        at += 2 if escape else 1
        plain += 1
    return at
