"""Reads an ID3v2 tag as a player does, apart from the code (and the library) that wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TagChapter:
    """A CHAP frame: times in milliseconds, title, subtitle, and its picture's bytes."""

    element_id: str
    start_ms: int
    end_ms: int
    title: str
    subtitle: str = ""
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Contents:
    """A CTOC frame."""

    flags: int
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """What stands in front of the first MP3 frame; ``size_bytes`` includes the header, chapters are in file order.

    ``texts`` are by frame, those of the user's own as ``TXXX:description``.
    """

    version: int
    flags: int
    size_bytes: int
    texts: dict[str, str]
    pictures: tuple[tuple[str, bytes], ...]
    chapters: tuple[TagChapter, ...]
    contents: tuple[Contents, ...]


def read_tag(path: Path) -> Tag:
    """Read the tag of an MP3 file.

    Raises:
        ValueError: there is none, or it is cut short.
    """
    with path.open("rb") as file:
        header = file.read(10)
        if len(header) < 10 or header[:3] != b"ID3":
            raise ValueError("the file does not begin with an ID3v2 tag")
        size = header[6] << 21 | header[7] << 14 | header[8] << 7 | header[9]
        body = file.read(size)
    if len(body) < size:
        raise ValueError("the ID3 tag is longer than the file")
    texts: dict[str, str] = {}
    pictures, chapters, contents = [], [], []
    for name, data in _frames(body, header[3]):
        if name == "CHAP":
            chapters.append(_chapter(data, header[3]))
        elif name == "CTOC":
            contents.append(_contents(data))
        elif name == "APIC":
            pictures.append(_picture(data))
        elif name == "TXXX":
            described, _, value = _text(data).partition("\0")
            texts[f"TXXX:{described}"] = value.lstrip("\ufeff")
        elif name.startswith("T"):
            texts[name] = _text(data)
    return Tag(header[3], header[5], size + 10, texts, tuple(pictures), tuple(chapters), tuple(contents))


def _frames(body: bytes, version: int) -> list[tuple[str, bytes]]:
    found, at = [], 0
    while at + 10 <= len(body) and body[at]:
        size = body[at + 4 : at + 8]
        length = size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3] if version == 4 else int.from_bytes(size, "big")
        if at + 10 + length > len(body):
            raise ValueError(f"frame {body[at : at + 4]!r} is longer than its tag")
        found.append((body[at : at + 4].decode("latin-1"), body[at + 10 : at + 10 + length]))
        at += 10 + length
    return found


def _chapter(data: bytes, version: int) -> TagChapter:
    end = data.index(0) + 1
    inner = _frames(data[end + 16 :], version)
    texts = {name: _text(part) for name, part in inner if name.startswith("T")}
    picture = next((_picture(part)[1] for name, part in inner if name == "APIC"), b"")
    return TagChapter(
        data[: end - 1].decode("latin-1"),
        int.from_bytes(data[end : end + 4], "big"),
        int.from_bytes(data[end + 4 : end + 8], "big"),
        texts.get("TIT2", ""),
        texts.get("TIT3", ""),
        picture,
    )


def _contents(data: bytes) -> Contents:
    end = data.index(0) + 1
    names = data[end + 2 :].split(b"\0")[: data[end + 1]]
    return Contents(data[end], tuple(name.decode("latin-1") for name in names))


def _picture(data: bytes) -> tuple[str, bytes]:
    kind_end = data.index(0, 1)
    terminator = b"\0\0" if data[0] in (1, 2) else b"\0"
    start = data.index(terminator, kind_end + 2) + len(terminator)
    return data[1:kind_end].decode("latin-1"), data[start:]


def _text(data: bytes) -> str:
    encoding = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}.get(data[0] if data else 0, "latin-1")
    return data[1:].decode(encoding, "replace").rstrip("\0")
