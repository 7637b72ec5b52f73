"""What a desk keeps beside the builds: small files of JSON that are whole or not there, never behind a link."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

from studio.kit.errors import StudioError
from studio.kit.files import unreadable, write_atomically

#: No file of a desk is larger.
MOST_BYTES = 16 << 20


def read_kept(path: Path, build: Path) -> Any:
    """The values in a file of the folder of builds; None where there is none.

    Raises:
        StudioError: ``leaves-the-folder``, ``unreadable``; ``damaged-notes`` where it holds something else.
    """
    _require_inside(path, build)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:  # of a pipe nobody knows the end
            raise ValueError("no file, or too large")
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(error, path) from error
    except (ValueError, RecursionError):
        hint = "Mend it, or move it away."
        raise StudioError("damaged-notes", "this file is damaged", where=str(path), hint=hint) from None


def write_kept(path: Path, build: Path, values: Any) -> None:
    """Have a file of the folder of builds hold some values.

    Raises:
        StudioError: ``leaves-the-folder``, ``disk-full``, ``not-writable``.
    """
    _require_inside(path, build)
    write_atomically(path, json.dumps(values, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n")


def _require_inside(path: Path, build: Path) -> None:
    """Somebody else's show may hold links; the folder of builds itself may lie anywhere."""
    if path.is_symlink() or not path.parent.resolve().is_relative_to(build.resolve()):
        raise StudioError(
            "leaves-the-folder",
            "a link leads out of the folder of builds, and it is not followed",
            where=str(path),
            hint="Take it away.",
        )
