"""What a piece of work was made from, noted by whoever reads it.

Everything that decides a product is read through this file: a file's content, the fact that a file is not there, the
names in a folder. While a :func:`recording` is open, each such look is noted with what was seen. Later the record can
be held against the world again, and says what changed.
"""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

_open: ContextVar[tuple[Record, ...]] = ContextVar("studio-inputs", default=())
_unsaved: ContextVar[Mapping[Path, bytes]] = ContextVar("studio-unsaved", default=MappingProxyType({}))

#: Kinds of notes. A file is known by its content, or, where it is large or nobody edits it by hand, by its looks.
CONTENT, LOOKS, PRESENCE, NAMES, VARIABLE, FACT = "content", "looks", "presence", "names", "variable", "fact"
_OF_FILES = (CONTENT, LOOKS, PRESENCE, NAMES)

#: More is no text and no picture; reading it would fill the memory.
MOST_BYTES = 1 << 28
#: More is no sound either: half an hour of the finest fits.
MOST_DIGESTED_BYTES = 1 << 32

#: (kind, subject) → what is seen of it.
Look = Callable[[str, str], str]


@dataclass
class Record:
    """Notes in the order in which they were made: (kind, subject) → what was seen.

    ``torn`` names what was seen in two states while the record was open: such a record proves nothing.
    """

    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    torn: list[str] = field(default_factory=list)

    def note(self, kind: str, subject: str, seen: str) -> None:
        """Note what was seen of a subject."""
        before = self.notes.setdefault((kind, subject), seen)
        if before != seen:
            self.torn.append(subject)

    def add(self, other: Record) -> None:
        """Take over the notes of another record."""
        for (kind, subject), seen in other.notes.items():
            self.note(kind, subject, seen)
        self.torn += other.torn

    def as_json(self, root: Path) -> list[list[str]]:
        """The notes as plain values, paths below ``root`` as :func:`portable` gives them."""
        return [
            [kind, _placed(subject, lambda path: portable(path, root)) if kind in _OF_FILES else subject, seen]
            for (kind, subject), seen in self.notes.items()
        ]

    @classmethod
    def from_json(cls, values: object, root: Path) -> Record:
        """The record that :meth:`as_json` gave, for what is below ``root`` now.

        Raises:
            ValueError: these are no notes.
        """
        if not isinstance(values, list):
            raise ValueError("no notes")
        notes = {}
        for kind, subject, seen in values:
            notes[str(kind), _placed(subject, root.__truediv__) if kind in _OF_FILES else str(subject)] = str(seen)
        return cls(notes)

    def changes(self, facts: Mapping[str, str] | None = None, look: Look | None = None) -> Iterator[str]:
        """Why the record does not hold any more, in words; nothing where it does.

        Args:
            facts: what is so now; a noted fact that is not among them has changed.
            look: how to see what is there now; by default anew each time.
        """
        look = look or see
        for (kind, subject), seen in self.notes.items():
            now = (facts or {}).get(subject, "") if kind == FACT else look(kind, subject)
            if now != seen:
                yield _difference(kind, subject, seen, now)


@contextmanager
def recording(into: Record | None = None) -> Iterator[Record]:
    """Note every input that is read within the block, in this thread, also in those records that are open already."""
    record = Record() if into is None else into
    token = _open.set((*_open.get(), record))
    try:
        yield record
    finally:
        _open.reset(token)


def rewritten(path: Path) -> None:
    """This piece of work has just written one of its inputs: what was seen of it before no longer counts."""
    for record in _open.get():
        for note in [note for note in record.notes if note[0] in _OF_FILES and note[1] == str(path)]:
            del record.notes[note]


@contextmanager
def unsaved(contents: Mapping[Path, bytes]) -> Iterator[None]:
    """Let :func:`read_bytes` give these contents, within the block and in this thread, instead of what the files hold.

    Args:
        contents: by absolute path.
    """
    token = _unsaved.set(MappingProxyType(dict(contents)))
    try:
        yield
    finally:
        _unsaved.reset(token)


def real(path: Path) -> Path:
    """A path with links followed, as far as they lead anywhere: a loop of links is itself, and reading it says so."""
    return Path(os.path.realpath(path))


def read_bytes(path: Path) -> bytes:
    """The content of an input.

    Raises:
        OSError: it cannot be read, is no file, or has more than :data:`MOST_BYTES`; that is noted as well.
    """
    try:
        data = whole(path) if (edited := _unsaved.get().get(path.absolute())) is None else edited
    except OSError as error:
        _note(CONTENT, path, _unread(error))
        raise
    _note(CONTENT, path, hashlib.sha256(data).hexdigest())
    return data


def file_digest(path: Path) -> str:
    """SHA-256 of an input's content, in hexadecimal, without holding it in memory.

    Raises:
        OSError: it cannot be read; that is noted as well.
    """
    try:
        digest = _digest(path)
    except OSError as error:
        _note(CONTENT, path, _unread(error))
        raise
    _note(CONTENT, path, digest)
    return digest


def is_file(path: Path) -> bool:
    """Whether a file is there; that it came or went is noted, not what it holds."""
    kind = _presence(str(path))
    _note(PRESENCE, path, kind)
    return kind == "file"


def absence(path: Path) -> str:
    """What to call a path at which :func:`is_file` finds none: ``missing-file``, or ``no-file`` for something else."""
    return "missing-file" if _presence(str(path)).startswith("not") else "no-file"


def look_at(path: Path) -> None:
    """Note size and time of change of a file that is too large to be read each time, or that nobody edits by hand."""
    _note(LOOKS, path, looks(str(path)))


def names_in(folder: Path, pattern: str) -> tuple[Path, ...]:
    """The files below a folder whose name matches a pattern (``*.yaml``; ``**/*.md`` for those in sub-folders, too).

    Hidden files and folders are passed over. In the order of their paths.
    """
    names = _names(f"{folder}\0{pattern}")
    _note(NAMES, f"{folder}\0{pattern}", names)
    return tuple(folder / name for name in names.split("\0") if name)


def variable(name: str) -> str | None:
    """The value of an environment variable; None where it is not set."""
    _note(VARIABLE, name, _variable(name))
    return os.environ.get(name)


def see(kind: str, subject: str) -> str:
    """What there is to see of a noted subject now."""
    return _LOOKERS[kind](subject)


def portable(path: Path | str, root: Path) -> str:
    """A path for a file that may move with ``root``: relative where it is below, so that ``root / path`` is it."""
    text, above = str(path), f"{root}{os.sep}"
    return text[len(above) :] if text.startswith(above) else "." if text == str(root) else text


def _placed(subject: str, place: Callable[[str], object]) -> str:
    """A subject with another path; behind that of a folder stands the pattern of its names."""
    path, nul, pattern = subject.partition("\0")
    return f"{place(path)}{nul}{pattern}"


def opened(path: Path) -> io.BufferedReader:
    """A file to be read; what would give bytes for ever, or none until somebody writes (a pipe, a device), is refused.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    # Without waiting: to open a pipe is to wait for whoever writes into it.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is no file but a pipe or a device", str(path))
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def whole(path: Path) -> bytes:
    """What a file holds, without noting it as an input.

    Raises:
        OSError: it cannot be read, is no file, or has more than :data:`MOST_BYTES`.
    """
    with opened(path) as file:
        _limit(file, path, MOST_BYTES)
        return file.read()


def _limit(file: io.BufferedReader, path: Path, most_bytes: int) -> None:
    if os.fstat(file.fileno()).st_size > most_bytes:
        raise OSError(errno.EINVAL, f"it has more than {most_bytes >> 20:,} MB", str(path))


def looks(path: str) -> str:
    """Kind, size in bytes and time of change of what is at a path, as one text."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError) as error:  # a name with NUL in it
        return _unread(error)
    if stat.S_ISDIR(status.st_mode):
        return "folder"
    if not stat.S_ISREG(status.st_mode):
        return "special"
    return f"file {status.st_size} {status.st_mtime_ns}"


def _note(kind: str, subject: Path | str, seen: str) -> None:
    for record in _open.get():
        record.note(kind, str(subject.absolute()) if isinstance(subject, Path) else subject, seen)


def _presence(path: str) -> str:
    return looks(path).partition(" ")[0]


def _variable(name: str) -> str:
    return os.environ.get(name, "")


def _content(path: str) -> str:
    try:
        return _digest(Path(path))
    except OSError as error:
        return _unread(error)


def _digest(path: Path) -> str:
    with opened(path) as file:
        _limit(file, path, MOST_DIGESTED_BYTES)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _names(subject: str) -> str:
    folder, pattern = subject.split("\0")
    deep = pattern.startswith("**/")
    found: list[str] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if deep else []
        below = os.path.relpath(parent, folder)
        kept = (name for name in names if not name.startswith(".") and fnmatch.fnmatchcase(name, pattern[3 * deep :]))
        found += (name if below == "." else f"{below}/{name}" for name in kept)
    return "\0".join(sorted(found))


def _unread(error: OSError | ValueError) -> str:
    return f"not there ({getattr(error, 'errno', None)})"


_LOOKERS = {CONTENT: _content, LOOKS: looks, PRESENCE: _presence, NAMES: _names, VARIABLE: _variable}


def _difference(kind: str, subject: str, seen: str, now: str) -> str:
    if kind in (FACT, VARIABLE):
        return f"{subject} is {now or 'not set'} instead of {seen or 'not set'}"
    if kind == NAMES:
        before, after = (set(filter(None, names.split("\0"))) for names in (seen, now))
        folder, _, _ = subject.partition("\0")
        moved = [f"+ {name}" for name in sorted(after - before)] + [f"- {name}" for name in sorted(before - after)]
        return f"{folder}: {', '.join(moved)}"
    if now.startswith("not"):
        return f"{subject} is not there any more"
    return f"{subject} is new" if seen.startswith("not") else f"{subject} changed"
