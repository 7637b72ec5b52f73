"""A script on disk: what is there, and putting another text in its place without losing anybody's."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path

from studio.kit.errors import StudioError
from studio.kit.files import unreadable, write_atomically
from studio.settings.text import text_of_file

_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A text as its file holds it; ``revision`` is SHA-256 of the bytes, in hexadecimal."""

    text: str
    revision: str


class ConflictError(StudioError):
    """The file is not what was to be replaced; ``theirs`` is what it holds, None where it is gone."""

    def __init__(self, path: Path, theirs: OnDisk | None) -> None:
        told = "changed on disk" if theirs else "was taken away from the disk"
        hint = "Both versions are kept: compare them, and save again."
        super().__init__("conflict", f"the script {told} while it was written here", where=path.name, hint=hint)
        self.theirs = theirs


def revision_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def on_disk(path: Path) -> OnDisk:
    """What a script's file holds.

    Raises:
        StudioError: it cannot be read, or is not UTF-8.
    """
    try:
        text = text_of_file(path, path.name)
    except OSError as error:
        raise unreadable(error, path) from error
    return OnDisk(text, revision_of(text))


def save(path: Path, text: str, revision: str) -> OnDisk:
    """Put a text in the place of the one that is known.

    Args:
        path: of the script.
        text: all of it, with its line ends.
        revision: of what the file is thought to hold.

    Raises:
        ConflictError: it holds something else.
        StudioError: it cannot be written; it then holds what it held.
    """
    data = text.encode("utf-8")
    with _one_at_a_time:
        try:
            theirs = on_disk(path)
        except StudioError:
            if path.exists():
                raise
            theirs = None
        if theirs is None or theirs.revision != revision:
            raise ConflictError(path, theirs)
        write_atomically(path, data)
    return OnDisk(text, revision_of(text))
