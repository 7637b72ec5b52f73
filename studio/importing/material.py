"""The file that is to be imported: its bytes, and its text whatever it was encoded in."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath

from studio.kit.errors import ConfigurationError, StudioError, suggest
from studio.kit.files import unreadable
from studio.kit.inputs import whole

MOST_BYTES = 64_000_000
MOST_TEXT_BYTES = 8_000_000
"""Of text less its pictures; as much as a script may have."""

#: A picture of a Markdown export, whole in one line.
_PICTURE = re.compile(r"\[[^\]\n]{1,80}\]: <data:image/")
_LONGEST_LINE = 1_000_000
#: Longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CONTROLS = frozenset(map(chr, {*range(32)} - {9, 10, 11, 12, 13, 28, 29, 30, 31}))


@dataclass
class Material:
    """A file as it was found.

    Attributes:
        name: the one to show to a person.
        data: its bytes.
        doubts: what was odd about its encoding, once :attr:`text` has been read.
    """

    name: str
    data: bytes = field(repr=False)
    doubts: list[str] = field(default_factory=list)

    @property
    def suffix(self) -> str:
        """``.vtt``, in lower case; may be empty."""
        return PurePath(self.name).suffix.lower()

    @property
    def is_zip(self) -> bool:
        """Whether this is an archive, as Word documents are."""
        return self.data.startswith(b"PK\x03\x04")

    @cached_property
    def text(self) -> str:
        """The text, with ``\\n`` line ends and without a byte-order mark.

        Raises:
            StudioError: ``empty-source``, ``not-text``, ``too-large``.
        """
        text = self._decoded().replace("\r\n", "\n").replace("\r", "\n")
        text = text.translate({0x2028: "\n", 0x2029: "\n\n", 0x0B: "\n", 0x0C: "\n\n", 0xFEFF: ""})
        if not text.strip():
            raise StudioError("empty-source", "this file is empty", where=self.name, hint="Is it the right file?")
        size = 0
        for number, line in enumerate(text.split("\n"), 1):
            if _PICTURE.match(line):
                continue
            size += len(line)
            if size > MOST_TEXT_BYTES:
                raise _too_large(self.name, len(text), MOST_TEXT_BYTES)
            if len(line) > _LONGEST_LINE:
                raise StudioError(
                    "too-long-line",
                    f"this line has {len(line) / 1e6:.1f} million characters",
                    where=f"{self.name}:{number}",
                    hint="A script has lines or paragraphs: is it the right file?",
                )
        return text

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    def _decoded(self) -> str:
        for mark, encoding in _MARKS.items():
            if self.data.startswith(mark):
                try:
                    return self._plain(self.data.decode(encoding))
                except UnicodeDecodeError as error:
                    raise self._no_text(f"it begins like {encoding.upper()} and is none") from error
        try:
            return self._plain(self.data.decode("utf-8"))
        except UnicodeDecodeError as error:
            first = error
        if b"\0" in self.data:
            raise self._no_text("it has bytes that no text has")
        try:
            text = self._plain(self.data.decode("cp1252"))
        except UnicodeDecodeError:
            raise self._no_text(f"byte {first.start + 1} is 0x{self.data[first.start]:02X}") from first
        self.doubts.append("it is not UTF-8 and was read as Windows-1252; look at accents and quotation marks")
        return text

    def _plain(self, text: str) -> str:
        found = next((char for char in text if char in _CONTROLS), None)
        if found is not None:
            raise self._no_text(f"it has the character U+{ord(found):04X}")
        return text

    def _no_text(self, reason: str) -> StudioError:
        return StudioError(
            "not-text",
            f"this is no text: {reason}",
            where=self.name,
            hint="Export the script as text (UTF-8), Markdown or .docx, and import that.",
        )


def read_material(path: Path) -> Material:
    """Read a file that a person names.

    Raises:
        ConfigurationError: ``missing-source`` where there is none, or it is a folder.
        StudioError: ``too-large``, ``empty-source``, ``unreadable``.
    """
    if path.is_dir():
        raise ConfigurationError("missing-source", "this is a folder", where=str(path), hint="Name the file in it.")
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(str(path), size, MOST_BYTES)
        data = whole(path)
    except FileNotFoundError:
        raise ConfigurationError(
            "missing-source", "there is no such file", where=str(path), hint=_beside(path)
        ) from None
    except OSError as error:
        raise unreadable(error, path) from error
    if not data:
        raise StudioError("empty-source", "this file is empty", where=str(path), hint="Is it the right file?")
    return Material(str(path), data)


def _beside(path: Path) -> str | None:
    """What could have been meant: files of the same folder."""
    if not path.parent.is_dir():
        return f"There is no folder {path.parent} either."
    there = sorted(one.name for one in path.parent.iterdir() if one.is_file() and not one.name.startswith("."))
    names = {f"{path.parent / name}": name for name in there}
    return suggest(str(path), names, f"It would be in {path.parent.resolve()}.")


def _too_large(name: str, size: int, most: int) -> StudioError:
    return StudioError(
        "too-large",
        f"this file has {size / 1e6:.1f} MB; the limit is {most / 1e6:.0f} MB",
        where=name,
        hint="An hour of speech is about 60 kB of text: is it the right file?",
    )
