"""Writing files so that nothing partial ever stands under a final name."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.errors import StudioError


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file under a temporary name beside ``path``, then rename it; an earlier file stays until then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp makes files that only their owner may read; a product is to be as open as the user's umask allows.
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A temporary folder whose files replace those of ``folder`` one by one, by rename, if the block succeeds.

    One process at a time: another that stages the same folder is told. Left-overs of a killed process are removed.

    Raises:
        StudioError: ``not-writable`` where the folder cannot be made, ``busy`` where another process is at work.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = folder.parent / f".{folder.name}.staging"
        with _lock(folder.parent / f".{folder.name}.lock", folder):
            shutil.rmtree(stage, ignore_errors=True)
            stage.mkdir()
            folder.mkdir(exist_ok=True)
            if not os.access(folder, os.W_OK):
                raise PermissionError
            try:
                yield stage
                for path in sorted(stage.iterdir()):
                    path.replace(folder / path.name)
            finally:
                shutil.rmtree(stage, ignore_errors=True)
    except (PermissionError, NotADirectoryError, FileExistsError) as error:
        raise StudioError(
            "not-writable",
            "nothing can be written to this folder",
            where=str(folder),
            hint="Check that it is a folder and that you own it.",
        ) from error


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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
