"""``studio cache``: what is kept, whether it is whole, and away with what nobody needs."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.actions.cached import Kept, Uses, contents, uses
from studio.kit.files import writing
from studio.kit.sealed import is_whole
from studio.kit.threads import spread
from studio.settings.workspace import Workspace

#: What is younger may be in use by a render that is under way.
YOUNG_S = 3600.0
NOBODY = "no episode"


@dataclass(frozen=True, slots=True)
class Info:
    """Bytes and files by kind, by episode and by voice. What several episodes share counts for each of them.

    ``doubts`` tells of episodes whose needs are not fully known.
    """

    folder: Path
    kinds: dict[str, tuple[int, int]]
    episodes: dict[str, tuple[int, int]]
    voices: dict[str, tuple[int, int]]
    doubts: tuple[str, ...]

    @property
    def size_bytes(self) -> int:
        """Of all files together."""
        return sum(size for size, _ in self.kinds.values())

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "folder": str(self.folder),
            "bytes": self.size_bytes,
            "files": sum(count for _, count in self.kinds.values()),
            "kinds": _rows(self.kinds),
            "episodes": _rows(self.episodes),
            "voices": _rows(self.voices),
            "doubts": list(self.doubts),
        }


def info(workspace: Workspace) -> Info:
    """What is kept for a show."""
    files, used = [*contents(workspace)], uses(workspace)
    kinds, episodes, voices = (Counter[tuple[str, int]]() for _ in range(3))
    for kept in files:
        _count(kinds, kept, [kept.kind])
        if kept.kind not in ("notes", "left over"):
            _count(episodes, kept, used.of(kept) or [NOBODY])
        if kept.kind == "takes":
            _count(voices, kept, [used.voices.get(kept.key, "no voice of an episode")])
    return Info(workspace.cache, _table(kinds), _table(episodes), _table(voices), tuple(used.doubts))


@dataclass(frozen=True, slots=True)
class Verified:
    """Sealed files that were looked through, those that are damaged with the episodes that use them, and whether they
    were removed."""

    checked: int
    damaged: tuple[tuple[Path, str, tuple[str, ...]], ...]
    removed: bool

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        rows = [{"path": str(path), "fault": fault, "episodes": list(by)} for path, fault, by in self.damaged]
        return {"checked": self.checked, "damaged": rows, "removed": self.removed}


def verify(workspace: Workspace, *, remove: bool = False) -> Verified:
    """Read every sealed file and hold it against its seal, and every take against its name.

    Args:
        workspace: whose cache.
        remove: delete what is damaged; the next render makes it again.

    Raises:
        StudioError: ``not-writable``.
    """
    files = [kept for kept in contents(workspace) if kept.is_sealed]
    faults = [(kept, fault) for kept, fault in zip(files, spread(_fault, files), strict=True) if fault]
    used = uses(workspace) if faults else Uses()
    if remove:
        for kept, _ in faults:
            with writing(kept.path):
                kept.path.unlink(missing_ok=True)
    rows = tuple((kept.path, fault, tuple(sorted(used.of(kept)))) for kept, fault in faults)
    return Verified(len(files), rows, remove)


def _fault(kept: Kept) -> str:
    """What is wrong with a file; nothing where it is whole, or gone meanwhile."""
    from studio.takes.store import unseal_take

    try:
        if kept.kind == "takes":
            unseal_take(kept.key, kept.path.read_bytes())
        elif not is_whole(kept.path) and kept.path.exists():
            raise ValueError("damaged")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        return str(error) or "damaged"
    return ""


@dataclass(frozen=True, slots=True)
class Collected:
    """Files that were removed, or would be; and what is left."""

    removed: tuple[Kept, ...]
    left_bytes: int
    in_use_bytes: int
    dry: bool
    doubts: tuple[str, ...]

    @property
    def freed_bytes(self) -> int:
        """How much room that makes."""
        return sum(kept.size_bytes for kept in self.removed)

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        rows = [{"path": str(kept.path), "kind": kept.kind, "bytes": kept.size_bytes} for kept in self.removed]
        told = {"freed_bytes": self.freed_bytes, "left_bytes": self.left_bytes, "in_use_bytes": self.in_use_bytes}
        return {**told, "dry_run": self.dry, "removed": rows, "doubts": list(self.doubts)}


def collect(
    workspace: Workspace,
    *,
    keep_s: float | None = None,
    most_bytes: int | None = None,
    dry: bool = False,
    now_s: float | None = None,
) -> Collected:
    """Remove what no episode uses: what is older than ``keep_s``, then the oldest until the cache is small enough.

    What an episode uses, as it is now or as it was rendered last, stays, and so does what is younger than an hour: a
    render may be under way. Should one need what is removed all the same, it makes it again.

    Args:
        workspace: whose cache.
        keep_s: seconds that unused files are kept.
        most_bytes: how large the cache may be; what is in use stays even if it is larger.
        dry: remove nothing.
        now_s: the time, in seconds of the epoch.

    Raises:
        StudioError: ``not-writable``.
    """
    now_s = time.time() if now_s is None else now_s
    files, used = [*contents(workspace)], uses(workspace)
    total = sum(kept.size_bytes for kept in files)
    unused = [kept for kept in files if kept.kind != "notes" and not used.of(kept)]
    old = sorted((kept for kept in unused if now_s - kept.written_s >= YOUNG_S), key=lambda kept: kept.written_s)
    doomed = list(_doomed(old, total, now_s, keep_s, most_bytes))
    gone = doomed if dry else [kept for kept in doomed if _remove(kept)]
    in_use = total - sum(kept.size_bytes for kept in unused)
    left = total - sum(kept.size_bytes for kept in gone)
    return Collected(tuple(gone), left, in_use, dry, tuple(used.doubts))


def _doomed(
    old: Sequence[Kept], total: int, now_s: float, keep_s: float | None, most_bytes: int | None
) -> Iterable[Kept]:
    for kept in old:
        too_old = keep_s is not None and now_s - kept.written_s > keep_s
        too_much = most_bytes is not None and total > most_bytes
        if too_old or too_much or kept.kind == "left over":
            total -= kept.size_bytes
            yield kept


def _remove(kept: Kept) -> bool:
    """Whether it was this file that could go: one that was written anew meanwhile stays."""
    try:
        status = kept.path.stat()
    except FileNotFoundError:
        return False
    if (status.st_size, status.st_mtime) != (kept.size_bytes, kept.written_s):
        return False
    with writing(kept.path):
        kept.path.unlink(missing_ok=True)
    with suppress(OSError):
        kept.path.parent.rmdir()
    return True


def _count(into: Counter[tuple[str, int]], kept: Kept, names: Iterable[str]) -> None:
    for name in names:
        into[name, 0] += kept.size_bytes
        into[name, 1] += 1


def _table(counted: Counter[tuple[str, int]]) -> dict[str, tuple[int, int]]:
    return {name: (counted[name, 0], counted[name, 1]) for name in sorted({name for name, _ in counted})}


def _rows(table: dict[str, tuple[int, int]]) -> dict[str, dict[str, int]]:
    return {name: {"bytes": size, "files": count} for name, (size, count) in table.items()}
