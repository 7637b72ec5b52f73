"""Changes to a folder that happen together: staged, journalled, then put in place by rename.

Until the journal stands under its name nothing in the folder has changed; from then on every next transaction first
finishes what the journal says. So a process may be killed at any point: the folder is as it was, or becomes what it
was to be. The replaced files of the last ten transactions are kept, to go back.

The bookkeeping lives in ``.studio/`` inside the folder, on the same file system, where renames are atomic.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from studio.feed.state import STATE
from studio.feed.synced import COPIES
from studio.kit.errors import StudioError
from studio.kit.files import copy_durably, held, unreadable, write_durably
from studio.kit.interrupts import interrupts
from studio.publish.journal import Step, checksum, done_rooms, inside, next_room, recover, steps_of, write_journal


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[tuple[str, ...]]:
    """Hold the folder for one process, and finish what a killed one left behind.

    Yields:
        What of the notes could not be relied on, a sentence each.

    Raises:
        StudioError: ``publish-in-progress`` where another process holds it, ``feed-not-writable`` where it cannot be.
    """
    state = folder / STATE
    try:
        state.mkdir(parents=True, exist_ok=True)
        inside(folder, f"{STATE}/lock").open("a").close()
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
        yield recover(folder)


class Transaction:
    """Collect changes with :meth:`write`, :meth:`copy` and :meth:`delete`; :meth:`commit` makes them, in that order.

    Paths are relative, with forward slashes. Changes that change nothing are dropped.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._room = next_room(folder / STATE)
        self._steps: list[Step] = []
        self._is_journalled = False

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

    def copy(self, path: str, source: Path) -> Path:
        """Make ``path`` hold what ``source`` holds; returns a file that does so already."""
        target = self._target(path)
        try:
            if target.is_file() and filecmp.cmp(source, target, shallow=False):
                return target
        except OSError as error:
            raise unreadable(error, source) from error
        name = self._next_name()
        copy_durably(source, name)
        self._add(path, name)
        return name

    def delete(self, path: str) -> None:
        """Make ``path`` be no more."""
        if inside(self.folder, path).is_file():
            self._add(path, None)

    def discard(self) -> None:
        """Forget the changes, unless they are in the journal: those will be made."""
        if not self._is_journalled:
            shutil.rmtree(self._room, ignore_errors=True)
        self._steps.clear()

    def commit(self, *, undoable: bool = True) -> None:
        """Make the changes. After this returns they are on disk; if it is cut short, :func:`recover` goes on.

        Ctrl-C waits until they are made, which takes no longer than the renames.

        Args:
            undoable: whether they, and those before them, can be taken back.
        """
        if not self._steps:
            self.discard()
            return
        with interrupts.held_back():
            write_journal(self._room, [self._keep(step) for step in self._steps])
            self._is_journalled = True
            recover(self.folder)
            if not undoable:
                for room in done_rooms(self.folder / STATE):
                    shutil.rmtree(room, ignore_errors=True)
            self._steps.clear()

    def _keep(self, step: Step) -> Step:
        """Keep what stands where a step is going to change something."""
        if step.former is None:
            return step
        former = self._room / step.former
        former.parent.mkdir(parents=True, exist_ok=True)
        _link_or_copy(self.folder / step.path, former)
        return Step(step.path, step.staged, step.former, checksum(former))

    def _add(self, path: str, staged: Path | None) -> None:
        former = f"former/{len(self._steps)}" if (self.folder / path).is_file() else None
        self._steps.append(Step(path, None if staged is None else f"new/{staged.name}", former))

    def _next_name(self) -> Path:
        room = self._room / "new"
        room.mkdir(parents=True, exist_ok=True)
        return room / str(len(self._steps))

    def _target(self, path: str) -> Path:
        """Where a file is to stand.

        Raises:
            StudioError: ``in-the-way`` where something that is no file does, or a file in place of a folder.
        """
        target = inside(self.folder, path)
        above = [parent for parent in target.parents if parent != self.folder and parent.is_relative_to(self.folder)]
        for place, fits in [(target, not target.is_dir()), *((parent, not parent.is_file()) for parent in above)]:
            if not fits:
                raise StudioError(
                    "in-the-way",
                    f"{'a folder' if place == target else 'a file'} stands where the feed needs "
                    f"{'a file' if place == target else 'a folder'}, and nothing was changed",
                    where=str(place),
                    hint="Move it away and run this again.",
                )
        return target


def step_back(folder: Path, steps: int = 1) -> Transaction:
    """A transaction that undoes the last ones; committing it makes it one of them, so it can be undone as well.

    Args:
        folder: the feed folder.
        steps: how many are undone.

    Raises:
        StudioError: ``nothing-to-roll-back``, ``damaged-history``.
    """
    done = done_rooms(folder / STATE)
    if len(done) < steps:
        kept = (
            f"only {len(done)} of the changes made here can"
            if done
            else "nothing has been published here yet that could"
        )
        raise StudioError("nothing-to-roll-back", f"{kept} be taken back", where=str(folder))
    former: dict[str, tuple[Path, int] | None] = {}
    for room in reversed(done[-steps:]):
        try:
            # Backwards: what went after the feed comes back before it, what came before it goes after it.
            for step in reversed(steps_of(room)):
                if step.path.startswith(f"{COPIES}/"):
                    continue  # what is known of a copy is true whatever is undone here
                former.pop(step.path, None)
                former[step.path] = None if step.former is None else (room / step.former, step.former_crc)
            if any(kept is not None and checksum(kept[0]) != kept[1] for kept in former.values()):
                raise ValueError("a file that was kept is not as it was")
        except (OSError, ValueError) as error:
            raise StudioError(
                "damaged-history",
                f"what was kept of the former state is damaged ({error}), and nothing was changed",
                where=str(room),
                hint="Publish the former build again instead.",
            ) from error
    undo = Transaction(folder)
    for path, file in former.items():
        if file is not None:
            undo.copy(path, file[0])
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
