"""Episodes that wait in the feed folder for their date: a copy of the build, and a note that says when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from studio.episode.release import Release, read_release
from studio.feed.state import SCHEDULE, SCHEDULED, schedule_note, schedules
from studio.kit.errors import StudioError
from studio.publish.stage import copy_built
from studio.publish.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Due:
    """What waits and is due: builds with their dates, and for those that cannot be used the reason, by id."""

    releases: tuple[Release, ...]
    unfit: dict[str, str]


def park(changes: Transaction, release: Release, at: datetime.datetime) -> None:
    """Stage a copy of a build that waits, in place of an earlier one."""
    room = f"{SCHEDULED}/{release.slug}"
    for name in release.files:
        copy_built(changes, f"{room}/{name}", release, name)
    changes.copy(f"{room}/manifest.json", release.folder / "manifest.json")
    changes.write(f"{room}/{SCHEDULE}", schedule_note(at))
    for path in _files(changes.folder, release.slug):
        if path.name not in (*release.files, "manifest.json", SCHEDULE):
            changes.delete(f"{room}/{path.name}")


def unpark(changes: Transaction, slug: str) -> bool:
    """Stage that an episode waits no longer; False where it does not wait."""
    files = list(_files(changes.folder, slug))
    for path in files:
        changes.delete(f"{SCHEDULED}/{slug}/{path.name}")
    return bool(files)


def due(folder: Path, now: datetime.datetime) -> Due:
    """Episodes whose date has come, and those of which nobody can tell."""
    waiting, unfit = schedules(folder)
    unfit = {slug: f"its note is damaged ({reason})" for slug, reason in unfit.items()}
    releases = []
    for slug, at in waiting.items():
        if at > now:
            continue
        try:
            release = read_release(folder / SCHEDULED / slug)
            if release.slug != slug:
                raise StudioError("damaged-build", f"the copy is of `{release.slug}`")
            releases.append(replace(release, published=at))
        except StudioError as error:
            unfit[slug] = f"its copy is damaged ({error.message})"
    return Due(tuple(releases), unfit)


def _files(folder: Path, slug: str) -> Iterator[Path]:
    room = folder / SCHEDULED / slug
    return (path for path in sorted(room.glob("*")) if path.is_file()) if not room.is_symlink() else iter(())
