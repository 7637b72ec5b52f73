"""Cache entries that tell when they are damaged.

The first line of an entry is a kind and the CRC-32 of everything behind that line, in hexadecimal. Damage is an
accident here, not an attack, and a checksum meant for accidents goes through an hour of takes in a fraction of the time
that a cryptographic one needs on most machines.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.kit.files import unreadable


@dataclass(frozen=True, slots=True)
class Form:
    """What the files of a kind of entry are called; declared beside the code that names them.

    Attributes:
        kind: for people.
        pattern: of the whole path below the cache, with slashes; its group ``key``, where it has one, is the take's.
    """

    kind: str
    pattern: re.Pattern[str]


def seal(kind: str, content: bytes) -> bytes:
    """The entry for some content; ``kind`` is one line that says what it is and in which format."""
    return f"{kind} {zlib.crc32(content):08x}\n".encode() + content


def unseal(kind: str, entry: bytes) -> memoryview:
    """The content of an entry.

    Raises:
        ValueError: the entry is damaged, or of another kind.
    """
    line, content = _parts(entry)
    if line != f"{kind} {zlib.crc32(content):08x}".encode():
        raise ValueError("damaged")
    return content


def read_entry(kind: str, path: Path, warn: Callable[[str], None]) -> memoryview | None:
    """The content of an entry's file, or None where it has to be made: it is missing, or damaged and now deleted.

    Args:
        kind: as it was sealed.
        path: of the entry.
        warn: told of a damaged entry.

    Raises:
        StudioError: ``unreadable`` where it is there and cannot be read.
    """
    try:
        return unseal(kind, path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        warn(f"{path}: damaged cache entry, deleted; it is made again")
        path.unlink(missing_ok=True)
        return None
    except OSError as error:
        raise unreadable(error, path) from error


def is_whole(path: Path) -> bool:
    """Whether this file is an undamaged entry of any kind."""
    try:
        line, content = _parts(path.read_bytes())
    except (OSError, ValueError):
        return False
    return line.endswith(f" {zlib.crc32(content):08x}".encode())


def checksum(path: Path) -> str:
    """What an entry's first line says of its content, without reading the content; empty where there is no entry."""
    try:
        with path.open("rb") as file:
            return file.readline().rpartition(b" ")[2].strip().decode("ascii", "replace")
    except OSError:
        return ""


def _parts(entry: bytes) -> tuple[bytes, memoryview]:
    end = entry.index(b"\n")
    return entry[:end], memoryview(entry)[end + 1 :]
