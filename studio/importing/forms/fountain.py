"""Fountain screenplays (.fountain): dialogue is spoken, sections and scenes are chapters, action is kept.

After the syntax of Fountain 1.1 (https://fountain.io/syntax).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from studio.importing.elements import Element, Heading, Imported, Kept
from studio.importing.material import Material
from studio.importing.plain import PAUSE, escaped, pause, spoken

_BONEYARD = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NOTE = re.compile(r"\[\[(?:[^\n]|\n(?![ \t]{0,1}\n)){0,2000}?\]\]")
_TITLE_KEY = re.compile(r"(?P<key>[A-Za-z][A-Za-z ]{0,30}):[ \t]*(?P<value>.*)$")
_SCENE = re.compile(r"(?:INT|EXT|EST|INT\.?/EXT|I/E)[. ].*\S", re.IGNORECASE)
_SCENE_NUMBER = re.compile(r"[ \t]*#[\w.-]+#[ \t]*$")
_TRANSITION = re.compile(r"[A-Z][^a-z]*TO:$")
_SECTION = re.compile(r"(?P<marks>#{1,6})[ \t]*(?P<text>[^#].*)$")
_CHARACTER = re.compile(
    r"(?P<force>@)?(?P<name>[^()^]*?)[ \t]*(?P<extensions>(?:\([^()]*\)[ \t]*)*)(?P<dual>\^)?[ \t]*$"
)
_PARENTHETICAL = re.compile(r"\([^()]*\)$")
_CONTINUED = re.compile(r"\(?(?:CONT['’]?D?|MORE|CONTINUING)\.?\)?", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<!\\)(?:(?<!\w)\*{1,3}|\*{1,3}(?!\w)|(?<![^\W_])_|_(?![^\W_]))")
_ESCAPE = re.compile(r"\\([*_\\\[\]@!.>~#=])")


def likelihood(material: Material) -> int:
    """High by the suffix, or by a scene heading and a character's cue."""
    if material.suffix in (".fountain", ".spmd"):
        return 95
    scenes = len(re.findall(r"(?:^|\n\n)[ \t]*(?:INT|EXT|INT\.?/EXT|I/E)[. ][^\n]+\n(?=\n|\Z)", material.text))
    cues = len(re.findall(r"\n\n[ \t]*[A-Z][A-Z .'-]+(?:\([^()\n]*\))?[ \t]*\n(?=[ \t]*\S)", f"\n\n{material.text}"))
    return 85 if scenes and cues else 0


def read(material: Material) -> Imported:
    """The dialogue, and all else as comments."""
    return _Reader(material.text).read()


@dataclass
class _Reader:
    text: str
    found: Imported = field(default_factory=Imported)
    lines: list[str] = field(default_factory=list)

    def read(self) -> Imported:
        asides: list[Element] = []
        text = _BONEYARD.sub(lambda match: self._aside(match, "boneyard", asides), self.text)
        text = _NOTE.sub(lambda match: self._aside(match, "note", asides, text), text)
        self.lines = text.split("\n")
        number = self._title_page()
        while number < len(self.lines):
            number = self._block(number)
        self.found.elements = sorted([*self.found.elements, *asides], key=lambda one: one.line)
        return self.found

    def _aside(self, match: re.Match[str], what: str, asides: list[Element], text: str | None = None) -> str:
        """Take a boneyard or a note out; its line ends stay, so that numbers of lines do."""
        source = self.text if text is None else text
        asides.append(Kept(source.count("\n", 0, match.start()) + 1, what, match[0].strip("[]/* \n")))
        return "\n".join("\0" for _ in match[0].split("\n")).replace("\0", "") if "\n" in match[0] else ""

    def _title_page(self) -> int:
        """Read ``Key: value`` lines on top; their number."""
        first = _TITLE_KEY.match(self.lines[0]) if self.lines else None
        if (
            first is None
            or first["key"].isupper()
            or _is_cue(self.lines, 0)
            or _TRANSITION.match(self.lines[0].strip())
        ):
            return 0
        number, key = 0, ""
        values: dict[str, list[str]] = {}
        places: dict[str, int] = {}
        while number < len(self.lines) and self.lines[number].strip():
            line = self.lines[number]
            match = _TITLE_KEY.match(line)
            if match:
                key = match["key"].strip()
                values[key], places[key] = [match["value"].strip()], number + 1
            else:
                values[key].append(line.strip())
            number += 1
        for key, parts in values.items():
            value = " ".join(part for part in parts if part)
            if key.lower() == "title" and value:
                self.found.title = _bare(value)
            else:
                self.found.elements.append(Kept(places[key], "title page", f"{key}: {value}"))
        return number

    def _block(self, number: int) -> int:
        """Read what begins at a line; the line after it."""
        line = self.lines[number].strip()
        if not line or re.fullmatch(r"={3,}", line):
            return number + 1
        if _is_cue(self.lines, number):
            return self._dialogue(number)
        forced = line[0] == "." and line[1:2].isalnum()
        if forced or (_SCENE.match(line) and _is_alone(self.lines, number)):
            scene = _SCENE_NUMBER.sub("", line[1:] if forced else line)
            self.found.elements.append(Heading(number + 1, escaped(_bare(scene)), 2))
        elif section := _SECTION.match(line):
            level = max(2, len(section["marks"]))
            self.found.elements.append(Heading(number + 1, escaped(_bare(section["text"])), level))
        else:
            return self._kept(number)
        return number + 1

    def _kept(self, number: int) -> int:
        line = self.lines[number].strip()
        if line[0] == "=":
            kept = Kept(number + 1, "synopsis", line[1:].strip())
        elif line[0] == ">" and line[-1] == "<":
            kept = Kept(number + 1, "centred text", line[1:-1].strip())
        elif line[0] == ">" or (_TRANSITION.match(line) and _is_alone(self.lines, number)):
            kept = Kept(number + 1, "transition", line.lstrip("> "))
        elif line[0] == "~":
            kept = Kept(number + 1, "lyrics", line[1:].strip())
        else:
            end = number + 1
            while end < len(self.lines) and self.lines[end].strip():
                end += 1
            text = "\n".join(part.strip().removeprefix("!") for part in self.lines[number:end])
            self.found.elements.append(Kept(number + 1, "action", text))
            return end
        self.found.elements.append(kept)
        return number + 1

    def _dialogue(self, number: int) -> int:
        cue = _CHARACTER.match(self.lines[number].strip())
        assert cue is not None  # _is_cue has seen to it
        speaker = _bare(cue["name"].strip())
        said_as = [one.strip() for one in re.findall(r"\(([^()]*)\)", cue["extensions"])]
        directions = [one for one in said_as if one and not _CONTINUED.fullmatch(one)]
        if cue["dual"]:
            self.found.doubts.append(
                (number + 1, f"{speaker} speaks at the same time as the one before, and here after")
            )
        number += 1
        speech: list[str] = []
        first = number
        while number < len(self.lines) and (self.lines[number].strip() or self.lines[number].startswith("  ")):
            line = self.lines[number].strip()
            if _PARENTHETICAL.match(line):
                self._say(speech, first + 1, speaker, directions)
                speech, directions = [], []
                if silence := PAUSE.fullmatch(line):
                    self.found.elements.append(pause(silence, number + 1))
                else:
                    directions = [line[1:-1].strip()]
                first = number + 1
            elif line:
                speech.append(line.removeprefix("~").strip())
            else:
                self._say(speech, first + 1, speaker, directions)
                speech, directions, first = [], [], number + 1
            number += 1
        self._say(speech, first + 1, speaker, directions)
        return number

    def _say(self, speech: list[str], line: int, speaker: str, directions: list[str]) -> None:
        text = _bare(" ".join(speech))
        if text:
            self.found.elements += spoken(text, line, speaker, re.sub(r"[()\[\]]", "", "; ".join(directions)))
        elif directions:
            self.found.elements.append(Kept(line, "parenthetical", f"{speaker} ({'; '.join(directions)})"))


def _is_cue(lines: list[str], number: int) -> bool:
    """Whether a line names a character: in capitals, a blank line above, and none below."""
    line = lines[number].strip()
    match = _CHARACTER.match(line)
    if match is None or not re.search(r"[^\W\d_]", match["name"]):
        return False
    if number and lines[number - 1].strip():
        return False
    if number + 1 >= len(lines) or not lines[number + 1].strip():
        return False
    if match["force"]:
        return True
    return (
        line[0] not in "!.>~=#[("
        and match["name"] == match["name"].upper()
        and not _SCENE.match(line)
        and not _TRANSITION.match(line)
    )


def _is_alone(lines: list[str], number: int) -> bool:
    above = number == 0 or not lines[number - 1].strip()
    return above and (number + 1 >= len(lines) or not lines[number + 1].strip())


def _bare(text: str) -> str:
    """Text without its emphasis and escapes."""
    return " ".join(_ESCAPE.sub(r"\1", _EMPHASIS.sub("", text.removeprefix("@"))).split())
