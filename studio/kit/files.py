"""Files that are whole or not there, folders for one process at a time, and the paragraphs for what goes wrong."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from studio.kit.errors import StudioError

# Read once, while there is one thread: the mask can only be read by setting it.
_UMASK = os.umask(0)
os.umask(_UMASK)

#: What the system says when there is no more room: the disk, the user's quota, the largest file allowed.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: What it says only to somebody who writes.
_OF_WRITING = (*_FULL, errno.EROFS)
_COPY_BYTES = 1 << 20


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file under a temporary name beside it, then rename it; an earlier file stays until then.

    Safe for threads and processes side by side: the file is there entirely or not at all. A file that is written anew
    keeps its permissions; where ``path`` is a symbolic link, the file that it leads to is written.

    Args:
        path: of the file; folders above it are made.
        data: all that the file is to hold.

    Raises:
        StudioError: ``disk-full`` or ``not-writable``.
    """
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    temporary = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp makes files that only their owner may read.
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except BaseException as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise storage_error(error, target) from error
        raise


def write_durably(path: Path, data: bytes) -> None:
    """Write a file that nobody looks at yet and wait until it is on the disk; its folder is there already.

    Raises:
        StudioError: ``disk-full`` or ``not-writable``.
    """
    with writing(path), path.open("wb") as file:
        file.write(data)
        _sync(file)


def copy_durably(source: Path, target: Path) -> None:
    """Copy what a file holds to one that nobody looks at yet, and wait until it is on the disk.

    Raises:
        StudioError: ``unreadable``, ``disk-full`` or ``not-writable``.
    """
    with writing(target), target.open("wb") as file:
        for chunk in _chunks(source):
            file.write(chunk)
        _sync(file)


def storage_error(error: OSError, path: Path) -> StudioError:
    """The paragraph for a file that could not be written, made or renamed.

    Args:
        error: what the system said.
        path: of the file; the message is about the folder that it was to be in.
    """
    if error.errno in _FULL:
        return StudioError(
            "disk-full",
            "the disk is full; everything finished so far is kept",
            where=str(path.parent),
            hint="Free some space and run the same command again; it goes on where it stopped.",
        )
    return StudioError(
        "not-writable",
        f"cannot write here: {_reason(error)}",
        where=str(path.parent),
        hint="Check that it is a folder, that it is yours, and that you may write to it.",
    )


def unreadable(error: OSError, path: Path, hint: str | None = None) -> StudioError:
    """The paragraph for a file that could not be read.

    Args:
        error: what the system said.
        path: of the file.
        hint: what to do, where more can be said than to look at the file.
    """
    if isinstance(error, FileNotFoundError):
        return StudioError(
            "unreadable",
            "there is no such file",
            where=str(path),
            hint=hint or "Put it there, or correct what names it.",
        )
    return StudioError(
        "unreadable",
        f"cannot read this file: {_reason(error)}",
        where=str(path),
        hint=hint or "Check that it is a file and that you may read it.",
    )


def unusable(error: OSError) -> StudioError:
    """The paragraph for an error of which nobody said whether it came from reading or from writing."""
    if error.errno in _OF_WRITING:
        return storage_error(error, Path(error.filename or "x"))
    if error.filename is None:
        return StudioError("unusable", f"the system refused to go on: {_reason(error)}")
    return StudioError(
        "unusable",
        f"cannot use this file: {_reason(error)}",
        where=str(error.filename),
        hint="Check that it is there, that it is yours, and that nothing else is in its place.",
    )


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell every ``OSError`` of the block as one of writing ``path``.

    Raises:
        StudioError: ``disk-full`` or ``not-writable``.
    """
    try:
        yield
    except OSError as error:
        raise storage_error(error, path) from error


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A temporary folder whose files replace those of ``folder`` one by one, by rename, if the block succeeds.

    One process at a time: another that stages the same folder is told. Left-overs of a killed process are removed.
    Errors of the block itself are left as they are.

    Raises:
        StudioError: ``busy`` where another process is at work, ``disk-full``, ``not-writable``.
    """
    stage = folder.parent / f".{folder.name}.staging"
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
    busy = StudioError(
        "busy", "another studio is at work on this folder", where=str(folder), hint="Wait until it is done."
    )
    with held(folder.parent / f".{folder.name}.lock", busy):
        with writing(folder):
            shutil.rmtree(stage, ignore_errors=True)
            stage.mkdir()
            if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
                # Better told now than after the work is done.
                code = errno.EACCES if folder.is_dir() else errno.ENOTDIR
                raise OSError(code, os.strerror(code), str(folder))
        try:
            yield stage
            with writing(folder):
                folder.mkdir(exist_ok=True)
                for path in sorted(stage.iterdir()):
                    path.replace(folder / path.name)
        finally:
            shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def held(lock: Path, busy: StudioError) -> Iterator[None]:
    """Hold a lock for one process; the system lets go of it when the process ends, however it ends.

    Args:
        lock: the file that stands for the lock, made where it is not there; its folder is.
        busy: what to raise where somebody else holds it.

    Raises:
        StudioError: ``busy``, ``disk-full``, ``not-writable``.
    """
    import filelock  # only where something is made: it would be felt at the start of every command

    with writing(lock):
        # The library takes a place that cannot be written for one that is taken.
        lock.open("ab").close()
        holder = filelock.FileLock(lock, timeout=0, thread_local=False)
        try:
            holder.acquire()
        except filelock.Timeout:
            raise busy from None
    try:
        yield
    finally:
        holder.release()


def _mode(path: Path) -> int:
    """The permissions for a file: those that it has, or as open as the umask allows."""
    try:
        return stat.S_IMODE(path.stat().st_mode) & 0o777
    except OSError:
        return 0o666 & ~_UMASK


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(_COPY_BYTES):
                yield chunk
    except OSError as error:
        raise unreadable(error, path) from error


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _reason(error: OSError) -> str:
    return (error.strerror or str(error) or type(error).__name__).lower()
