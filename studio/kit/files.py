"""Writing files so that nothing partial ever stands under a final name."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from studio.kit.errors import StudioError

# Read once, while there is one thread: the mask can only be read by setting it.
_UMASK = os.umask(0)
os.umask(_UMASK)

#: What the system says when there is no more room: the disk, the user's quota, the largest file allowed.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file under a temporary name beside ``path``, then rename it; an earlier file stays until then.

    Safe for threads and processes side by side: the file is there entirely or not at all.

    Raises:
        StudioError: ``disk-full`` or ``not-writable``.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp makes files that only their owner may read; a product is to be as open as the umask allows.
        temporary.chmod(0o666 & ~_UMASK)
        temporary.replace(path)
    except BaseException as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise storage_error(error, path) from error
        raise


def storage_error(error: OSError, path: Path) -> StudioError:
    """The one clear paragraph for a disk that is full or a place that cannot be written."""
    if error.errno in _FULL:
        return StudioError(
            "disk-full",
            "the disk is full; everything finished so far is kept",
            where=str(path.parent),
            hint="Free some space and run the same command again; it goes on where it stopped.",
        )
    return StudioError(
        "not-writable",
        f"cannot write here: {(error.strerror or str(error)).lower()}",
        where=str(path.parent),
        hint="Check that it is a folder, that it is yours, and that you may write to it.",
    )


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A temporary folder whose files replace those of ``folder`` one by one, by rename, if the block succeeds.

    One process at a time: another that stages the same folder is told. Left-overs of a killed process are removed.

    Raises:
        StudioError: ``busy`` where another process is at work, ``disk-full``, ``not-writable``.
    """
    stage = folder.parent / f".{folder.name}.staging"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _lock(folder.parent / f".{folder.name}.lock", folder):
            shutil.rmtree(stage, ignore_errors=True)
            stage.mkdir()
            if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
                # Better told now than after the work is done.
                code = errno.EACCES if folder.is_dir() else errno.ENOTDIR
                raise OSError(code, os.strerror(code), str(folder))
            try:
                yield stage
                folder.mkdir(exist_ok=True)
                for path in sorted(stage.iterdir()):
                    path.replace(folder / path.name)
            finally:
                shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise storage_error(error, stage if folder.is_dir() else folder) from error


@contextmanager
def _lock(path: Path, folder: Path) -> Iterator[None]:
    with path.open("ab") as file:
        try:
            import fcntl
        except ImportError:  # Windows: renames there fail on open files, which protects a reader well enough
            yield
            return
        try:
            # The kernel lets go of the lock when its process ends, however it ends.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StudioError(
                "busy", "another studio is at work on this folder", where=str(folder), hint="Wait until it is done."
            ) from None
        yield
