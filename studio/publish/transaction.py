"""Changes to a folder that happen together: staged, journalled, then put in place by rename.

Until the journal stands under its name nothing in the folder has changed; from then on every next transaction first
finishes what the journal says. So a process may be killed at any point: the folder is as it was, or becomes what it
was to be. The replaced files are kept until the next transaction, for one step back.

The bookkeeping lives in ``.studio/`` inside the folder, on the same file system, where renames are atomic.
"""

from __future__ import annotations

import contextlib
import filecmp
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from studio.feed.ledger import STATE
from studio.kit.errors import StudioError
from studio.kit.files import copy_durably, held, unreadable, write_atomically, write_durably


@dataclass(frozen=True, slots=True)
class Step:
    """One change: ``path`` gets the staged file ``staged`` (None: it goes), ``former`` is what stood there (if any)."""

    path: str
    staged: str | None
    former: str | None


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for one process, and finish what a killed one left behind.

    Raises:
        StudioError: ``publish-in-progress`` where another process holds it, ``feed-not-writable`` where it cannot be.
    """
    state = folder / STATE
    try:
        state.mkdir(parents=True, exist_ok=True)
        (state / "lock").open("a").close()
    except OSError as error:
        raise StudioError(
            "feed-not-writable",
            f"the feed folder cannot be written to: {error.strerror}",
            where=str(folder),
            hint="Check its owner and permissions, or name another with --feed.",
        ) from error
    busy = StudioError(
        "publish-in-progress",
        "another publish is at work in this feed folder",
        where=str(folder),
        hint="Wait until it has finished, then run this again.",
    )
    with held(state / "lock", busy):
        recover(folder)
        yield


class Transaction:
    """Collect changes with :meth:`write`, :meth:`copy` and :meth:`delete`; :meth:`commit` makes them, in that order.

    Paths are relative, with forward slashes. Changes that change nothing are dropped.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._state = folder / STATE
        taken = [int(path.name[3:]) for path in self._state.glob("tx-*") if path.name[3:].isdecimal()]
        self._room = self._state / f"tx-{max(taken, default=0) + 1}"
        self._steps: list[Step] = []

    @property
    def changes(self) -> tuple[tuple[str, str], ...]:
        """What commit will do: pairs of ``new``, ``changed`` or ``removed`` and the path."""
        return tuple(
            ("removed" if step.staged is None else "changed" if step.former else "new", step.path)
            for step in self._steps
        )

    def write(self, path: str, data: bytes) -> None:
        """Make ``path`` hold ``data``."""
        target = self._target(path)
        if target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data:
            return
        name = self._next_name()
        write_durably(name, data)
        self._add(path, name)

    def copy(self, path: str, source: Path) -> None:
        """Make ``path`` hold what ``source`` holds."""
        target = self._target(path)
        try:
            if target.is_file() and filecmp.cmp(source, target, shallow=False):
                return
        except OSError as error:
            raise unreadable(error, source) from error
        name = self._next_name()
        copy_durably(source, name)
        self._add(path, name)

    def delete(self, path: str) -> None:
        """Make ``path`` be no more."""
        if self._target(path).is_file():
            self._add(path, None)

    def discard(self) -> None:
        """Forget the changes."""
        shutil.rmtree(self._room, ignore_errors=True)
        self._steps.clear()

    def commit(self) -> None:
        """Make the changes. After this returns they are on disk; if it is cut short, :func:`recover` goes on."""
        if not self._steps:
            self.discard()
            return
        for step in self._steps:
            if step.former is not None:
                former = self._room / step.former
                former.parent.mkdir(parents=True, exist_ok=True)
                _link_or_copy(self.folder / step.path, former)
        journal = {"room": self._room.name, "steps": [[step.path, step.staged, step.former] for step in self._steps]}
        write_atomically(self._state / "journal.json", json.dumps(journal).encode())
        recover(self.folder)
        self._steps.clear()

    def _add(self, path: str, staged: Path | None) -> None:
        former = f"former/{len(self._steps)}" if self._target(path).is_file() else None
        self._steps.append(Step(path, None if staged is None else f"new/{staged.name}", former))

    def _next_name(self) -> Path:
        room = self._room / "new"
        room.mkdir(parents=True, exist_ok=True)
        return room / str(len(self._steps))

    def _target(self, path: str) -> Path:
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts:
            raise ValueError(f"{path!r} leaves the folder")
        return self.folder / pure


def recover(folder: Path) -> None:
    """Finish a journalled transaction, and clear away the left-overs of one that never got a journal."""
    state = folder / STATE
    journal = state / "journal.json"
    if journal.is_file():
        record = json.loads(journal.read_text())
        room = state / record["room"]
        for path, staged, _ in record["steps"]:
            target = folder / path
            if staged is None:
                target.unlink(missing_ok=True)
                _remove_empty_parents(target, folder)
            elif (room / staged).exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                (room / staged).replace(target)
        journal.replace(state / "last.json")
    kept = json.loads((state / "last.json").read_text())["room"] if (state / "last.json").is_file() else None
    for room in state.glob("tx-*"):
        if room.name != kept:
            shutil.rmtree(room, ignore_errors=True)


def step_back(folder: Path) -> Transaction:
    """A transaction that undoes the last one; committing it makes that one the last, so it can be undone as well.

    Raises:
        StudioError: ``nothing-to-roll-back``.
    """
    state = folder / STATE
    last = state / "last.json"
    if not last.is_file():
        raise StudioError(
            "nothing-to-roll-back", "nothing has been published here yet that could be taken back", where=str(folder)
        )
    record = json.loads(last.read_text())
    room = state / record["room"]
    undo = Transaction(folder)
    # Backwards: what went after the feed comes back before it, what came before it goes after it.
    for path, _, former in reversed(record["steps"]):
        if former is not None:
            undo.copy(path, room / former)
        else:
            undo.delete(path)
    return undo


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def _remove_empty_parents(path: Path, root: Path) -> None:
    for parent in path.parents:
        if parent == root or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()
