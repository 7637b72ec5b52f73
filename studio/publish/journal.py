"""What a transaction writes down about itself, and how it is finished from that after it was cut short.

Each transaction has a room, ``.studio/tx-<n>/``: the new files, the former ones, and the plan. ``journal.json`` names
the room whose plan is being carried out; a plan that has been is called ``done.json``. A note is sealed and on the disk
before anything relies on it. Where the journal is damaged its room's plan is enough; where both are, they are put away,
and the feed is what counts. No note is followed out of the folder.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from studio.feed.state import STATE, sealed, unsealed
from studio.kit.errors import StudioError
from studio.kit.files import storage_error, write_durably

LEVELS = 10
"""How many transactions can be taken back."""

JOURNAL = "journal.json"
_PLAN, _DONE = "plan.json", "done.json"
_ROOM = re.compile(r"tx-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Step:
    """One change: ``path`` gets the staged file ``staged`` (None: it goes), ``former`` is what stood there (if any).

    ``former_crc`` is that one's checksum.
    """

    path: str
    staged: str | None
    former: str | None
    former_crc: int = 0


def rooms(state: Path) -> list[Path]:
    """Rooms of transactions, the oldest first."""
    found = [(int(match[1]), path) for path in state.glob("tx-*") if (match := _ROOM.fullmatch(path.name))]
    return [path for _, path in sorted(found) if path.is_dir() and not path.is_symlink()]


def done_rooms(state: Path) -> list[Path]:
    """Rooms of transactions that came to their end, the oldest first."""
    return [room for room in rooms(state) if (room / _DONE).is_file()]


def next_room(state: Path) -> Path:
    """The room of the next transaction."""
    taken = rooms(state)
    return state / f"tx-{int(taken[-1].name[3:]) + 1 if taken else 1}"


def write_journal(room: Path, steps: Sequence[Step]) -> None:
    """Write down what is to be done. From when this returns on, it will be."""
    plan = json.dumps({"steps": [[step.path, step.staged, step.former, step.former_crc] for step in steps]})
    write_durably(room / _PLAN, sealed(plan))
    sync_folders([room / "new", room / "former", room, room.parent])
    draft = room / "journal"
    write_durably(draft, sealed(json.dumps({"room": room.name})))
    try:
        draft.replace(room.parent / JOURNAL)
    except OSError as error:
        raise storage_error(error, room.parent / JOURNAL) from error
    sync_folders([room.parent])


def steps_of(room: Path) -> tuple[Step, ...]:
    """The steps of a transaction that came to its end.

    Raises:
        ValueError: its record is damaged.
        OSError: it cannot be read.
    """
    return _read_plan(room / _DONE)


def recover(folder: Path) -> tuple[str, ...]:
    """Finish what a journal says and clear away the left-overs of a transaction that never got one.

    Returns:
        What could not be relied on, a sentence each.

    Raises:
        StudioError: a step that the system refuses.
    """
    state = folder / STATE
    journal = state / JOURNAL
    doubts: list[str] = []
    if os.path.lexists(journal):
        room = _journalled(state, doubts)
        if room is not None:
            _carry_out(folder, room, _read_plan(room / _PLAN))
            (room / _PLAN).replace(room / _DONE)
        journal.unlink()
        sync_folders([state])
    done = done_rooms(state)
    for room in rooms(state):
        if room not in done[-LEVELS:]:
            shutil.rmtree(room, ignore_errors=True)
    return tuple(doubts)


def inside(folder: Path, path: str) -> Path:
    """The file that a relative path means.

    Raises:
        ValueError: it leaves the folder.
        StudioError: ``leaves-the-folder`` where a link leads out of it.
    """
    if not _stays(path):
        raise ValueError(f"{path!r} leaves the folder")
    target = folder / path
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise StudioError(
            "leaves-the-folder",
            "a link leads out of the feed folder, and it is not followed",
            where=str(target.parent),
            hint="Put a folder in its place.",
        )
    return target


def sync_folders(folders: Iterable[Path]) -> None:
    """Wait until the names in these folders are on the disk, where the system can say so."""
    for folder in folders:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def checksum(path: Path) -> int:
    """CRC-32 of a file."""
    value = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            value = zlib.crc32(chunk, value)
    return value


def _journalled(state: Path, doubts: list[str]) -> Path | None:
    """The room whose plan is to be carried out; None where that was done already, or nobody can tell."""
    try:
        name = unsealed((state / JOURNAL).read_bytes())["room"]
        if not isinstance(name, str) or not _ROOM.fullmatch(name):
            raise ValueError("no room")
        if (state / name / _DONE).is_file():
            return None
        candidates = [state / name]
    except (OSError, ValueError, KeyError):
        candidates = rooms(state)[::-1]
    for room in candidates:
        with suppress(OSError, ValueError):
            _read_plan(room / _PLAN)
            return room
    doubts.append(
        "the notes of an interrupted publish were damaged and have been put away; "
        "publish what it was about again, then run `studio verify` on the feed folder"
    )
    return None


def _carry_out(folder: Path, room: Path, steps: Sequence[Step]) -> None:
    touched = set()
    for step in steps:
        target = inside(folder, step.path)
        try:
            if step.staged is None:
                target.unlink(missing_ok=True)
                _remove_empty_parents(target, folder)
            elif (room / step.staged).exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                (room / step.staged).replace(target)
        except OSError as error:
            raise storage_error(error, target) from error
        touched.add(target.parent)
    sync_folders(sorted(touched))


def _read_plan(path: Path) -> tuple[Step, ...]:
    try:
        return tuple(_step(*values) for values in unsealed(path.read_bytes())["steps"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"no plan: {error}") from error


def _step(path: object, staged: object, former: object, former_crc: object) -> Step:
    """One step as it may be: within the folder, and between it and its room."""
    if not isinstance(path, str) or not _stays(path) or not isinstance(former_crc, int):
        raise ValueError(f"no step: {path!r}")
    return Step(path, _numbered("new", staged), _numbered("former", former), former_crc)


def _numbered(kind: str, name: object) -> str | None:
    if name is None or (isinstance(name, str) and re.fullmatch(rf"{kind}/\d+", name)):
        return name
    raise ValueError(f"no file of a room: {name!r}")


def _stays(path: str) -> bool:
    pure = PurePosixPath(path)
    return (
        bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts and "\\" not in path and "\0" not in path
    )


def _remove_empty_parents(path: Path, root: Path) -> None:
    for parent in path.parents:
        if parent == root or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()
